"""Records that may mean one human: the same names, telephone or e-mail, within the reader's reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Func, OuterRef, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower, Right
from django.utils.translation import gettext_lazy as _

from working_groups.models import Person, ToldApart
from working_groups.people import CHANGE

ALIKE = 5  # whatever more records share is the telephone of an office, or a name that many have
DIGITS = 9  # of a telephone: as many are its own, whether the country is written or not


def _names(path: str) -> Any:
    return Lower(Concat(f"{path}contact__last_name", Value(" "), f"{path}contact__first_name"))


def _telephone(path: str) -> Any:
    only_digits = (F(f"{path}contact__phone"), Value(r"\D"), Value(""), Value("g"))
    return Right(Func(*only_digits, function="regexp_replace", output_field=TextField()), DIGITS)


def _mail(path: str) -> Any:
    return Lower(f"{path}contact__email")


SIGNS: dict[Any, Callable[[str], Any]] = {  # each of a person, whose way is given
    _("the same names"): _names,
    _("the same telephone"): _telephone,
    _("the same e-mail"): _mail,
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
        for pair in _pairs(rows, key):
            signed.setdefault(pair, []).append(sign)
    most = settings.LIMITS["likely_pairs"]
    people = _told({key for pair in signed for key in pair})
    apart = _apart(set(people))
    found = [
        Pair(people[older], people[newer], signs)
        for (older, newer), signs in signed.items()
        if (older, newer) not in apart and not _differ(people[older], people[newer])
    ]
    found.sort(key=lambda e: (-len(e.signs), e.older.contact.sort_key, e.older.pk, e.newer.pk))
    return found[:most], len(found) > most


def _pairs(rows: Any, sign: Callable[[str], Any]) -> Iterable[tuple[int, int]]:
    """Yield the keys of each two records with the same sign."""
    keyed = rows.annotate(key=sign("")).exclude(key="")
    counted = keyed.annotate(apart=_set_aside(rows, sign)).values("key")
    several = counted.annotate(n=Count("pk", distinct=True), told=Sum("apart")).order_by("key")
    several = several.filter(n__gt=1, n__lte=ALIKE, told__lt=F("n") * (F("n") - 1) / 2)
    keys = list(several.values_list("key", flat=True)[: settings.LIMITS["likely_pairs"] * 2])
    alike: dict[str, list[int]] = {}
    for key, pk in keyed.filter(key__in=keys).order_by("pk").values_list("key", "pk"):
        alike.setdefault(key, []).append(pk)
    for each in alike.values():
        yield from combinations(each, 2)


def _set_aside(rows: Any, sign: Callable[[str], Any]) -> Any:
    """Return from how many newer records with the same sign each one was told apart.

    A sign whose pairs all are would take the place of one that is still to be decided.
    """
    of = ToldApart.objects.filter(older=OuterRef("pk"), newer__in=rows.order_by().values("pk"))
    alike = of.annotate(key=sign("newer__")).filter(key=OuterRef("key")).order_by()
    counted = alike.values("older").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _apart(keys: set[int]) -> set[tuple[int, int]]:
    """Return the pairs among records that were told apart."""
    told = ToldApart.objects.filter(older__in=keys, newer__in=keys)
    return set(told.values_list("older", "newer"))


def _told(keys: set[int]) -> dict[int, Person]:
    joined = Person.objects.select_related(
        "contact", "community__oblast", "oblast", "organisation"
    ).filter(pk__in=keys)
    return {each.pk: each for each in joined}


def _differ(one: Person, other: Person) -> bool:
    """Say whether two patronymics tell two people apart; one that is not known tells nothing."""
    names = {each.contact.patronymic.casefold() for each in (one, other)}
    return len(names - {""}) > 1
