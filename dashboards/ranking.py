"""The units one step below, compared: the table, the list beside the map, the silent ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.looks import line_of
from communities.models import Service
from dashboards.figures import FEW
from dashboards.questions import Question
from indicators import communities, incidents
from indicators.asks import Ask, Value
from indicators.catalogue import change

COLUMNS = (
    "name",
    "rate",
    "recorded",
    "police",
    "rescue",
    "change",
    "year",
    "war",
    "population",
)
ENOUGH = 5  # so many before, and none now: possibly nobody reports


@dataclass(frozen=True, kw_only=True)
class Row:
    """One unit with its numbers; `state` says why it has none."""

    code: str
    name: str  # as it stands in a sentence
    short: str  # as it stands under a heading that says what it is
    url: str
    list_url: str = ""
    state: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    before: int = 0
    cells: list[dict[str, Any]] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Say whether the drop to zero may mean that nobody reports."""
        return not self.state and self.values["recorded"] == 0 and self.before >= ENOUGH

    @property
    def few(self) -> bool:
        return self.before < FEW


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: the name in the address, the head, decimals, and the filter of its list."""

    name: str
    label: Any
    places: int = 0
    filters: dict[str, str] | None = None
    is_change: bool = False


NAMES = {"oblast": _("Oblast"), "raion": _("Raion"), "community": _("Community")}
SPLIT = {
    Service.POLICE: Column(name="police", label=_("Police"), filters={"service": "police"}),
    Service.RESCUE: Column(name="rescue", label=_("Rescue"), filters={"service": "rescue"}),
}


@dataclass(frozen=True)
class Ranking:
    """The rows in the order asked for, and the columns that make sense."""

    question: Question
    rows: list[Row]
    columns: list[Column]
    sort: str

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Return the heads of the columns, each with the address that sorts by it."""
        named = Column(name="name", label=NAMES[self.question.territory.children_level])
        return [self._head(column) for column in (named, *self.columns)]

    def _head(self, column: Column) -> dict[str, Any]:
        here = self.sort.removeprefix("-") == column.name
        falling = here and self.sort.startswith("-")
        up_first = column.name == "name"
        sort = column.name if (falling or (up_first and not here)) else f"-{column.name}"
        direction = ("descending" if falling else "ascending") if here else ""
        url = self.question.url("dashboards:overview", sort=sort) + "#ranking"
        return {"label": column.label, "url": url, "direction": direction}

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if row.silent]

    @property
    def highest(self) -> Row | None:
        """Return the unit with the highest rate, where there is something to compare."""
        rated = [row for row in self.rows if row.values.get("rate")]
        return max(rated, key=lambda row: row.values["rate"]) if len(rated) > 1 else None

    @property
    def most(self) -> list[Row]:
        """Return the units with incidents, the most first."""
        counted = [row for row in self.rows if row.values.get("recorded")]
        return sorted(counted, key=lambda row: -row.values["recorded"])


def columns_for(question: Question) -> list[Column]:
    """Return the columns: the services apart only where both are shown, no change of half a month."""
    services = question.services(incidents.VIEW)
    found = [
        Column(name="rate", label=_("Per 10,000"), places=incidents.PER_10000.decimals),
        Column(name="recorded", label=pgettext_lazy("how many", "Incidents"), filters={}),
        *(SPLIT[Service(each)] for each in services if len(services) > 1),
    ]
    if not question.running:
        found.append(
            Column(
                name="change",
                label=_("In a month") if question.month else _("On the days before"),
                is_change=True,
            )
        )
        found.append(Column(name="year", label=_("In a year"), is_change=True))
    return [
        *found,
        Column(name="war", label=_("War-related"), filters={"war_related": "true"}),
        Column(name="population", label=_("Residents")),
    ]


