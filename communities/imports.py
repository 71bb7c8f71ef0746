"""Files of facts about the territory: the official list of statuses, population figures."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from communities.models import Community, ControlStatus, Oblast, Population, Raion, Settlement
from communities.models.facts import UNITS, ControlKind
from core import bounds
from core.reference import Changes, bring_up_to_date

STATUS_COLUMNS = ("section", "code", "category", "name_in_order", "start", "end")
POPULATION_COLUMNS = ("code", "on", "people", "source")
# The table of communities of the KSE Loc Data Hub, which carries one column of population.
KSE_COLUMNS = ("code", "population_2022")
KSE_DAY = date(2022, 1, 1)
KSE_SOURCE = "Держстат (State Statistics Service), KSE Loc Data Hub"
UNIT_OF_CATEGORY: dict[str, tuple[str, type[models.Model]]] = {
    "O": ("oblast", Oblast),
    "K": ("oblast", Oblast),
    "P": ("raion", Raion),
    "H": ("community", Community),
    "M": ("settlement", Settlement),
    "X": ("settlement", Settlement),
    "C": ("settlement", Settlement),
}
Line = Mapping[str, str]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FileRejected(Exception):
    """Some lines of a file are wrong, so none was taken: `problems` says why, by line."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__("; ".join(f"line {line}: {why}" for line, why in problems.items()))
        self.problems = dict(problems)


@transaction.atomic
def import_territory_status(*, path: Path, act: str, edition: date) -> Changes:
    """Make the list of statuses equal to one edition of the act.

    Lines the edition has no more are removed: it tells the whole past itself. Raises
    FileRejected, and changes nothing, when a line is wrong or a newer edition is stored.
    """
    newest = ControlStatus.objects.aggregate(newest=models.Max("edition"))["newest"]
    if newest and newest > edition:
        raise FileRejected({1: _("the edition of %(day)s is stored already") % {"day": newest}})
    rows = _checked(lines_of(path, STATUS_COLUMNS), _StatusReader().row, key=_status_key)
    key = ("status", *(f"{unit}_id" for unit in UNITS), "starts_on", "ends_on")
    kept = {_status_key(row) for row in rows}
    gone = [
        pk
        for pk, *found in ControlStatus.objects.values_list("pk", *key)
        if tuple(found) not in kept
    ]
    ControlStatus.objects.filter(pk__in=gone).delete()
    stored = ControlStatus.objects.exclude(act=act, edition=edition)
    stored.update(act=act, edition=edition)
    rows = [row | {"act": act, "edition": edition} for row in rows]
    changes = bring_up_to_date(ControlStatus, rows, key=key)
    return changes + Changes(removed=len(gone))


@transaction.atomic
def import_population(*, path: Path, today: date) -> Changes:
    """Add the figures of a file; a figure of the same community and day is replaced.

    Takes lines `code,on,people,source`, or the communities of the KSE Loc Data Hub. Raises
    FileRejected, and changes nothing, when a line is wrong.
    """
    lines = list(lines_of(path, POPULATION_COLUMNS, or_else=KSE_COLUMNS))
    if lines and "on" not in lines[0][1]:
        lines = [(number, _from_kse(line)) for number, line in lines if line["population_2022"]]
    key = ("community_id", "on")
    rows = _checked(lines, _PopulationReader(today).row, key=lambda row: tuple(map(row.get, key)))
    return bring_up_to_date(Population, rows, key=key)


def _from_kse(line: Line) -> Line:
    return {
        "code": line["code"],
        "on": KSE_DAY.isoformat(),
        "people": line["population_2022"],
        "source": KSE_SOURCE,
    }


def _status_key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    units = (row[f"{unit}_id"] for unit in UNITS)
    return (row["status"], *units, row["starts_on"], row["ends_on"])


