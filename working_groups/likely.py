"""Records that may mean one human: the same names, telephone or e-mail, within the reader's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Func, TextField, Value
from django.db.models.functions import Concat, Lower, Right
from django.utils.translation import gettext_lazy as _

from working_groups.models import Person
from working_groups.people import CHANGE

ALIKE = 5  # whatever more records share is the telephone of an office, or a name that many have
DIGITS = 9  # of a telephone: as many are its own, whether the country is written or not
_DIGITS = Func(
    F("contact__phone"),
    Value(r"\D"),
    Value(""),
    Value("g"),
    function="regexp_replace",
    output_field=TextField(),
)
SIGNS: dict[Any, Any] = {
    _("the same names"): Lower(Concat("contact__last_name", Value(" "), "contact__first_name")),
    _("the same telephone"): Right(_DIGITS, DIGITS),
    _("the same e-mail"): Lower("contact__email"),
}


@dataclass
class Pair:
    """Two records that may be one, the older first, and by which signs."""

    older: Person
    newer: Person
    signs: list[Any] = field(default_factory=list)


def likely_pairs(user: Any) -> tuple[list[Pair], bool]:
    """Return the pairs with most signs first, and whether there are more than are shown."""
    rows = Person.objects.visible_to(user, to=CHANGE).named()
    signed: dict[tuple[int, int], list[Any]] = {}
    for sign, key in SIGNS.items():
        for pair in _pairs(rows.annotate(key=key)):
            signed.setdefault(pair, []).append(sign)
    most = settings.LIMITS["likely_pairs"]
    people = _told({key for pair in signed for key in pair})
    found = [
        Pair(people[older], people[newer], signs)
        for (older, newer), signs in signed.items()
        if not _differ(people[older], people[newer])
    ]
    found.sort(key=lambda e: (-len(e.signs), e.older.contact.sort_key, e.older.pk, e.newer.pk))
    return found[:most], len(found) > most


def _pairs(rows: Any) -> Iterable[tuple[int, int]]:
    """Yield the keys of each two records with the same sign."""
    shared = rows.exclude(key="").values("key").annotate(n=Count("pk", distinct=True))
    several = shared.filter(n__gt=1, n__lte=ALIKE).order_by("key")
    keys = list(several.values_list("key", flat=True)[: settings.LIMITS["likely_pairs"] * 2])
    alike: dict[str, list[int]] = {}
    for key, pk in rows.filter(key__in=keys).order_by("pk").values_list("key", "pk"):
        alike.setdefault(key, []).append(pk)
    for each in alike.values():
        yield from combinations(each, 2)


def _told(keys: set[int]) -> dict[int, Person]:
    joined = Person.objects.select_related(
        "contact", "community__oblast", "oblast", "organisation"
    ).filter(pk__in=keys)
    return {each.pk: each for each in joined}


def _differ(one: Person, other: Person) -> bool:
    """Say whether two patronymics tell two people apart; one that is not known tells nothing."""
    names = {each.contact.patronymic.casefold() for each in (one, other)}
    return len(names - {""}) > 1
