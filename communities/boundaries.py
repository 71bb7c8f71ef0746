"""Files of boundaries: read and checked whole, then taken in one transaction, or refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from communities.models import Boundary, Community, Oblast, Raion
from communities.region import LEVELS
from communities.topology import Feature, read_features
from core.plans import FileRejected
from core.reference import Changes, bring_up_to_date

MODELS: dict[str, type[models.Model]] = {"oblast": Oblast, "raion": Raion, "community": Community}
LAYERS = {  # how a layer may be called, and the level it holds
    "hromadas": "community",
    "communities": "community",
    "raions": "raion",
    "oblasts": "oblast",
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Who drew the boundaries, under which licence, and whom a map has to name."""

    source: str = "OpenStreetMap"
    licence: str = "ODbL 1.0"
    credit: str = "© OpenStreetMap contributors"


@dataclass
class Reading:
    """What a file holds: the rows to store, and by feature what was repaired or left out."""

    rows: list[Row] = field(default_factory=list)
    warnings: dict[int, str] = field(default_factory=dict)


def import_boundaries(
    *, path: Path, edition: date, origin: Origin | None = None
) -> tuple[Changes, dict[int, str]]:
    """Give units the boundaries of a file; those it does not hold keep theirs.

    Returns what changed, and the warnings by feature. Raises FileRejected, and changes nothing,
    when a feature is wrong. Takes seconds and a core: for a command or a worker.
    """
    reading = read_boundaries(path)
    return store(reading, edition=edition, origin=origin), reading.warnings


@transaction.atomic
def store(reading: Reading, *, edition: date, origin: Origin | None = None) -> Changes:
    """Store what was read."""
    said = asdict(origin or Origin()) | {"edition": edition}
    rows = [row | said for row in reading.rows]
    return bring_up_to_date(Boundary, rows, key=[f"{level}_id" for level in LEVELS])


def read_boundaries(path: Path) -> Reading:
    """Return the checked rows of a file of TopoJSON or GeoJSON; nothing is written.

    A feature names its unit by the property `code`. Boundaries that cross themselves are
    repaired, with a warning. Raises FileRejected with every wrong feature by its number.
    """
    layers = _by_level(list(read_features(path)))
    return _drawn(layers)


def _drawn(layers: _Layers) -> Reading:
    from communities import shapes  # loads GEOS, which no page needs

    reading = Reading(warnings=dict(layers.left_out))
    problems: dict[int, str] = {}
    for level, features in layers.found.items():
        done = shapes.draw({each.number: each.geometry for each, _key in features})
        codes = {each.number: each.code for each, _key in features}
        problems |= _with_codes(done.problems, codes)
        reading.warnings |= _with_codes(done.warnings, codes)
        if not done.problems:
            reading.rows += [
                {**{f"{name}_id": None for name in LEVELS}, f"{level}_id": key}
                | done.columns[each.number]
                for each, key in features
            ]
    if problems:
        raise FileRejected(dict(sorted(problems.items())))
    return reading


def _with_codes(said: dict[int, str], codes: dict[int, str]) -> dict[int, str]:
    return {number: f"{codes[number]}: {words}" for number, words in said.items()}


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
            words = {"code": each.code}
            layers.left_out[each.number] = _("%(code)s is a city and no raion: left out") % words
        elif each.code not in keys.get(level, {}):
            words = {"code": each.code[:24]}
            problems[each.number] = _("the register has no unit %(code)s of this layer") % words
        elif (level, each.code) in seen:
            problems[each.number] = _("%(code)s stands there twice") % {"code": each.code}
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