class _StatusReader:
    """Turns lines of the act into rows, with the codes of the register read once."""

    def __init__(self) -> None:
        tables: tuple[type[models.Model], ...] = (Oblast, Raion, Community, Settlement)
        self.keys = {
            model: dict(model._default_manager.values_list("code", "pk")) for model in tables
        }

    def row(self, line: Line) -> dict[str, Any]:
        """Return the row a line stands for, or raise ValueError with the reason."""
        if line["section"] not in ControlKind.values:
            raise ValueError(
                _("the section “%(text)s” is unknown") % {"text": line["section"][:32]}
            )
        unit, model = UNIT_OF_CATEGORY.get(line["category"], ("", Oblast))
        if not unit:
            raise ValueError(
                _("the category “%(text)s” is unknown") % {"text": line["category"][:8]}
            )
        if line["code"] not in self.keys[model]:
            raise ValueError(_("the register has no unit %(code)s") % {"code": line["code"][:24]})
        starts_on, ends_on = (_day(line[name], optional=True) for name in ("start", "end"))
        if starts_on and ends_on and ends_on < starts_on:
            raise ValueError(_("the end lies before the start"))
        return {
            "status": line["section"],
            **{f"{name}_id": None for name in UNITS},
            f"{unit}_id": self.keys[model][line["code"]],
            "starts_on": starts_on,
            "ends_on": ends_on,
            "listed_as": text_of(line["name_in_order"], most=2000),
        }


@dataclass
class _PopulationReader:
    """Turns lines of figures into rows, with the codes of the register read once."""

    today: date

    def __post_init__(self) -> None:
        self.communities = dict(Community.objects.values_list("code", "pk"))

    def row(self, line: Line) -> dict[str, Any]:
        """Return the row a line stands for, or raise ValueError with the reason."""
        if line["code"] not in self.communities:
            raise ValueError(
                _("the register has no community %(code)s") % {"code": line["code"][:24]}
            )
        on = _day(line["on"])
        if on > self.today:
            raise ValueError(_("the day %(day)s is still to come") % {"day": on})
        people = line["people"]
        most = settings.LIMITS["community_people"]
        if not (people.isascii() and people.isdigit() and int(people[:12]) <= most):
            raise ValueError(_("“%(text)s” is not a number of people") % {"text": people[:20]})
        return {
            "community_id": self.communities[line["code"]],
            "on": on,
            "people": int(people),
            "source": text_of(line["source"], most=200),
        }


def _checked(
    lines: Iterator[tuple[int, Line]] | list[tuple[int, Line]],
    read: Callable[[Line], dict[str, Any]],
    key: Callable[[dict[str, Any]], tuple[Any, ...]],
) -> list[dict[str, Any]]:
    """Return the rows of all lines, or raise FileRejected with every wrong one."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    problems = {}
    for number, line in lines:
        try:
            row = read(line)
        except ValueError as error:
            problems[number] = str(error)
            continue
        if key(row) in rows:
            problems[number] = _("an earlier line says the same")
        rows[key(row)] = row
    if problems or not rows:
        raise FileRejected(problems or {1: _("the file has no line to take")})
    return list(rows.values())


def lines_of(
    path: Path, columns: tuple[str, ...], or_else: tuple[str, ...] = ()
) -> Iterator[tuple[int, Line]]:
    """Yield the numbered lines of a CSV file in UTF-8 that has these columns."""
    number = 1
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            header = reader.fieldnames or []
            if not any(wanted and set(wanted) <= set(header) for wanted in (columns, or_else)):
                raise FileRejected(
                    {1: _("the columns must be %(names)s") % {"names": ",".join(columns)}}
                )
            for line in reader:
                number = reader.line_num
                if None in line or None in line.values():
                    raise FileRejected({number: _("the number of cells differs from the header")})
                yield number, {name: cell.strip() for name, cell in line.items()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileRejected({number + 1: _("this is not CSV text in UTF-8")}) from error
    except OSError as error:
        raise FileRejected({1: _("the file cannot be read")}) from error


def _day(text: str, *, optional: bool = False) -> Any:
    if optional and not text:
        return None
    wrong = _("“%(text)s” is not a day like 2025-04-30") % {"text": text[:20]}
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(wrong) from error
    if not _DAY.fullmatch(text) or day < bounds.first_day():
        raise ValueError(wrong)
    return day


def text_of(text: str, *, most: int) -> str:
    """Return the text of a cell that has one, of at most so many characters; else ValueError."""
    if not text or len(text) > most or "\x00" in text:
        raise ValueError(_("a name or source is missing or too long"))
    return text
