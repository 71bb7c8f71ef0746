"""Numbers for a role that may create nothing: the function makes a sequence by its owner's right.

It takes no name from outside but two digits and a year, and finds its way by a fixed path.
"""

from django.db import migrations

CREATE = """
CREATE OR REPLACE FUNCTION next_incident_number(oblast text, year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text := format('incident_number_%s_%s', oblast, year);
BEGIN
    IF oblast !~ '^[0-9]{2}$' OR year NOT BETWEEN 1990 AND 2200 THEN
        RAISE EXCEPTION 'no oblast or year: % %', oblast, year;
    END IF;
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
    END IF;
    RETURN nextval(name::regclass);
END $$;
REVOKE EXECUTE ON FUNCTION next_incident_number(text, integer) FROM PUBLIC;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION next_incident_number(oblast text, year integer) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    name text := format('incident_number_%s_%s', oblast, year);
BEGIN
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
    END IF;
    RETURN nextval(name::regclass);
END $$;
GRANT EXECUTE ON FUNCTION next_incident_number(text, integer) TO PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_incident_numbers")]

    operations = [migrations.RunSQL(CREATE, AS_BEFORE)]
