"""Sequences may be made ahead: one made by a long transaction would let everybody else wait.

By the right of the function's owner, for the role of the application may create nothing.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION prepare_incident_numbers(oblast text, year integer) RETURNS void
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
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_tallies_after_truncate_and_delete")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION prepare_incident_numbers(text, integer)"),
    ]
