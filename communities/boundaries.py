"""Files of boundaries: read and checked whole, then taken in one transaction, or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop as _

from communities.models import Boundary, Community, Oblast, Raion
from communities.region import LEVELS
from communities.topology import Feature, read_features
from core.imports import refuse_edition
from core.models import What
from core.plans import FileRejected, Line, Plan, Source
from core.reasons import Reason
from core.reference import Difference, compare, write

MODELS: dict[str, type[models.Model]] = {"oblast": Oblast, "raion": Raion, "community": Community}
LAYERS = {  # how a layer may be called, and the level it holds
    "hromadas": "community",
    "communities": "community",
    "raions": "raion",
    "oblasts": "oblast",
}
TOLD = ("digest", "edition", "source", "licence", "credit")  # of several changes the first is told
Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Who drew the boundaries, under which licence, and whom a map has to name."""

    source: str = "OpenStreetMap"
    licence: str = "ODbL 1.0"
    credit: str = "© OpenStreetMap contributors"


@dataclass
class Reading:
    """What a file holds, by feature: the rows to store, and what was repaired or left out."""

    rows: dict[int, Row] = field(default_factory=dict)
    warnings: dict[int, str] = field(default_factory=dict)


USUAL = Origin()


def edition_of(source: Source) -> date:
    """Return the day of an edition of boundaries: as it was said, or as the file's name says."""
    day = source.edition or source.day_in_the_name
    if day is None:
        raise FileRejected({1: Reason(_("the day of the edition is not known: say it"))})
    refuse_edition(day, newest=None, today=source.today, refuse=FileRejected)
    return day


def plan_boundaries(source: Source, origin: Origin = USUAL) -> Plan:
    """Say which units get the boundaries of a file; those it does not hold keep theirs.

    Raises FileRejected when a feature is wrong. Takes seconds and a core: for a command or a
    worker.
    """
    reading = read_boundaries(source.path)
    said = asdict(origin) | {"edition": edition_of(source)}
    rows = {number: row | said for number, row in reading.rows.items()}
    difference = compare(Boundary, list(rows.values()), key=[f"{level}_id" for level in LEVELS])
    lines = list(_lines(difference, rows))
    warnings = [words for _number, words in sorted(reading.warnings.items())]
    return Plan(lines, difference.unchanged, lambda: write(difference), warnings=warnings)


def _lines(difference: Difference, rows: Mapping[int, Row]) -> Iterator[Line]:
    numbers = {id(row): number for number, row in rows.items()}
    names = {level: _named(model) for level, model in MODELS.items()}
    for row in difference.missing:
        level = _level(row)
        named = names[level][row[f"{level}_id"]]
        yield Line(What.CREATED, numbers[id(row)], level, *named)
    for each in difference.different:
        level = _level(each.row)
        named = names[level][each.row[f"{level}_id"]]
        told = next(name for name in TOLD if name in each.before)
        was, becomes = str(each.before[told]), str(each.row[told])
        yield Line(What.CHANGED, numbers[id(each.row)], level, *named, told, was, becomes)


def _level(row: Mapping[str, Any]) -> str:
    return next(level for level in LEVELS if row[f"{level}_id"])


def _named(model: type[models.Model]) -> dict[int, tuple[str, str]]:
    rows = model._default_manager.values_list("pk", "code", "name_uk")
    return {key: (code, name) for key, code, name in rows}


def read_boundaries(path: Path) -> Reading:
    """Return the checked rows of a file of TopoJSON or GeoJSON; nothing is written.

    A feature names its unit by the property `code`. Boundaries that cross themselves are
    repaired, with a warning. Raises FileRejected with every wrong feature by its number.
    """
    layers = _by_level(list(read_features(path)))
    return _drawn(layers)


def load() -> Any:
    """Load GEOS, which no page needs, and return what draws with it."""
    from communities import shapes

    return shapes


def _drawn(layers: _Layers) -> Reading:
    shapes = load()
    reading = Reading(warnings=dict(layers.left_out))
    problems: dict[int, str] = {}
    for level, features in layers.found.items():
        done = shapes.draw({each.number: each for each, _key in features})
        problems |= done.problems
        reading.warnings |= done.warnings
        if not done.problems:
            nothing = {f"{name}_id": None for name in LEVELS}
            reading.rows |= {
                each.number: nothing | {f"{level}_id": key} | done.columns[each.number]
                for each, key in features
            }
    if problems:
        raise FileRejected(dict(sorted(problems.items())))
    return reading


@dataclass
class _Layers:
    """Features by level, each with the key of its unit; and those that belong to another layer."""

    found: dict[str, list[tuple[Feature, int]]] = field(default_factory=lambda: defaultdict(list))
    left_out: dict[int, str] = field(default_factory=dict)


def _by_level(features: list[Feature]) -> _Layers:
    keys = {
        level: dict(model._default_manager.values_list("code", "pk"))
        for level, model in MODELS.items()
    }
    layers, problems, seen = _Layers(), {}, set()
    levels = [_levels_of(each.code, keys) for each in features if not each.layer]
    plain = {each[0] for each in levels if len(each) == 1}
    for each in features:
        level = LAYERS.get(each.layer) or _level_of(each.code, keys, plain)
        if level == "raion" and each.code in keys["oblast"]:
            text = _("%(code)s is a city and no raion: left out")
            layers.left_out[each.number] = Reason(text, code=each.code)
        elif each.code not in keys.get(level, {}):
            text = _("the register has no unit %(code)s of this layer")
            problems[each.number] = Reason(text, code=each.code[:24])
        elif (level, each.code) in seen:
            problems[each.number] = Reason(_("%(code)s stands there twice"), code=each.code)
        else:
            seen.add((level, each.code))
            layers.found[level].append((each, keys[level][each.code]))
    if problems:
        raise FileRejected(problems)
    return layers


def _levels_of(code: str, keys: dict[str, dict[str, int]]) -> list[str]:
    return [level for level in LEVELS if code in keys[level]]


def _level_of(code: str, keys: dict[str, dict[str, int]], others: set[str]) -> str:
    """Return the level a code tells; that of the capital, which is two things, the others tell."""
    levels = _levels_of(code, keys)
    told = [level for level in levels if level in others]
    return (told or levels or [""])[-1]
