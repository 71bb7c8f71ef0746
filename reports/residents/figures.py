"""The figures of a report to residents: worked out while it is written, frozen when it is delivered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from communities.models import scope_of
from communities.territories import Territory
from core.periods import Period
from indicators.asks import Ask
from indicators.catalogue import HEADLINES
from officers.models import PublicReport
from officers.public_reports import served_in
from reports.papers.paper import LANGUAGE
from reports.residents.own_work import OwnWork

Figures = dict[str, Any]


def of_report(report: PublicReport, user: Any, day: date) -> Figures:
    """Return the figures of a report up to a day, as its writer may see them, as plain JSON.

    `since` and `until` are the days counted, both included. Of incidents: how many the officer
    `recorded` (null without an account) and went to (`responded`). `activities` have a line for
    each kind and a `total`; of people, null is unknown. `community` are the key figures of the
    officer's service there. Words are Ukrainian, as the paper is.
    """
    post = report.assignment
    half = report.half_year.period
    days = served_in(post, half, day) or half  # where the post was moved out of the half-year
    work = OwnWork(user, post, days)
    with translation.override(LANGUAGE):
        return {
            "since": days.start.isoformat(),
            "until": days.last_day.isoformat(),
            "recorded": work.recorded,
            "responded": work.responded,
            "activities": [{**row, "name": str(row["kind"].label)} for row in work.activities()],
            "total": work.total(),
            "community": _of_community(report, user, days),
        }


def frozen_or_now(report: PublicReport, user: Any, today: date) -> Figures:
    """Return the figures a report was delivered with, or those of today."""
    return report.figures or of_report(report, user, today)


def _of_community(report: PublicReport, user: Any, days: Period) -> list[dict[str, Any]]:
    post = report.assignment
    service = post.officer.service
    ask = Ask(period=days, region=Territory(post.community).region, services=(service,))
    seen = [m for m in HEADLINES if scope_of(user, m.permission).of(service).covers(post.community)]
    return [
        {
            "code": each.code,
            "label": str(each.label),
            "definition": str(each.definition),
            "decimals": each.decimals,
            "value": _plain(each.total(ask)),
        }
        for each in seen
    ]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
