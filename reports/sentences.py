"""The words of a report: what could be read out over the phone, and how it was counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import moments, numbers
from indicators import communities, incidents
from indicators.asks import Ask
from reports.orders import Order


def lead(figures: list[dict[str, Any]], *, running: bool) -> list[str]:
    """Say the report in a few sentences."""
    by_code = {each["code"]: each for each in figures}
    recorded = by_code[incidents.RECORDED.code]
    said = [_recorded(recorded["value"], by_code[incidents.WAR_RELATED.code]["value"])]
    if running:
        said.append(_("The month is not over yet: these are the figures so far."))
    else:
        said.append(_compared(recorded["change"]))
    said.append(_responses(by_code[incidents.RESPONSES.code]["value"]))
    rescued = by_code[incidents.RESCUED.code]["value"]
    return [*filter(None, said), *([_rescued(rescued)] if rescued else [])]


def _recorded(count: int, war_related: int) -> str:
    if not war_related:
        words = ngettext(
            "%(count)s incident was recorded.", "%(count)s incidents were recorded.", count
        )
        return words % {"count": numbers.number(count)}
    words = ngettext(
        "%(count)s incident was recorded, %(war)s of them related to the war.",
        "%(count)s incidents were recorded, %(war)s of them related to the war.",
        count,
    )
    return words % {"count": numbers.number(count), "war": numbers.number(war_related)}


def _compared(change: str | None) -> str:
    if change is None:
        return ""
    size = numbers.percent(abs(Decimal(change)))
    if Decimal(change) > 0:
        return _("That is %(size)s more than in the month before.") % {"size": size}
    if Decimal(change) < 0:
        return _("That is %(size)s fewer than in the month before.") % {"size": size}
    return _("That is as many as in the month before.")


def _responses(count: int) -> str:
    words = ngettext(
        "Officers responded %(count)s time.", "Officers responded %(count)s times.", count
    )
    return words % {"count": numbers.number(count)}


def _rescued(count: int) -> str:
    words = ngettext("%(count)s person was rescued.", "%(count)s people were rescued.", count)
    return words % {"count": numbers.number(count)}


def peak(rows: list[dict[str, Any]]) -> str:
    """Say the message of the months: the highest one."""
    most = max(rows, key=lambda row: row["total"])
    if not most["total"]:
        return _("Nothing was recorded in these twelve months.")
    month = moments.month(date.fromisoformat(f"{most['month']}-01"))
    said = {"month": month, "count": numbers.number(most["total"])}
    return _("Most in one month: %(count)s, %(month)s.") % said


def counted(order: Order, ask: Ask, *, running: bool) -> list[str]:
    """Say how the figures came about."""
    said = [
        _("Events are counted by the time they occurred, by the clock of Kyiv."),
        _("Drafts, void records and sensitive categories are not in these figures."),
        _residents(ask),
    ]
    if running:
        said.append(_("A month that is not over is not compared with whole months."))
    if order.territory.children_level:
        said.append(_("The last line of the table of territories is counted again, not added up."))
    return said


def _residents(ask: Ask) -> str:
    known = communities.POPULATION.records(ask).order_by()
    days = known.aggregate(first=Min("on"), last=Max("on"))
    if days["first"] is None:
        return _("The number of residents is not known here.")
    sources = "; ".join(sorted(known.values_list("source", flat=True).distinct()))
    said = {"sources": sources, "days": moments.days(days["first"], days["last"])}
    return _("Residents: %(sources)s; as of %(days)s.") % said
