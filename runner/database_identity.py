"""Prints, as JSON, which database DATABASE_URL names and what is known of its contents."""

import json
import os
import re
import sys
from typing import LiteralString

import psycopg

IDENTITY = """
    SELECT concat(system_identifier, '/', oid)
    FROM pg_control_system(), pg_database WHERE datname = current_database()
"""
HAS_ACCOUNTS = "SELECT to_regclass('accounts_user') IS NOT NULL"
IS_UNUSED = "SELECT NOT EXISTS (SELECT FROM accounts_user)"
IS_DEMO = "SELECT EXISTS (SELECT FROM accounts_user WHERE email = 'ministry@demo.invalid')"
HAS_MIGRATIONS = "SELECT to_regclass('django_migrations') IS NOT NULL"
MIGRATIONS = (
    "SELECT md5(string_agg(concat(app, '.', name), ',' ORDER BY id)) FROM django_migrations"
)


def main() -> None:
    """Ask the database; what cannot be reached is one sentence and exit code 1."""
    address = re.sub(r"^\w+://", "postgresql://", os.environ["DATABASE_URL"])
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            sys.stdout.write(json.dumps(told(connection)))
    except psycopg.Error as error:
        sys.exit(str(error).strip().splitlines()[0])


def told(connection: psycopg.Connection) -> dict[str, object]:
    """Return what tells this database from another, whose data it holds, and how far its tables are."""
    accounts = value(connection, HAS_ACCOUNTS)
    return {
        "identity": value(connection, IDENTITY),
        "unused": not accounts or value(connection, IS_UNUSED),
        "demo": accounts and value(connection, IS_DEMO),
        "migrations": value(connection, HAS_MIGRATIONS) and value(connection, MIGRATIONS),
    }


def value(connection: psycopg.Connection, question: LiteralString) -> object:
    """Return the one value that a question has for an answer."""
    row = connection.execute(question).fetchone()
    return row[0] if row else None


if __name__ == "__main__":
    main()
