"""What an account holds: read once for each version of its rights, then kept in the process.

The database gives an account a new `rights_version` with every change of a grant, of a role, or
of a row it may have kept (`raise_all_rights`), whoever makes it. A request reads its account
anew, so a right that was taken away is gone with the next request, and one that stays costs no
statement.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import pgtrigger
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Concat

from communities.heirs import Heirs
from communities.region import Region
from core import clock

MOST = 4096  # accounts whose rights a process keeps
MOST_ROWS = 256  # rows that it keeps for each of them
Key = tuple[int, int, date]
Row = TypeVar("Row")

RAISE_RIGHTS = pgtrigger.Trigger(
    name="raise_rights",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        UPDATE accounts_user SET rights_version = nextval('accounts_rights_version')
        WHERE id IN (OLD.user_id, NEW.user_id);
        RETURN NULL;
    """,
)


def raise_all_rights(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Return the trigger of a table whose rows decide what many accounts hold."""
    return pgtrigger.Trigger(
        name="raise_all_rights",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        func="""
            UPDATE accounts_user SET rights_version = nextval('accounts_rights_version');
            RETURN NULL;
        """,
    )


RAISE_ALL_RIGHTS = raise_all_rights(pgtrigger.Truncate)
# of a table whose rows a process keeps (kept_row)
RAISE_WITH_ROWS = raise_all_rights(pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate)


@dataclass(frozen=True, slots=True)
class Held:
    """One grant in force: where, for which service (or both), and the rights of its role.

    The region holds besides what its communities took over from others.
    """

    region: Region
    service: str
    rights: frozenset[str]


def in_force(day: date, at: str = "") -> Q:
    """Return the condition that a grant counts on a day; the last day is not in its period.

    `at` is where the grant stands, in the words of a query, as in "grants__".
    """
    lasts = Q(**{f"{at}ends_on__isnull": True}) | Q(**{f"{at}ends_on__gt": day})
    return lasts & Q(**{f"{at}starts_on__lte": day})


@dataclass(frozen=True, slots=True)
class Kept:
    """What a process keeps for one version of the rights of an account on one day."""

    held: tuple[Held, ...]
    rows: dict[Hashable, Any] = field(default_factory=dict)


_kept: dict[Key, Kept] = {}


def held_by(user: Any) -> tuple[Held, ...]:
    """Return what an account holds today; nothing for strangers and closed accounts."""
    return _kept_for(user).held


def kept_row(user: Any, key: Hashable, read: Callable[[], Row]) -> Row:
    """Return a row as an account may use it, read once for each version of its rights.

    Of tables whose every change raises the version of all accounts; what `read` raises is not
    kept. Nobody may change the row: others of the process hold it too.
    """
    rows = _kept_for(user).rows
    found = rows.get(key)
    if found is None:
        found = read()
        if len(rows) >= MOST_ROWS:
            rows.clear()
        rows[key] = found
    return found


def forget() -> None:
    """Keep nothing of before: for a process that turns to another database."""
    _kept.clear()


def _kept_for(user: Any) -> Kept:
    if not user.is_authenticated or not user.is_active:
        return Kept(())
    found = _kept.get((user.pk, user.rights_version, clock.today()))
    return _read(user, clock.today()) if found is None else found


def _read(user: Any, day: date) -> Kept:
    """Read version and grants by one statement, so that what is kept is true of that version."""
    rows = list(_grants(user.pk, day))
    if not rows:
        return Kept(())
    heirs = Heirs.read()  # after the version: whoever changes them raises it
    kept = Kept(tuple(_held(heirs, *rest) for _version, role, *rest in rows if role))
    user.rights_version = rows[0][0]
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[user.pk, user.rights_version, day] = kept
    return kept


def _grants(key: int, day: date) -> Any:
    """Return a row for each grant of an account in force on a day, one of nothing without any."""
    name = Concat("content_type__app_label", Value("."), "codename")
    rights = Permission.objects.filter(group=OuterRef("held__role")).annotate(right=name)
    held = FilteredRelation("grants", condition=in_force(day, "grants__"))
    accounts = get_user_model().objects.filter(pk=key).annotate(held=held)
    places = (f"held__{level}" for level in ("nation", "oblast", "raion", "community"))
    return accounts.values_list(
        "rights_version",
        "held__role",
        "held__service",
        ArraySubquery(rights.order_by().values("right")),
        *places,
    )


def _held(heirs: Heirs, service: str, rights: list[str], nation: bool, *keys: int | None) -> Held:
    oblasts, raions, communities = (frozenset({key} if key else ()) for key in keys)
    region = Region(nation=nation, oblasts=oblasts, raions=raions, communities=communities)
    return Held(heirs.widened(region), service, frozenset(rights))
