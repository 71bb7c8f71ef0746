-- The two roles and their rights on the database: `portal` owns the tables, `portal_app` serves and
-- owns nothing. Run by a superuser in the database `portal`, also again: it sets the passwords anew.
-- The passwords come from the files of :secrets (-v secrets=FOLDER), by default those of compose.
\if :{?secrets}
\else
\set secrets /run/secrets
\endif
\set owner_file :secrets '/owner_password'
\set app_file :secrets '/app_password'
\set owner_password `cat :owner_file`
\set app_password `cat :app_file`
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['portal', 'portal_app']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE portal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE portal_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
ALTER DATABASE portal OWNER TO portal;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO portal_app;
