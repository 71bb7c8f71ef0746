"""The board of initiatives: a column a stage, with cards and money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from working_groups.models import Initiative, Stage
from working_groups.models.initiatives import NEXT_STAGES
from working_groups.money import terminal_uah

NEWEST = (F("updated_at").desc(), F("pk").desc())


@dataclass
class Column:
    """A stage: how many initiatives have it, and the newest of them, each with its money."""

    stage: str
    label: str
    count: int
    cards: list[tuple[Initiative, Any]] = field(default_factory=list)

    url: str = ""  # the list of all that have the stage

    @property
    def goes_on(self) -> bool:
        """Say whether a step may follow."""
        return bool(NEXT_STAGES[self.stage])

    @property
    def left(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.cards)


def columns(rows: Any, prefetch: Iterable[Any] = ()) -> list[Column]:
    """Return the columns of what a reader sees, in the order of the stages."""
    counted = dict(rows.order_by().values_list("stage").annotate(n=Count("pk")))
    place = Window(RowNumber(), partition_by=F("stage"), order_by=NEWEST)
    ranked = rows.annotate(place=place).filter(place__lte=settings.LIMITS["board_cards"])
    cards = list(ranked.order_by(*NEWEST).prefetch_related(*prefetch))
    money = terminal_uah(cards)
    found = {each: Column(each, str(each.label), counted.get(each, 0)) for each in Stage}
    for card in cards:
        found[Stage(card.stage)].cards.append((card, money.get(card.pk)))
    return list(found.values())
