"""Lines of the official list that claim the same days of one unit: kept, shown, told before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from communities.models.facts import LINES, UNITS, ControlKind
from core import moments

# the rows of a file in the place of the table: one reading of the days for both
OF_ROWS = """
SELECT line.id, other.id FROM line JOIN line AS other
    ON other.unit = line.unit AND other.id > line.id AND other.held && line.held
ORDER BY 1, 2
"""
SOURCE = """jsonb_to_recordset(%s::jsonb) AS listed (id int, settlement_id bigint, community_id bigint,
    raion_id bigint, oblast_id bigint, starts_on date, ends_on date)"""
Row = Mapping[str, Any]


def contradictions_of(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the pairs of rows that claim the same days of one unit; nothing has to be stored.

    Rows are those that imports.py reads of a list: the keys of the units, starts_on and ends_on.
    """
    names = [*(f"{unit}_id" for unit in UNITS), "starts_on", "ends_on"]
    given = [{"id": at} | {name: row[name] for name in names} for at, row in enumerate(rows)]
    lines = LINES.replace("%", "%%").format(source=SOURCE)
    with connection.cursor() as cursor:
        cursor.execute("WITH " + lines + OF_ROWS, [json.dumps(given, default=str)])
        return [(rows[one], rows[other]) for one, other in cursor.fetchall()]


def in_words(pairs: Iterable[tuple[Row, Row]]) -> list[str]:
    """Say each contradiction in a line, for a preview; the later start will win."""
    return [
        _("%(name)s: %(one)s, and %(other)s")
        % {
            "name": str(one["listed_as"])[:80],
            "one": _claim(one),
            "other": _claim(other),
        }
        for one, other in pairs
    ]


def _claim(row: Row) -> str:
    first, last = (moments.day(row[name]) for name in ("starts_on", "ends_on"))
    return f"{ControlKind(row['status']).label} ({first} – {last})"
