"""The rows of the register: what the codifier and our small curated lists say of each unit."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop as _

from communities.codifier import CodifierRejected, Unit
from communities.models import Community, Oblast, Raion, Settlement
from communities.models.territory import CAPITAL, CRIMEA, CommunityType, SettlementCategory
from core.reasons import Reason
from core.ukrainian import transliterate

DATA = Path(__file__).with_name("data")
CENTRE = "001"  # the first settlement of a community is its administrative centre
CATEGORIES = {
    "K": SettlementCategory.CITY,
    "M": SettlementCategory.CITY,
    "X": SettlementCategory.SETTLEMENT,
    "C": SettlementCategory.VILLAGE,
}
TYPES = {  # the council of a city is urban, and so on; where not, exceptions.csv says so
    "K": CommunityType.URBAN,
    "M": CommunityType.URBAN,
    "X": CommunityType.SETTLEMENT,
    "C": CommunityType.RURAL,
}
Rows = list[dict[str, Any]]


def curated(name: str) -> list[dict[str, str]]:
    """Return the lines of one of our lists in communities/data."""
    with (DATA / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class _Point:
    latitude: float | None = None
    longitude: float | None = None


class Register:
    """The rows of each table as the codifier and our lists have them.

    A row names the units it lies in by their keys, or by their code where the database does not
    hold them yet (`_Keys`).
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        self.exceptions = {
            (line["code"], line["field"]): line["value"] for line in curated("exceptions.csv")
        }
        self.points: dict[str, _Point] = {}
        for line in curated("centres.csv"):
            point = _Point(float(line["latitude"]), float(line["longitude"]))
            self.points[line["code"]] = self.points[line["settlement"]] = point
        self.seats = {
            unit.within(3): unit
            for unit in self.units
            if unit.category in CATEGORIES and unit.code[9:12] == CENTRE
        }

    def oblasts(self) -> Rows:
        known = {line["number"]: line for line in curated("oblasts.csv")}
        rows = []
        for unit in self._of("OK"):
            facts = known.get(unit.code[2:4])
            if facts is None:
                raise CodifierRejected({unit.row: Reason(_("this oblast is not in our list"))})
            rows.append(
                {
                    "code": unit.code,
                    "name_uk": unit.name,
                    "name_en": _english_name(unit, facts),
                    "iso": facts["iso"],
                    "is_city": unit.category == "K",
                }
            )
        return rows

    def raions(self) -> Rows:
        oblasts = self._keys(Oblast)
        return [
            {
                "code": unit.code,
                "name_uk": unit.name,
                "name_en": f"{transliterate(unit.name)} raion",
                "oblast_id": oblasts[unit.oblast],
            }
            for unit in self._of("P")
        ]

    def communities(self) -> Rows:
        oblasts, raions = self._keys(Oblast), self._keys(Raion)
        rows = []
        for unit in self._of("H", capital=True):
            projected = unit.code[2:4] == CRIMEA
            rows.append(
                {
                    **_named(unit),
                    "oblast_id": oblasts[unit.oblast],
                    "raion_id": raions.get(unit.within(2)),
                    "type": "" if projected else self._type(unit),
                    "projected": projected,
                    **vars(self.points.get(unit.code, _Point())),
                }
            )
        return rows

    def settlements(self) -> Rows:
        raions, communities = self._keys(Raion), self._keys(Community)
        nowhere = _Point()
        return [
            {
                **_named(unit),
                "category": CATEGORIES[unit.category],
                "community_id": communities.get(self._community(unit)),
                "raion_id": raions.get(self.exceptions.get((unit.code, "raion"), unit.within(2))),
                **vars(self.points.get(unit.code, nowhere)),
            }
            for unit in self._of("MXC", capital=True)
        ]

    def districts(self) -> Rows:
        oblasts, settlements = self._keys(Oblast), self._keys(Settlement)
        rows = []
        for unit in self._of("B"):
            city = settlements.get(unit.above[-1])
            oblast = None if city else oblasts[unit.oblast]
            rows.append({**_named(unit), "settlement_id": city, "oblast_id": oblast})
        return rows

    def centres(self) -> Rows:
        settlements = self._keys(Settlement)
        return [
            {"code": unit.code, "centre_id": settlements[self._seat(unit).code]}
            for unit in self._of("H", capital=True)
            if unit.code[2:4] != CRIMEA
        ]

    def _keys(self, model: type[models.Model]) -> dict[str | None, Any]:
        """Return the keys of a table by code; for those the file brings first, the code itself."""
        known: dict[str | None, Any] = {each.code: each.code for each in self._in_table(model)}
        return known | keys_of(model)

    def _in_table(self, model: type[models.Model]) -> list[Unit]:
        categories: dict[type[models.Model], str] = {
            Oblast: "OK",
            Raion: "P",
            Community: "H",
            Settlement: "MXC",
        }
        return self._of(categories[model], capital=model in {Community, Settlement})

    def _of(self, categories: str, *, capital: bool = False) -> list[Unit]:
        return [
            unit
            for unit in self.units
            if unit.category in categories
            or (capital and unit.category == "K" and unit.code[2:4] == CAPITAL)
        ]

    def _community(self, unit: Unit) -> str | None:
        return unit.code if unit.category == "K" else unit.within(3)

    def _seat(self, community: Unit) -> Unit:
        """Return the settlement a community's council sits in."""
        seat = community if community.category == "K" else self.seats.get(community.code)
        if seat is None:
            text = _("the community has no settlement 001")
            raise CodifierRejected({community.row: Reason(text)})
        return seat

    def _type(self, community: Unit) -> str:
        derived = TYPES[self._seat(community).category]
        return self.exceptions.get((community.code, "type"), derived)


def _named(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "name_uk": unit.name, "name_en": transliterate(unit.name)}


def _english_name(unit: Unit, facts: Mapping[str, str]) -> str:
    if unit.category == "K":
        return f"{transliterate(unit.name)} City"
    return facts["name_en"] or f"{transliterate(facts['named_after'])} Oblast"


def keys_of(model: type[models.Model]) -> dict[str | None, int]:
    """Return the primary keys of a table's rows by their codes."""
    return dict(model._default_manager.values_list("code", "pk"))
