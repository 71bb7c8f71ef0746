"""An edition laid out as a document: the same titles, sentences and cells for page and PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import GrantedService
from core import charts, looks, moments, numbers
from reports.content import number
from reports.models import Edition, EditionKind

Content = dict[str, Any]
Row = list[str]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of words; the first column names the row, `words` are the columns of text."""

    caption: str
    head: Row
    rows: list[Row]
    foot: Row = field(default_factory=list)
    words: tuple[int, ...] = (0,)

    @property
    def numeric(self) -> list[bool]:
        return [index not in self.words for index in range(len(self.head))]

    @property
    def is_wordy(self) -> bool:
        """Say whether a narrow screen shows the rows better as cards than as a table."""
        return len(self.words) > 1

    @property
    def head_cells(self) -> list[dict[str, Any]]:
        return self._cells(self.head)

    @property
    def cells(self) -> list[list[dict[str, Any]]]:
        """Return the rows with what a page needs to know of each cell."""
        return [self._cells(row) for row in self.rows]

    @property
    def foot_cells(self) -> list[dict[str, Any]]:
        return self._cells(self.foot)

    def _cells(self, row: Row) -> list[dict[str, Any]]:
        unknown = numbers.number(None)
        return [
            {
                "text": text,
                "column": column,
                "numeric": numeric,
                "look": "zero" if text == "0" else "nodata" if text == unknown else "",
            }
            for text, column, numeric in zip(row, self.head, self.numeric, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled part: sentences, a picture, a table, whichever it has."""

    code: str
    title: str
    sentences: list[str] = field(default_factory=list)
    chart: charts.Drawing | None = None
    message: str = ""
    table: Table | None = None
    services: tuple[str, ...] = ()  # the legend of the picture


@dataclass(frozen=True, kw_only=True)
class Document:
    """One edition, ready to be set on a page or on paper, in its own language."""

    language: str
    owner: str
    title: str
    period: str
    as_of: str
    edition: str
    digest: str
    demo: str
    sections: list[Section]


def lay_out(edition: Edition, *, mode: str) -> Document:
    """Set the frozen content of an edition; `mode` is that of core.charts, empty: no pictures."""
    with translation.override(edition.language):
        return _lay_out(edition, mode)


def _lay_out(edition: Edition, mode: str) -> Document:
    content = edition.content
    start, end = _day(content["from"]), edition.period.last_day
    moment = moments.asof(datetime.fromisoformat(content["as_of"]))
    shown = [_main(content), _months(content, mode), _categories(content), _territories(content)]
    return Document(
        language=content["language"],
        owner=_("Ministry of Internal Affairs of Ukraine"),
        title=_title(content),
        period=" ".join([f"{moments.days(start, end)}. {_service(content)}.", *_naming(content)]),
        as_of=_("Figures as of %(moment)s.") % {"moment": moment},
        edition=_("Edition no. %(number)s.") % {"number": content["number"]},
        digest=" ".join(edition.content_hash[at : at + 4] for at in range(0, 16, 4)),
        demo=_("Demonstration data") if content["demo"] else "",
        sections=[*filter(None, shown), _counted(content), _definitions(content)],
    )


def title(edition: Edition) -> str:
    """Name an edition in its own language: what kind of report, of where, of when."""
    with translation.override(edition.language):
        return _title(edition.content)


def _title(content: Content) -> str:
    place = content["place"]
    where = ", ".join([place["name"], *place["above"][:0:-1]])
    kind = EditionKind(content["kind"]).label
    return f"{kind}: {where}, {moments.month(_day(content['from']))}"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _service(content: Content) -> str:
    return str(GrantedService(content["service"]).label)


def _naming(content: Content) -> Row:
    """Say so where the past is told by the communities of the day it was built."""
    return [_("Communities as they are now.")] if content.get("territories") else []


def _main(content: Content) -> Section:
    rows = [
        [
            each["label"],
            _value(each),
            each["unit"],
            _change(each["change"]),
            _change(each["change_in_a_year"]),
        ]
        for each in content["figures"]
    ]
    head = [_("Figure"), _("Value"), _("Unit"), _("In a month"), _("In a year")]
    return Section(
        code="main",
        title=_("In brief"),
        sentences=[" ".join(content["lead"])],
        table=Table(caption=_("Main figures"), head=head, rows=rows, words=(0, 2)),
    )


def _value(figure: Content) -> str:
    value = number(figure["value"])
    return numbers.number(value, figure["decimals"] if value is not None else None)


def _change(change: str | None) -> str:
    return moments.NOTHING if change is None else numbers.change(change)


def _months(content: Content, mode: str) -> Section:
    said = content["months"]
    services = content["services"]
    marks = [
        {"month": f"{row['month']}-01", "service": service, "value": row[service]}
        for row in said["rows"]
        for service in services
    ]
    rows = [
        [moments.month(_day(f"{row['month']}-01")), *_counts(row, services)] for row in said["rows"]
    ]
    drawn = charts.trend(marks, label=said["message"], mode=mode) if _has_any(said, mode) else None
    return Section(
        code="months",
        title=_("By month"),
        message=said["message"],
        chart=drawn,
        services=tuple(services),
        table=Table(
            caption=_("%(figure)s by month") % {"figure": said["title"]},
            head=[_("Month"), *_service_columns(services)],
            rows=rows,
            foot=[_("Total"), *_counts(said["total"], services)],
        ),
    )


def _has_any(said: Content, mode: str) -> bool:
    return bool(mode and said["total"]["total"])


def _service_columns(services: list[str]) -> Row:
    words = [looks.service_word(each) for each in services]
    return [*words, _("Total")] if len(services) > 1 else words


def _counts(row: Content, services: list[str]) -> Row:
    total = [row["total"]] if len(services) > 1 else []
    return [numbers.number(value) for value in (*(row[each] for each in services), *total)]


def _categories(content: Content) -> Section | None:
    said, services = content["categories"], content["services"]
    if not said["rows"]:
        return None
    return Section(
        code="categories",
        title=_("By category"),
        table=Table(
            caption=_("Incidents recorded by category"),
            head=[_("Category"), *_service_columns(services)],
            rows=[[row["name"], *_counts(row, services)] for row in said["rows"]],
            foot=[_("Total"), *_counts(said["total"], services)],
        ),
    )


def _territories(content: Content) -> Section | None:
    said = content["territories"]
    if said is None or not said["rows"]:
        return None
    names = {"oblast": _("Oblast"), "raion": _("Raion"), "community": _("Community")}
    titles = {
        "oblast": _("By oblast"),
        "raion": _("By raion"),
        "community": _("By community"),
    }
    captions = {
        "oblast": _("Figures by oblast"),
        "raion": _("Figures by raion"),
        "community": _("Figures by community"),
    }
    columns = said["columns"]
    return Section(
        code="territories",
        title=titles[said["level"]],
        table=Table(
            caption=captions[said["level"]],
            head=[names[said["level"]], *(each["label"] for each in columns)],
            rows=[[row["name"], *_values(row["values"], columns)] for row in said["rows"]],
            foot=[content["place"]["name"], *_values(said["total"], columns)],
        ),
    )


def _values(values: Content, columns: list[Content]) -> Row:
    found = [(number(values[each["code"]]), each["decimals"]) for each in columns]
    return [numbers.number(value, places if value is not None else None) for value, places in found]


def _counted(content: Content) -> Section:
    rows = [
        [each["measure"], each["reason"], numbers.number(each["count"])]
        for each in content["left_out"]
    ]
    head = [_("Figure"), _("Left out because"), _("Records")]
    table = Table(caption=_("Records left out"), head=head, rows=rows, words=(0, 1))
    return Section(
        code="counted",
        title=_("How it was counted"),
        sentences=content["counted"],
        table=table if rows else None,
    )


def _definitions(content: Content) -> Section:
    rows = [[each["label"], each["definition"], each["kind_label"]] for each in content["figures"]]
    head = [_("Figure"), _("What is counted"), _("Kind")]
    return Section(
        code="definitions",
        title=_("Definitions"),
        table=Table(caption=_("What each figure counts"), head=head, rows=rows, words=(0, 1, 2)),
    )
