"""What an account holds: read once for each version of its rights, then kept in the process.

The database gives an account a new `rights_version` with every change of a grant or of a role
(`RAISE_RIGHTS`), whoever makes it. A request reads its account anew, so a right that was taken
away is gone with the next request, and one that stays costs no statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

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
Key = tuple[int, int, date]

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


_kept: dict[Key, tuple[Held, ...]] = {}


def held_by(user: Any) -> tuple[Held, ...]:
    """Return what an account holds today; nothing for strangers and closed accounts."""
    if not user.is_authenticated or not user.is_active:
        return ()
    found = _kept.get((user.pk, user.rights_version, clock.today()))
    return _read(user, clock.today()) if found is None else found


def _read(user: Any, day: date) -> tuple[Held, ...]:
    """Read version and grants by one statement, so that what is kept is true of that version."""
    rows = list(_grants(user.pk, day))
    if not rows:
        return ()
    heirs = Heirs.read()  # after the version: whoever changes them raises it
    held = tuple(_held(heirs, *rest) for _version, role, *rest in rows if role)
    user.rights_version = rows[0][0]
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[user.pk, user.rights_version, day] = held
    return held


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
