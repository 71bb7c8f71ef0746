from django.conf import settings
from django.db import migrations


# Until when somebody may give access in the whole country is a day that never comes earlier:
# asked at the end of a transaction that takes such a right away, whoever does it. A lock lets
# two of them come one after the other, for each would still see the right of the other.
STAYS = """
    CREATE FUNCTION ends_of_administration(OUT account bigint, OUT role integer, OUT until date)
    RETURNS SETOF record LANGUAGE sql STABLE AS $$
        SELECT held.user_id, held.role_id, coalesce(held.ends_on, 'infinity'::date)
        FROM communities_accessgrant AS held
        WHERE held.nation AND held.service = 'both'
            AND held.starts_on <= (now() AT TIME ZONE 'Europe/Kyiv')::date
            AND coalesce(held.ends_on, 'infinity') > (now() AT TIME ZONE 'Europe/Kyiv')::date
            AND EXISTS (
                SELECT FROM auth_group_permissions AS given
                JOIN auth_permission AS p ON p.id = given.permission_id
                JOIN django_content_type AS of ON of.id = p.content_type_id
                WHERE given.group_id = held.role_id
                    AND of.app_label = 'communities' AND p.codename = 'add_accessgrant'
            )
    $$;

    CREATE FUNCTION refuse_earlier_administration(needed date) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF needed IS NULL THEN
            RETURN;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext('an_administrator_stays'));
        IF EXISTS (SELECT FROM accounts_user WHERE is_active AND is_superuser) THEN
            RETURN;
        END IF;
        IF NOT EXISTS (
            SELECT FROM ends_of_administration() AS held JOIN accounts_user AS u ON u.id = held.account
            WHERE u.is_active AND held.until >= needed
        ) THEN
            RAISE check_violation USING
                MESSAGE = 'Nobody would be left who may give access in the whole country.',
                CONSTRAINT = 'an_administrator_stays';
        END IF;
    END $$;

    CREATE FUNCTION an_administrator_stays_by_grant() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        today date := (now() AT TIME ZONE 'Europe/Kyiv')::date;
    BEGIN
        IF OLD.starts_on <= today AND coalesce(OLD.ends_on, 'infinity') > today AND EXISTS (
            SELECT FROM auth_group_permissions AS given
            JOIN auth_permission AS p ON p.id = given.permission_id
            JOIN django_content_type AS of ON of.id = p.content_type_id
            WHERE given.group_id = OLD.role_id
                AND of.app_label = 'communities' AND p.codename = 'add_accessgrant'
        ) THEN
            PERFORM refuse_earlier_administration(coalesce(OLD.ends_on, 'infinity'));
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER an_administrator_stays AFTER UPDATE OR DELETE
    ON communities_accessgrant DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.nation AND OLD.service = 'both')
    EXECUTE FUNCTION an_administrator_stays_by_grant();

    CREATE FUNCTION an_administrator_stays_by_account() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.is_superuser THEN
            PERFORM refuse_earlier_administration('infinity');
        ELSE
            PERFORM refuse_earlier_administration(
                (SELECT max(until) FROM ends_of_administration() WHERE account = OLD.id)
            );
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER an_administrator_stays AFTER UPDATE
    ON accounts_user DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (
        OLD.is_active AND (NOT NEW.is_active OR OLD.is_superuser AND NOT NEW.is_superuser)
    ) EXECUTE FUNCTION an_administrator_stays_by_account();
    CREATE CONSTRAINT TRIGGER an_administrator_stays_too AFTER DELETE
    ON accounts_user DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.is_active AND OLD.is_superuser)
    EXECUTE FUNCTION an_administrator_stays_by_account();

    CREATE FUNCTION an_administrator_stays_by_role() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM auth_permission AS p
            JOIN django_content_type AS of ON of.id = p.content_type_id
            WHERE p.id = OLD.permission_id
                AND of.app_label = 'communities' AND p.codename = 'add_accessgrant'
        ) THEN
            PERFORM refuse_earlier_administration((
                SELECT max(coalesce(ends_on, 'infinity')) FROM communities_accessgrant AS held
                JOIN accounts_user AS u ON u.id = held.user_id
                WHERE held.role_id = OLD.group_id AND held.nation AND held.service = 'both'
                    AND u.is_active
                    AND held.starts_on <= (now() AT TIME ZONE 'Europe/Kyiv')::date
                    AND coalesce(held.ends_on, 'infinity') > (now() AT TIME ZONE 'Europe/Kyiv')::date
            ));
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER an_administrator_stays AFTER UPDATE OR DELETE
    ON auth_group_permissions DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION an_administrator_stays_by_role();
"""
GOES = """
    DROP TRIGGER an_administrator_stays ON auth_group_permissions;
    DROP TRIGGER an_administrator_stays_too ON accounts_user;
    DROP TRIGGER an_administrator_stays ON accounts_user;
    DROP TRIGGER an_administrator_stays ON communities_accessgrant;
    DROP FUNCTION an_administrator_stays_by_role;
    DROP FUNCTION an_administrator_stays_by_account;
    DROP FUNCTION an_administrator_stays_by_grant;
    DROP FUNCTION refuse_earlier_administration;
    DROP FUNCTION ends_of_administration;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_clients_and_history'),
        ('communities', '0009_grants_ended_and_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunSQL(STAYS, GOES)]
