"""Counts records one by one in plain Python, knowing nothing of tallies or measures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from communities.models import Community
from core.periods import Period
from incidents.models import Category, Incident, Response
from tests.factories.incidents import KYIV

COUNTED = {"submitted", "returned", "verified", "closed"}
PEOPLE = (
    "rescued", "injured", "killed", "children_rescued", "children_injured", "children_killed",
)  # fmt: skip
COUNTS = ("incidents", "war_related", *PEOPLE, "responses")


@dataclass(frozen=True)
class Row:
    """One record that counts: where, what, whose, when, and what it adds to each number."""

    community: Community
    category: Category
    service: str
    day: date
    adds: dict[str, int]

    def key(self, name: str) -> Any:
        """Return what this row counts under when figures are split by that dimension."""
        community, category = self.community, self.category
        return {
            "month": self.day.replace(day=1),
            "oblast": community.oblast.code,
            "raion": community.raion.code if community.raion else None,
            "community": community.code,
            "category": category.code,
            "group": category.group,
            "service": self.service,
        }[name]


def rows() -> list[Row]:
    """Read every record that counts, sensitive ones too."""
    places = {each.pk: each for each in Community.objects.select_related("oblast", "raion")}
    kinds = {each.pk: each for each in Category.objects.all()}
    went = Counter(Response.objects.values_list("incident_id", flat=True))
    return [
        Row(
            places[each.community_id],
            kinds[each.category_id],
            each.service,
            each.occurred_at.astimezone(KYIV).date(),
            {
                "incidents": 1,
                "war_related": int(each.war_related),
                **{name: getattr(each, name) for name in PEOPLE},
                "responses": went[each.pk],
            },
        )
        for each in Incident.objects.all()
        if each.status in COUNTED
    ]


def by_day(found: list[Row]) -> dict[tuple[Any, ...], dict[str, int]]:
    return _added(found, lambda row: (row.community.pk, row.category.pk, row.service, row.day))


def by_month(found: list[Row]) -> dict[tuple[Any, ...], dict[str, int]]:
    return _added(
        found,
        lambda row: (row.community.oblast_id, row.category.pk, row.service, row.key("month")),
    )


def asked(found: list[Row], period: Period, inside: Any) -> list[Row]:
    """Keep what a figure may count in those days, in the communities `inside` says yes to."""
    return [
        row
        for row in found
        if period.start <= row.day < period.end
        and inside(row.community)
        and not row.category.sensitive
    ]


def split(found: list[Row], column: str, by: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    """Add up one column for each combination of the dimensions; what is zero is not there."""
    sums: Counter[tuple[Any, ...]] = Counter()
    for row in found:
        sums[tuple(row.key(name) for name in by)] += row.adds[column]
    return {key: value for key, value in sums.items() if value}


def _added(found: list[Row], key: Any) -> dict[tuple[Any, ...], dict[str, int]]:
    sums: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in found:
        into = sums.setdefault(key(row), dict.fromkeys(COUNTS, 0))
        for name, value in row.adds.items():
            into[name] += value
    return sums
