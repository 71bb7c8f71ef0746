"""What must hold before the portal serves in production, one sentence for each thing that does not.

Web, worker and beat ask `refuse_to_serve`, commands `refuse_command`; `check --deploy` says the
same as system checks. Outside production nothing is refused.
"""

import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from core.readiness import unapplied_migrations
from safety_portal.demo.mark import DOMAIN

SHORTEST_KEY, FEWEST_SIGNS = 50, 10  # as Django's own check of the key
KNOWN_KEYS = ("django-insecure-", "for tests and development only", "change", "example", "secret")
REPAIRS = {
    "check",
    "collectstatic",
    "compilemessages",
    "dbshell",
    "diffsettings",
    "grant_app_role",
    "help",
    "migrate",
    "restore",
    "showmigrations",
    "sqlmigrate",
    "version",
}


def refuse_to_serve() -> None:
    """End with exit code 1 where production is unsafe or the tables are not those of this code."""
    if settings.PRODUCTION:
        _end_with([*of_settings(), *of_database(), *of_tables()])


def refuse_command(name: str) -> None:
    """End a management command where production is unsafe, unless it is one that repairs."""
    if settings.PRODUCTION and name not in REPAIRS:
        _end_with([*of_settings(), *of_database()])


def of_settings() -> Iterator[str]:
    """Yield what is wrong with the environment."""
    if settings.DEBUG:
        yield "DEBUG is on: it shows the inside of the portal to everybody."
    if not settings.SECURE:
        yield "PORTAL_HTTPS is off: passwords and sessions would travel in the clear."
    if not settings.ALLOWED_HOSTS or any("*" in host for host in settings.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS must name the hosts of this portal, without a star."
    if settings.CLOCK_SHIFT:
        yield "PORTAL_CLOCK_SHIFT is for trials: production runs by the true time."
    if settings.DEMO:
        yield "PORTAL_DEMO is on: production holds no demo data."
    if settings.OIDC["issuer"] and not settings.OIDC["issuer"].startswith("https://"):
        yield "OIDC_ISSUER is not https: whoever listens could sign in as anybody."
    if is_weak(settings.SECRET_KEY):
        yield (
            f"SECRET_KEY is weak: take {SHORTEST_KEY} random characters or more that stand in no "
            "document, for example from `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
        )


def is_weak(key: str) -> bool:
    """Tell whether a key is short, made of few signs, or one that people know."""
    known = any(word in key.lower() for word in KNOWN_KEYS)
    return known or len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS


def of_database() -> Iterator[str]:
    """Yield what is wrong with the database role and with the data."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(POWERS)
            yield from (POWER.format(name, power) for name, power in cursor.fetchall())
            cursor.execute("SELECT to_regclass('accounts_user') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return
            cursor.execute(
                "SELECT EXISTS (SELECT FROM accounts_user WHERE email LIKE %s)", [f"%@{DOMAIN}"]
            )
            if cursor.fetchone()[0]:
                yield "The database holds demo accounts, whose passwords everybody knows: take another."
    except DatabaseError as error:
        yield f"The database cannot be asked whether it is safe: {type(error).__name__}."


def of_tables() -> Iterator[str]:
    """Yield that the tables are older than the code, where they are."""
    try:
        missing = unapplied_migrations()
    except DatabaseError:
        return  # of_database has said it
    if missing:
        yield f"{len(missing)} migrations are not applied, first {missing[0]}: run `migrate` as the owner."


POWER = "The database role {} {}: serve as the role that `grant_app_role` prepares."
# What the role may do itself, or by becoming another role.
POWERS = """
    WITH mine AS (
        SELECT * FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
    )
    SELECT current_user, power FROM (
        SELECT 'is a superuser' AS power, bool_or(rolsuper) AS has FROM mine
        UNION ALL SELECT 'bypasses row level security', bool_or(rolbypassrls) FROM mine
        UNION ALL SELECT 'may create databases', bool_or(rolcreatedb) FROM mine
        UNION ALL SELECT 'may create roles', bool_or(rolcreaterole) FROM mine
        UNION ALL SELECT 'may replicate the whole server', bool_or(rolreplication) FROM mine
        UNION ALL SELECT 'owns the tables', EXISTS (
            SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
            AND relowner IN (SELECT oid FROM mine)
        )
        UNION ALL SELECT 'owns the database', EXISTS (
            SELECT FROM pg_database WHERE datname = current_database()
            AND datdba IN (SELECT oid FROM mine)
        )
    ) AS powers WHERE has
"""


def _end_with(reasons: list[str]) -> None:
    if reasons:
        for reason in reasons:
            sys.stderr.write(f"The portal does not start in production: {reason}\n")
        sys.stderr.flush()
        sys.exit(1)


@checks.register(checks.Tags.security, deploy=True)
def check_settings(**_about: Any) -> list[checks.CheckMessage]:
    """Say in `check --deploy` what would keep production from starting."""
    return [checks.Error(reason, id="portal.E001") for reason in of_settings()]


@checks.register(checks.Tags.database, deploy=True)
def check_database(databases: Any = None, **_about: Any) -> list[checks.CheckMessage]:
    """Say the same of the database, where `check --deploy --database default` asks."""
    return [checks.Error(reason, id="portal.E002") for reason in of_database()] if databases else []
