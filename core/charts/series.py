"""Charts of numbers by month and by category: rows in, a picture with sentence and table out."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import looks, moments, numbers
from core.charts.pen import Drawing, Pen

Rows = Iterable[dict[str, Any]]
UNSPLIT = "all"  # the service of a number that is not split by service


def trend(rows: Rows, *, caption: str = "", label: str = "", mode: str = "page") -> Drawing:
    """Draw months by service: rows of month (a day in it or core.periods.Month), service, value.

    A service that is empty means that the number is not split.
    """
    plain = [_plain_row(row, "month", str(_first_day(row["month"]))[:7]) for row in rows]
    names = {row["month"]: _month_words(row["month"]) for row in plain}
    marks = _marks(plain, "month", names)
    pen = Pen(label=label or strip_tags(caption), mode=mode)
    return Drawing(
        wide=pen.draw("trend", marks, width=520, height=210),
        narrow=pen.draw("trend", marks, width=235, height=170, every=3),
        label=pen.label,
        caption=caption,
        header=(_("Month"), *_columns(plain)),
        rows=_table(plain, "month", {month: names[month] for month in sorted(names, reverse=True)}),
    )


def categories(rows: Rows, *, caption: str = "", label: str = "", mode: str = "page") -> Drawing:
    """Draw the longest bars first: rows of category (its name), service, value."""
    plain = [_plain_row(row, "category", str(row["category"])) for row in rows]
    totals: dict[str, Any] = {}
    for row in plain:
        totals[row["category"]] = totals.get(row["category"], 0) + (row["value"] or 0)
    names = {name: name for name in sorted(totals, key=lambda name: -totals[name])}
    marks = [mark for mark in _marks(plain, "category", names) if mark["value"]]
    pen = Pen(label=label or strip_tags(caption), mode=mode)
    return Drawing(
        wide=pen.draw("categories", marks, width=180, label_width=205),
        narrow=pen.draw("categories", marks, width=84, label_width=194),
        label=pen.label,
        caption=caption,
        header=(_("Category"), *_columns(plain)),
        rows=_table(plain, "category", names),
    )


def spark(values: Sequence[Any], *, mode: str = "page") -> SafeString:
    """Draw the course of a figure as a small line; nothing when there is no course."""
    rows = [{"i": at, "v": float(v)} for at, v in enumerate(values) if v is not None]
    if len(rows) < 2:
        return SafeString()
    low, high = min(row["v"] for row in rows), max(row["v"] for row in rows)
    high = high if high > low else low + 1
    svg = Pen(label="", mode=mode).draw("spark", rows, low=low, high=high)
    return mark_safe(svg.replace("<svg ", '<svg class="spark" ', 1))  # noqa: S308  drawn here


def plain(value: Any) -> int | float | None:
    """Make a number JSON can carry."""
    return float(value) if isinstance(value, Decimal) else value


def _plain_row(row: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    return {key: name, "service": row.get("service") or UNSPLIT, "value": plain(row["value"])}


def _marks(rows: list[dict[str, Any]], key: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return what can be drawn, each with the words of its tip."""
    known = [row for row in rows if row["value"] is not None]
    return [row | {"tip": _tip(names[row[key]], row["service"], row["value"])} for row in known]


def _tip(name: str, service: str, value: Any) -> str:
    whose = "" if service == UNSPLIT else f", {looks.service_word(service)}"
    return f"{name}{whose}: {numbers.number(value)}"


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    services = _services(rows)
    words = [_("How many") if code == UNSPLIT else looks.service_word(code) for code in services]
    return words + ([_("Total")] if len(services) > 1 else [])


def _services(rows: list[dict[str, Any]]) -> list[str]:
    found = {row["service"] for row in rows}
    return [code for code in ("police", "rescue", UNSPLIT) if code in found]


def _table(rows: list[dict[str, Any]], key: str, names: dict[str, str]) -> list[list[Any]]:
    """Return one line a name, its services side by side and what they come to together."""
    services = _services(rows)
    values = {(row[key], row["service"]): row["value"] for row in rows}
    table = []
    for code, name in names.items():
        cells = [values.get((code, service), 0) for service in services]
        known = [cell for cell in cells if cell is not None]
        total = [sum(known) if known else None] if len(services) > 1 else []
        table.append([name, *cells, *total])
    return table


def _first_day(month: Any) -> Any:
    return getattr(month, "first_day", month)


def _month_words(month: str) -> str:
    return moments.month(date.fromisoformat(f"{month}-01"))
