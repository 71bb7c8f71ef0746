"""Reports of the demo oblast to residents: delivered in time, late, overdue, and one being written."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from accounts.models import User
from core import clock
from core.half_years import HalfYear
from officers import public_reports
from officers.models import Assignment, AssignmentKind, PublicReport
from reports.residents.draft import draft_of
from reports.residents.figures import of_report
from safety_portal.demo.accounts import KHERSON
from safety_portal.demo.days import KYIV

HALVES = 2  # that are over
# days between the end of the half-year and the delivery, by turns; None is overdue
DELIVERED_AFTER = (12, 20, 27, 9, None, 30, 18, 45)
HEARERS = ("Сесія ради громади", "Виконавчий комітет", "Загальні збори мешканців")


def report(*, by: User) -> None:
    """Store the reports of the posts of the oblast on the last half-years."""
    now = HalfYear.of(clock.today())
    for back in range(1, HALVES + 1):
        half = now.shift(-back)
        for turn, each in enumerate(_opened(half, by)):
            days = DELIVERED_AFTER[turn % len(DELIVERED_AFTER)]
            if days is not None:
                _deliver(each, half.period.last_day + timedelta(days=days), turn, by)
    _begin(now, by)


def _opened(half: HalfYear, by: User) -> list[PublicReport]:
    """Open the report of each post of the oblast that held on the last day of the half-year."""
    here = Assignment.objects.filter(
        community__oblast__code__startswith=KHERSON[:4],
        kind=AssignmentKind.PRIMARY,
        period__contains=half.period.last_day,
    )
    posts = here.select_related("officer", "community").order_by("pk")
    at = _noon(half.period.end)
    return [
        public_reports.write(assignment=each, half=str(half), said={}, by=by, at=at)
        for each in posts
    ]


def _deliver(report: PublicReport, day: date, turn: int, by: User) -> None:
    figures = of_report(report, by, day)
    report.text = draft_of(report, figures)
    report.delivered_on, report.delivered_at = day, HEARERS[turn % len(HEARERS)]
    report.figures, report.recorded_by = figures, by
    report.version, report.updated_at = 2, _noon(day)
    report.save()


def _begin(half: HalfYear, by: User) -> None:
    """Let the officer who signs in have begun the report on this half-year."""
    mine = Assignment.objects.filter(
        officer__user__username="bilozerka.police",
        kind=AssignmentKind.PRIMARY,
        period__contains=clock.today(),
    )
    post = mine.select_related("officer", "community").first()
    if post:
        begun = PublicReport(assignment=post, half=str(half))
        said = {"text": draft_of(begun, of_report(begun, by, clock.today()))}
        public_reports.write(assignment=post, half=str(half), said=said, by=by, at=clock.now())


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), KYIV)
