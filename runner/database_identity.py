"""Prints, as JSON, which database DATABASE_URL names and whether anybody has an account there."""

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


def main() -> None:
    """Ask the database; what cannot be reached is one sentence and exit code 1."""
    address = re.sub(r"^\w+://", "postgresql://", os.environ["DATABASE_URL"])
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            identity = value(connection, IDENTITY)
            unused = not value(connection, HAS_ACCOUNTS) or value(connection, IS_UNUSED)
    except psycopg.Error as error:
        sys.exit(str(error).strip().splitlines()[0])
    sys.stdout.write(json.dumps([identity, unused]))


def value(connection: psycopg.Connection, question: LiteralString) -> object:
    """Return the one value that a question has for an answer."""
    row = connection.execute(question).fetchone()
    return row[0] if row else None


if __name__ == "__main__":
    main()
