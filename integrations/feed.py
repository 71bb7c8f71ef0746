"""What an account is told of the changes after a position: decided anew by what it may see now."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from integrations.kinds import KINDS, Kind
from integrations.models import Change, Operation

LOOKED_AT = 50_000  # entries of the whole country that one page passes over at most


@dataclass(frozen=True)
class Entry:
    """One entry as it is told: which record, what became of it, where it is read."""

    position: int
    kind: str
    id: str
    operation: str
    version: int | None
    at: datetime
    url: str


@dataclass(frozen=True)
class Page:
    """Entries in their order, and the position up to which nothing is left out."""

    entries: list[Entry]
    position: int


def page_after(user: Any, kinds: Sequence[Kind], *, after: int, head: int, limit: int) -> Page:
    """Return the entries after a position and up to `head` that concern an account.

    However few of them do, no more than LOOKED_AT are looked at: a page may be empty.
    """
    until = min(head, after + LOOKED_AT)
    rows = list(_between(user, kinds, after, until).order_by("position")[:limit])
    last = rows[-1].position if len(rows) == limit else until
    return Page(list(told(user, rows)), int(last or until))


def _between(user: Any, kinds: Iterable[Kind], after: int, until: int) -> Any:
    """Return the entries in the scope of an account, of the time when they were written."""
    return Change.objects.filter(in_reach(user, kinds), position__gt=after, position__lte=until)


def in_reach(user: Any, kinds: Iterable[Kind]) -> Q:
    """Return the condition on entries that lie, or lay, in the scope of an account."""
    return reduce(or_, (each.reach(user) for each in kinds), Q(pk__in=[]))


def told(user: Any, rows: Sequence[Change]) -> Iterable[Entry]:
    """Yield what is told of entries in reach.

    Nothing but a removal is told of a record that the account could not read now, whatever it
    could when the entry was written. That a record left is not told where it is seen still.
    """
    seen = _seen(user, rows)
    for row in rows:
        sees = (row.kind, row.record) in seen
        if sees and row.operation == Operation.REMOVED:
            continue  # it moved inside the scope: the entry of its arrival says so
        operation = row.operation if sees else Operation.REMOVED
        yield Entry(
            position=int(row.position or 0),
            kind=row.kind,
            id=row.record,
            operation=str(operation),
            version=row.version if sees else None,
            at=row.at,
            url=KINDS[row.kind].address(row.record),
        )


def _seen(user: Any, rows: Iterable[Change]) -> set[tuple[str, str]]:
    """Return which records of the entries the account could read now, by kind and key."""
    records = defaultdict(set)
    for row in rows:
        records[row.kind].add(row.record)
    return {
        (kind, record)
        for kind, asked in records.items()
        for record in KINDS[kind].seen_by(user, asked)
    }


def rights_of(user: Any, kinds: Iterable[Kind]) -> str:
    """Return a digest of what an account may read of these kinds: territory, service, the wall.

    It changes with the account's grants, also on the day one begins or ends, and not with others'.
    """
    plain = [each.told_reach(user) for each in kinds]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]
