-- The two roles and the database: `portal` owns the tables, `portal_app` serves and owns nothing.
-- Run once by a superuser, in the database `portal`; the passwords come from files of :secrets.
\if :{?secrets}
\else
\set secrets /run/secrets
\endif
\set owner_file :secrets '/owner_password'
\set app_file :secrets '/app_password'
\set owner_password `cat :owner_file`
\set app_password `cat :app_file`
CREATE ROLE portal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE portal_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
ALTER DATABASE portal OWNER TO portal;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO portal_app;
