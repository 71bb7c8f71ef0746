"""Measures of initiatives and of what they handed over.

An initiative of two communities is one above them, so it never adds up over territory. What was
handed over adds up within one unit; of what nobody knows how much, only the records are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask, Key, Value
from indicators.base import Happening, Stock, placed
from working_groups import handouts, initiatives
from working_groups.models import Handout, Initiative, InitiativeStage, Stage

PLACES = {
    **{level: f"places__community__{level}" for level in ("oblast", "raion")},
    "community": "places__community",
}
OF_COMMUNITY = {
    **{level: f"community__{level}" for level in ("oblast", "raion")},
    "community": "community",
}
_COMPLETED = InitiativeStage.objects.filter(initiative=OuterRef("pk"), stage=Stage.COMPLETED)


def _in_reach(ask: Ask) -> Any:
    """Return the initiatives of the region, once for each of their communities in it."""
    where = ask.reach.q(PLACES)
    if ask.only is not None:
        where &= Q(places__community__in=sorted(ask.only))
    return Initiative.objects.filter(where)


def _known(ask: Ask) -> Any:
    """Return the initiatives that had taken a step by the last day."""
    return _in_reach(ask).at_stage_on(ask.day).exclude(stage_then=None)


def _completed(ask: Ask) -> Any:
    """Return the initiatives completed in the period."""
    rows = _in_reach(ask).annotate(completed_on=Subquery(_COMPLETED.values("on")[:1]))
    rows = rows.annotate(completed_in=TruncMonth("completed_on"))
    return rows.filter(completed_on__gte=ask.period.start, completed_on__lt=ask.period.end)


@dataclass(frozen=True, kw_only=True)
class Completed(Happening, Stock):
    """Initiatives completed in the period, each once at every level."""

    adds_up: tuple[str, ...] = ("time", "category")
    clock: ClassVar[str] = "done"


def _handouts(ask: Ask) -> Any:
    """Return what was handed over in the period and the region."""
    rows = Handout.objects.filter(
        ask.reach.q(OF_COMMUNITY), handed_on__gte=ask.period.start, handed_on__lt=ask.period.end
    )
    return ask.kept(rows, "community")


HANDED: dict[str, Any] = {
    "month": TruncMonth("handed_on"),
    "item": F("item"),
    "unit": F("unit"),
    **{level: F(f"{path}__code") for level, path in OF_COMMUNITY.items()},
}


@dataclass(frozen=True, kw_only=True)
class OfHandouts(Happening):
    """A sum over what was handed over in the period."""

    permission: str = handouts.VIEW
    dimensions: tuple[str, ...] = tuple(HANDED)
    adds_up: tuple[str, ...] = ("territory", "time")
    clock: ClassVar[str] = "done"

    def read(self, ask: Ask, by: tuple[str, ...], rows: Any, **sums: Any) -> Any:
        """Return rows of the keys of each combination, and sums of it."""
        keys = {f"by_{e}": placed(ask, e, HANDED[e], "community") for e in by}
        return rows.order_by().values(**keys).annotate(**sums).values_list(*keys, *sums)


@dataclass(frozen=True, kw_only=True)
class Quantity(OfHandouts):
    """How much was handed over: one number where one unit counts it, unknown otherwise."""

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        units = ("unit",) if "unit" not in by else ()
        read = self.read(ask, (*by, *units), _handouts(ask), much=Sum("quantity"))
        found: dict[Key, list[Decimal | None]] = {}
        for *key, much in read:
            found.setdefault(tuple(key[: len(by)]), []).append(much)
        return {key: _plain(sums[0]) if len(sums) == 1 else None for key, sums in found.items()}

    def records(self, ask: Ask) -> Any:
        return _handouts(ask).exclude(quantity=None)

    def left_out(self, ask: Ask) -> list[tuple[Any, Any]]:
        return [(_("quantity unknown"), _handouts(ask).filter(quantity=None))]


def _plain(much: Decimal | None) -> Value:
    """Return a whole number as one; None where nobody knows any part of it."""
    return int(much) if much is not None and much == int(much) else much


@dataclass(frozen=True, kw_only=True)
class Unknown(OfHandouts):
    """Records of which nobody knows how much was handed over."""

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        if not by:
            return {(): self.records(ask).count()}
        read = self.read(ask, by, self.records(ask), n=Count("pk"))
        return {tuple(key): number for *key, number in read}

    def records(self, ask: Ask) -> Any:
        return _handouts(ask).filter(quantity=None)


PATHS = {level: f"{path}__code" for level, path in PLACES.items()} | {"category": "category"}
THERE = Stock(
    code="initiatives",
    label=_("Initiatives"),
    definition=_(
        "Initiatives by the stage they had at the end of the last day of the period. One of"
        " several communities counts in each of them, and is one above them."
    ),
    unit=pgettext_lazy("unit", "initiatives"),
    permission=initiatives.VIEW,
    rows=_known,
    paths=PATHS | {"stage": "stage_then"},
    home=PLACES["community"],
    dimensions=("oblast", "raion", "community", "category", "stage"),
    adds_up=("category",),
)
COMPLETED = Completed(
    code="initiatives.completed",
    label=_("Completed initiatives"),
    definition=_(
        "Initiatives that were completed in the period. One of several communities counts in each"
        " of them, and is one above them."
    ),
    unit=pgettext_lazy("unit", "initiatives"),
    permission=initiatives.VIEW,
    rows=_completed,
    paths=PATHS | {"month": "completed_in"},
    home=PLACES["community"],
    dimensions=("month", "oblast", "raion", "community", "category"),
    better="more",
)
QUANTITY = Quantity(
    code="handouts",
    label=_("Things handed over"),
    definition=_(
        "How much initiatives handed over in the period, by item and unit. Different units are not"
        " added up; what nobody knows the quantity of is left out and never counts as zero."
    ),
    unit=pgettext_lazy("unit", "in the unit of each item"),
    decimals=2,
)
UNKNOWN = Unknown(
    code="handouts.unknown",
    label=_("Handouts of unknown quantity"),
    definition=_("Records of handouts in the period of which nobody knows the quantity."),
    unit=pgettext_lazy("unit", "records"),
    better="less",
)
