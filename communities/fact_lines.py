"""Lines of files of facts, turned into rows of their tables; each wrong one with its reason."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop as _

from communities.models import Community, Oblast, Raion, Settlement
from communities.models.facts import UNITS, ControlKind
from core import bounds
from core.bounded import numbered
from core.plans import FileRejected
from core.reasons import Reason

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
UNIT_MODELS: dict[str, type[models.Model]] = dict(UNIT_OF_CATEGORY.values())
STATUS_KEY = ("status", *(f"{unit}_id" for unit in UNITS), "starts_on", "ends_on")
POPULATION_KEY = ("community_id", "on")
Line = Mapping[str, str]
Numbered = dict[int, dict[str, Any]]  # rows by the number of their line
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def from_kse(line: Line) -> Line:
    return {
        "code": line["code"],
        "on": KSE_DAY.isoformat(),
        "people": line["population_2022"],
        "source": KSE_SOURCE,
    }


class StatusReader:
    """Turns lines of the act into rows, with the codes of the register read once."""

    def __init__(self) -> None:
        tables: tuple[type[models.Model], ...] = (Oblast, Raion, Community, Settlement)
        self.keys = {
            model: dict(model._default_manager.values_list("code", "pk")) for model in tables
        }
        self.codes = {
            model: {key: code for code, key in known.items()} for model, known in self.keys.items()
        }

    def row(self, line: Line) -> dict[str, Any]:
        """Return the row a line stands for, or raise ValueError with the reason."""
        if line["section"] not in ControlKind.values:
            raise ValueError(
                Reason(_("the section “%(text)s” is unknown"), text=line["section"][:32])
            )
        unit, model = UNIT_OF_CATEGORY.get(line["category"], ("", Oblast))
        if not unit:
            raise ValueError(
                Reason(_("the category “%(text)s” is unknown"), text=line["category"][:8])
            )
        if line["code"] not in self.keys[model]:
            raise ValueError(Reason(_("the register has no unit %(code)s"), code=line["code"][:24]))
        starts_on, ends_on = (_day(line[name], optional=True) for name in ("start", "end"))
        if starts_on and ends_on and ends_on < starts_on:
            raise ValueError(Reason(_("the end lies before the start")))
        return {
            "status": line["section"],
            **{f"{name}_id": None for name in UNITS},
            f"{unit}_id": self.keys[model][line["code"]],
            "starts_on": starts_on,
            "ends_on": ends_on,
            "listed_as": text_of(line["name_in_order"], most=2000),
        }


@dataclass
class PopulationReader:
    """Turns lines of figures into rows, with the codes of the register read once."""

    today: date

    def __post_init__(self) -> None:
        known = list(Community.objects.values_list("code", "pk", "name_uk"))
        self.communities = {code: key for code, key, _name in known}
        self.named = {key: (code, name) for code, key, name in known}

    def row(self, line: Line) -> dict[str, Any]:
        """Return the row a line stands for, or raise ValueError with the reason."""
        if line["code"] not in self.communities:
            raise ValueError(
                Reason(_("the register has no community %(code)s"), code=line["code"][:24])
            )
        on = _day(line["on"])
        if on > self.today:
            raise ValueError(Reason(_("the day %(day)s is still to come"), day=on))
        people = line["people"]
        most = settings.LIMITS["community_people"]
        if not (people.isascii() and people.isdigit() and int(people[:12]) <= most):
            raise ValueError(Reason(_("“%(text)s” is not a number of people"), text=people[:20]))
        return {
            "community_id": self.communities[line["code"]],
            "on": on,
            "people": int(people),
            "source": text_of(line["source"], most=200),
        }


def checked(
    lines: Iterator[tuple[int, Line]] | list[tuple[int, Line]],
    read: Callable[[Line], dict[str, Any]],
    key: Callable[[dict[str, Any]], tuple[Any, ...]],
) -> Numbered:
    """Return the rows of all lines by number, or raise FileRejected with every wrong one."""
    rows: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = {}
    problems = {}
    for number, line in lines:
        try:
            row = read(line)
        except ValueError as error:
            problems[number] = error.args[0]
            continue
        if key(row) in rows:
            problems[number] = Reason(_("an earlier line says the same"))
        rows[key(row)] = (number, row)
    if problems or not rows:
        raise FileRejected(problems or {1: Reason(_("the file has no line to take"))})
    return dict(rows.values())


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
                    {1: Reason(_("the columns must be %(names)s"), names=",".join(columns))}
                )
            for _row, line in numbered(reader, FileRejected):
                number = reader.line_num
                if None in line or None in line.values():
                    text = _("the number of cells differs from the header")
                    raise FileRejected({number: Reason(text)})
                yield number, {name: cell.strip() for name, cell in line.items()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileRejected({number + 1: Reason(_("this is not CSV text in UTF-8"))}) from error
    except OSError as error:
        raise FileRejected({1: Reason(_("the file cannot be read"))}) from error


def _day(text: str, *, optional: bool = False) -> Any:
    if optional and not text:
        return None
    wrong = Reason(_("“%(text)s” is not a day like 2025-04-30"), text=text[:20])
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(wrong) from error
    if not _DAY.fullmatch(text) or day < bounds.first_day():
        raise ValueError(wrong)
    return day


def text_of(text: str, *, most: int) -> str:
    if not text or len(text) > most or "\x00" in text:
        raise ValueError(Reason(_("a name or source is missing or too long")))
    return text
