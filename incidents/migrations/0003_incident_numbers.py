"""Numbers of incidents: one sequence for each oblast and year, so that no writer waits for another."""

from django.db import migrations

CREATE = """
CREATE FUNCTION next_incident_number(oblast text, year integer) RETURNS bigint
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
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION next_incident_number(text, integer)"),
    ]
