"""Measures of the money of initiatives: what reached them, each sum once.

A sum counts once above the communities of its initiative; it adds up over time only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.region import LEVELS
from indicators.asks import Ask, Key, Value
from indicators.base import Happening, placed
from working_groups.funding import VIEW
from working_groups.models import Funding, InitiativeCommunity
from working_groups.models.funding import FundingQuerySet

NOTHING = Decimal(0)
UNIT = pgettext_lazy("unit", "UAH")
Sums = dict[tuple[int, date], Decimal]


@dataclass(frozen=True, kw_only=True)
class OfInitiatives(Happening):
    """A sum of hryvnias over the last links of the chains of initiatives, by the day each counts on.

    `rows` are the links with their day as `counts_on`.
    """

    rows: Callable[[FundingQuerySet], FundingQuerySet]
    permission: str = VIEW
    unit: str | Promise = UNIT
    dimensions: tuple[str, ...] = ("month", "oblast", "raion", "community")
    adds_up: tuple[str, ...] = ("time",)
    clock: ClassVar[str] = "given"
    decimals: int = 2

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        sums = ask.once((self.code, "sums"), lambda: _sums(self.records(ask)))
        places = tuple(each for each in by if each in LEVELS)
        of = ask.once(("places of initiatives", places), lambda: _places(ask, places))
        found: dict[Key, Value] = {}
        for (initiative, month), uah in sums.items():
            for place in of.get(initiative, ()):
                known = {"month": month, **dict(zip(places, place, strict=True))}
                key = tuple(known[each] for each in by)
                found[key] = found.get(key, NOTHING) + uah
        return found

    def records(self, ask: Ask) -> Any:
        rows = self.rows(Funding.objects.terminal())
        days = {"counts_on__gte": ask.period.start, "counts_on__lt": ask.period.end}
        return rows.filter(initiative__in=_inside(ask).order_by().values("initiative"), **days)


@dataclass(frozen=True, kw_only=True)
class Committed(OfInitiatives):
    """Promises, each from the day its initiative was approved, too."""

    clock: ClassVar[str] = "agreed"


def _inside(ask: Ask) -> Any:
    """Return the communities of initiatives that are asked about."""
    rows = InitiativeCommunity.objects.filter(ask.reach.q(InitiativeCommunity.paths))
    return ask.kept(rows, "community")


def _sums(links: Any) -> Sums:
    """Return the hryvnias of each initiative in each month."""
    months = links.order_by().values("initiative", month=TruncMonth("counts_on"))
    read = months.annotate(sum=Sum("uah")).values_list("initiative", "month", "sum")
    return {(initiative, month): uah for initiative, month, uah in read}


def _places(ask: Ask, by: tuple[str, ...]) -> dict[int, set[Key]]:
    """Return where each initiative is by these levels, each place once."""
    paths = InitiativeCommunity.paths
    keys = {f"by_{e}": placed(ask, e, F(f"{paths[e]}__code"), "community") for e in by}
    found: dict[int, set[Key]] = {}
    for initiative, *key in _inside(ask).values_list("initiative", *keys.values()).distinct():
        found.setdefault(initiative, set()).add(tuple(key))
    return found


PLANNED = OfInitiatives(
    code="initiatives.uah_planned",
    label=_("Money planned for initiatives"),
    definition=_(
        "Hryvnias promised in the period to initiatives that are an idea or proposed today: last"
        " links of the chains only, so that each sum counts once."
    ),
    rows=FundingQuerySet.planned,
)
COMMITTED = Committed(
    code="initiatives.uah",
    label=_("Money committed to initiatives"),
    definition=_(
        "Hryvnias promised to approved initiatives that were not cancelled since, from the day both"
        " the promise and the approval are there: last links of the chains only, so that each sum"
        " counts once."
    ),
    rows=FundingQuerySet.committed,
    better="more",
)
SPENT = OfInitiatives(
    code="initiatives.uah_spent",
    label=_("Money spent on initiatives"),
    definition=_(
        "Hryvnias that reached initiatives in the period, as money or in kind: last links of the"
        " chains only, so that each sum counts once."
    ),
    rows=FundingQuerySet.spent,
    better="more",
)
