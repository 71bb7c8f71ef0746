"""The register of the territory: the official codifier and our small curated lists, applied."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from communities.codifier import CodifierRejected, Unit, packaged_codifier, read_units
from communities.models import CityDistrict, Community, Oblast, Organisation, Raion, Settlement
from communities.models.territory import CAPITAL, CRIMEA, CommunityType, SettlementCategory
from core.reference import Changes, bring_up_to_date
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


@transaction.atomic
def load_register(*, path: Path | None = None) -> dict[str, Changes]:
    """Bring the register up to the codifier in `path`, by default the packaged edition.

    Returns what changed, by table. Units that the file does not hold stay as they are.
    Raises CodifierRejected, and changes nothing, when a row is wrong.
    """
    register = _Register(read_units(path or packaged_codifier()))
    return {
        "oblasts": bring_up_to_date(Oblast, register.oblasts()),
        "raions": bring_up_to_date(Raion, register.raions()),
        "communities": bring_up_to_date(Community, register.communities()),
        "settlements": bring_up_to_date(Settlement, register.settlements()),
        "city districts": bring_up_to_date(CityDistrict, register.districts()),
        "administrative centres": bring_up_to_date(Community, register.centres()),
    }


@transaction.atomic
def load_organisations() -> Changes:
    """Bring the ministry, the two services and their oblast directorates up to our list."""
    oblasts = dict(Oblast.objects.values_list("number", "pk"))
    lines = curated("organisations.csv")
    rows: Rows = [{**line, "oblast_id": oblasts.get(line["oblast"])} for line in lines]
    for row in rows:
        del row["oblast"]
    return bring_up_to_date(Organisation, rows)


@dataclass(frozen=True)
class _Point:
    latitude: float | None = None
    longitude: float | None = None


class _Register:
    """The rows of each table as the codifier and our lists have them.

    Each method reads the keys of the tables above it, so they are asked from the top down.
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
                raise CodifierRejected({unit.row: _("this oblast is not in our list")})
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
        oblasts = _keys(Oblast)
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
        oblasts, raions = _keys(Oblast), _keys(Raion)
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
        raions, communities = _keys(Raion), _keys(Community)
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
        oblasts, settlements = _keys(Oblast), _keys(Settlement)
        rows = []
        for unit in self._of("B"):
            city = settlements.get(unit.above[-1])
            oblast = None if city else oblasts[unit.oblast]
            rows.append({**_named(unit), "settlement_id": city, "oblast_id": oblast})
        return rows

    def centres(self) -> Rows:
        settlements = _keys(Settlement)
        return [
            {"code": unit.code, "centre_id": settlements[self._seat(unit).code]}
            for unit in self._of("H", capital=True)
            if unit.code[2:4] != CRIMEA
        ]

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
            raise CodifierRejected({community.row: _("the community has no settlement 001")})
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


def _keys(model: type[models.Model]) -> dict[str | None, int]:
    """Return the primary keys of a table's rows by their codes."""
    return dict(model._default_manager.values_list("code", "pk"))
