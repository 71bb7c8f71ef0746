"""The tables there are, and those an account may bring."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from communities.tables.table import Table

PREFIX = "table:"  # of the codes of these kinds among all that imports take


def tables() -> dict[str, Table]:
    """Return every table, by the code of its kind, in the order people choose from."""
    found = [each for path in settings.TABLES for each in import_string(path)]
    return {f"{PREFIX}{each.code}": each for each in found}


def table_of(kind: str) -> Table:
    """Return the table of a kind of file."""
    return tables()[kind]


def tables_for(user: Any) -> dict[str, Table]:
    """Return the tables whose records an account may write."""
    return {code: each for code, each in tables().items() if each.allows(user)}