def rank(question: Question, sort: str = "") -> Ranking | None:
    """Return the comparison; None where there is nothing below or nothing to be seen."""
    level = question.territory.children_level
    ask = question.ask(incidents.RECORDED)
    if not level or ask is None:
        return None
    columns = columns_for(question)
    rows = _rows(question, ask, level)
    if not sort:
        sort = "-rate" if any(row.values.get("rate") for row in rows) else "-recorded"
    shown = [
        replace(row, cells=[_cell(row, column) for column in columns])
        for row in _ordered(rows, sort)
    ]
    return Ranking(question, shown, columns, sort)


def _cell(row: Row, column: Column) -> dict[str, Any]:
    """Return one number of a row, with the list of the records it counts."""
    value = row.values.get(column.name)
    filters = urlencode(column.filters or {})
    linked = column.filters is not None and value
    return {
        "value": value,
        "places": column.places,
        "none": value is None and (column.is_change or bool(row.state)),
        "url": f"{row.list_url}&{filters}".rstrip("&") if linked else "",
        "is_change": column.is_change,
    }


def _rows(question: Question, ask: Ask, level: str) -> list[Row]:
    numbers, codes = _numbers(ask, level)
    eligible = communities.ELIGIBLE.split(ask, level)
    before = incidents.RECORDED.split(ask.before, level)
    rows = []
    for unit in question.territory.compared(codes, question.standing):
        key = (unit.code,)
        values = {name: find(key) for name, find in numbers.items()}
        ended = getattr(unit, "dissolved_on", None)  # in the period, so nobody occupies it
        standing = bool(eligible.get(key)) or bool(values["recorded"]) or bool(ended)
        rows.append(
            Row(
                code=unit.code,
                name=line_of(unit, unit.title, ask.is_of_today),
                short=line_of(unit, unit.name, ask.is_of_today),
                url=_drill(question, level, unit.code),
                list_url=question.incidents(territory=unit.code),
                state="" if standing else "occupied",
                values=values if standing else {"population": values["population"]},
                before=before.get(key, 0),
            )
        )
    return rows


def _numbers(ask: Ask, level: str) -> tuple[dict[str, Callable[[Any], Value]], set[str]]:
    """Return a way to look each number up, all read with as few queries as it takes.

    With it come the codes of the units that have incidents.
    """
    by_service = incidents.RECORDED.split(ask, level, "service")
    recorded = incidents.RECORDED.split(ask, level)
    then = incidents.RECORDED.split(ask.before, level)
    year_ago = incidents.RECORDED.split(ask.year_ago, level)
    rate = incidents.PER_10000.split(ask, level)
    war = incidents.WAR_RELATED.split(ask, level)
    people = communities.POPULATION.split(ask, level)
    found: dict[str, Callable[[Any], Value]] = {
        "rate": rate.get,
        "recorded": lambda key: recorded.get(key, 0),
        "police": lambda key: by_service.get((*key, Service.POLICE), 0),
        "rescue": lambda key: by_service.get((*key, Service.RESCUE), 0),
        "change": lambda key: change(recorded.get(key, 0), then.get(key)),
        "year": lambda key: change(recorded.get(key, 0), year_ago.get(key)),
        "war": lambda key: war.get(key, 0),
        "population": people.get,
    }
    return found, {code for (code,), count in recorded.items() if count}


def _drill(question: Question, level: str, code: str) -> str:
    """Return the page one step down: a community has its own, all else an overview."""
    if level == "community":
        month = {"month": str(question.month)} if question.month else {}
        return question.url("dashboards:community", code, territory="", service="", **month)
    return question.url("dashboards:overview", territory=code)


def _ordered(rows: list[Row], sort: str) -> list[Row]:
    """Sort by a column, stable in the Ukrainian order of the names; the unknown stands last."""
    name = sort.removeprefix("-")
    if name == "name":
        return list(reversed(rows)) if sort.startswith("-") else rows
    known = [row for row in rows if row.values.get(name) is not None]
    rest = [row for row in rows if row.values.get(name) is None]
    sign = -1 if sort.startswith("-") else 1
    return sorted(known, key=lambda row: sign * Decimal(row.values[name])) + rest
