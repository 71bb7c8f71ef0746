"""The frozen content of an edition: every figure and word of it, as plain JSON."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from communities.looks import line_of
from core.periods import Period
from incidents.models import Category
from indicators import catalogue, incidents
from indicators.asks import Ask
from indicators.base import Measure
from reports import sentences
from reports.orders import Order

LAYOUT = 1  # raise when the shape of the content changes; old editions keep theirs
COMPARED: tuple[Measure, ...] = (
    incidents.RECORDED,
    incidents.PER_10000,
    incidents.RESPONSES,
    incidents.WAR_RELATED,
)


def read(*, order: Order, at: datetime, demo: bool) -> dict[str, Any]:
    """Ask the measures and return what they said, in the language that is active.

    Decimals are written as strings, whole numbers as numbers, the unknown as null.
    """
    ask, running = order.ask, at < order.period.ends_at
    figures = [_figure(each, running) for each in catalogue.figures(ask)]
    return {
        "layout": LAYOUT,
        **order.written(),
        "services": list(order.services),
        "as_of": at.isoformat(timespec="seconds"),
        "demo": demo,
        "running": running,
        "place": _place(order),
        "lead": sentences.lead(figures, running=running),
        "figures": figures,
        "months": _months(order, ask),
        "categories": _categories(ask),
        "territories": _territories(order, ask),
        "counted": sentences.counted(order, ask, running=running),
        "left_out": _left_out(ask),
    }


def canonical(content: dict[str, Any]) -> bytes:
    """Return the one way this content is written, the bytes its hash is made of."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def number(value: Any) -> int | Decimal | None:
    """Return a number of the content as it was before it was frozen."""
    return Decimal(value) if isinstance(value, str) else value


def _frozen(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _place(order: Order) -> dict[str, Any]:
    territory = order.territory
    return {
        "code": territory.code,
        "level": territory.level,
        "name": territory.name,
        "above": [each.name for each in territory.parents],
    }


def _figure(figure: catalogue.Figure, running: bool) -> dict[str, Any]:
    """Freeze one figure; a month that is not over is compared with nothing."""
    measure = figure.measure
    return {
        "code": measure.code,
        "label": str(measure.label),
        "definition": str(measure.definition),
        "unit": str(measure.unit),
        "kind": measure.kind,
        "kind_label": str(measure.kind_label),
        "clock": measure.clock,
        "decimals": measure.decimals,
        "better": measure.better,
        "value": _frozen(figure.value),
        "before": _frozen(figure.before),
        "year_ago": _frozen(figure.year_ago),
        "change": None if running else _frozen(figure.change),
        "change_in_a_year": None if running else _frozen(figure.change_in_a_year),
    }


def _months(order: Order, ask: Ask) -> dict[str, Any]:
    """Count the twelve months up to the report's own by service."""
    year = Period.of_months(order.month.shift(-11), order.month)
    found = incidents.RECORDED.split(ask.other(period=year), "month", "service")
    rows = [
        _line(
            {"month": str(month)},
            order.services,
            {s: found.get((month.first_day, s), 0) for s in order.services},
        )
        for month in year.months()
    ]
    return {
        "measure": incidents.RECORDED.code,
        "title": str(incidents.RECORDED.label),
        "rows": rows,
        "total": _total(rows, order.services),
        "message": sentences.peak(rows),
    }


def _categories(ask: Ask) -> dict[str, Any]:
    """Count the categories that have anything by service, the commonest first."""
    found = incidents.RECORDED.split(ask, "category", "service")
    names = Category.objects.in_bulk({code for code, _service in found}, field_name="code")
    rows = [
        _line(
            {"code": code, "name": category.name},
            ask.services,
            {s: found.get((code, s), 0) for s in ask.services},
        )
        for code, category in names.items()
    ]
    rows.sort(key=lambda row: (-row["total"], names[row["code"]].sort_key))
    return {"measure": incidents.RECORDED.code, "rows": rows, "total": _total(rows, ask.services)}


def _line(
    start: dict[str, Any], services: tuple[str, ...], values: dict[str, int]
) -> dict[str, Any]:
    return start | values | {"total": sum(values[each] for each in services)}


def _total(rows: list[dict[str, Any]], services: tuple[str, ...]) -> dict[str, int]:
    """Add up what adds up over months, categories and services: records of events."""
    return {name: sum(row[name] for row in rows) for name in (*services, "total")}


def _territories(order: Order, ask: Ask) -> dict[str, Any] | None:
    """Compare the units one step below; the last line is counted again, not added up."""
    level = order.territory.children_level
    if not level:
        return None
    found = {each.code: each.split(ask, level) for each in COMPARED}
    recorded = [code for (code,), count in found[incidents.RECORDED.code].items() if count]
    return {
        "level": level,
        "columns": [
            {"code": each.code, "label": str(each.label), "decimals": each.decimals}
            for each in COMPARED
        ],
        "rows": [
            {
                "code": unit.code,
                "name": line_of(unit, unit.name, ask.is_of_today),
                "values": {
                    each.code: _frozen(found[each.code].get((unit.code,), each.nothing))
                    for each in COMPARED
                },
            }
            for unit in order.territory.compared(recorded, order.standing)
        ],
        "total": {each.code: _frozen(each.total(ask)) for each in COMPARED},
    }


def _left_out(ask: Ask) -> list[dict[str, Any]]:
    """Count the records that fell out for one reason only, where there are any."""
    lines = [
        {"measure": str(measure.label), "reason": str(reason), "count": rows.count()}
        for measure, reasons in (
            (incidents.RECORDED, incidents.RECORDED.left_out(ask)),
            (incidents.PER_10000, incidents.PER_10000.left_out(ask)[-1:]),
        )
        for reason, rows in reasons
    ]
    return [line for line in lines if line["count"]]
