"""Reports to residents: opened when a half-year is over, written, delivered, and then as they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core import bounds, moments
from core.exceptions import RuleBroken, refuse_stale
from core.half_years import HalfYear
from core.periods import Period
from officers.models import Assignment, AssignmentKind, Officer, PublicReport
from officers.models.public_report import due_on

ADD, CHANGE = "officers.add_publicreport", "officers.change_publicreport"
AT_ONCE = 1000  # rows of one insert
Said = dict[str, Any]  # columns of a report
Figures = Callable[[date], dict[str, Any]]  # as they are frozen on the day of delivery


def open_reports(half: HalfYear, *, at: datetime) -> int:
    """Open the reports due on a half-year, where there are none; return how many.

    Who holds a primary post on the last day of the half-year owes the report. Safe to repeat.
    """
    written = PublicReport.objects.filter(assignment=OuterRef("pk"), half=str(half))
    posts = Assignment.objects.in_force(half.period.last_day).filter(kind=AssignmentKind.PRIMARY)
    said = {"half": str(half), "due_on": due_on(half), "created_at": at, "updated_at": at}
    fresh = [
        PublicReport(assignment_id=post, **said)
        for post in posts.exclude(Exists(written)).values_list("pk", flat=True)
    ]
    PublicReport.objects.bulk_create(fresh, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def write(*, assignment: Assignment, half: str, said: Said, by: User, at: datetime) -> PublicReport:
    """Write the report of an assignment on a half-year; there is one of each."""
    if not scope_of(by, ADD).of(assignment.officer.service).covers(assignment.community):
        text = _("You write no reports of this service in this community.")
        raise RuleBroken(text, code="out_of_reach", field="assignment")
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    fresh = PublicReport(assignment=assignment, half=half, recorded_by=by, created_at=at)
    _refuse_contradictions(fresh)
    if served_in(assignment, fresh.half_year.period, timezone.localdate(at)) is None:
        text = _("Nothing of this half-year has come yet.")
        raise RuleBroken(text, code="to_come", field="half")
    if of_half_year(assignment, half).exists():
        text = _("There is a report of this post on this half-year.")
        raise RuleBroken(text, code="written", field="half")
    if said.get("delivered_on") or said.get("delivered_at"):
        text = _("A report is written first and delivered then.")
        raise RuleBroken(text, code="delivered_at_once", field="delivered_on")
    fresh.due_on = due_on(fresh.half_year)
    stored: PublicReport = store_record(fresh, {"text": said.get("text", "")}, at)
    return stored


@transaction.atomic
def change(
    *,
    report: PublicReport,
    said: Said,
    figures: Figures,
    by: User,
    at: datetime,
    version: int | None,
) -> PublicReport:
    """Change the text of a report; or deliver it, with `delivered_on` and `delivered_at`."""
    held = PublicReport.objects.select_for_update(of=("self",)).with_names().get(pk=report.pk)
    refuse_stale(held, version)
    if held.delivered_on:
        text = _("This report was delivered on %(day)s. It stays as it is.")
        raise RuleBroken(text % {"day": moments.day(held.delivered_on)}, code="delivered")
    said = {"text": held.text, **said}
    held.version += 1
    held.recorded_by = by
    if said.get("delivered_on") or said.get("delivered_at"):
        _refuse_incomplete(said)
        held.delivered_on = said["delivered_on"]
        _refuse_contradictions(held)
        held.figures = figures(said["delivered_on"])
    stored: PublicReport = store_record(held, said, at)
    return stored


def served_in(post: Assignment, days: Period, today: date) -> Period | None:
    """Return the days up to today on which an assignment held; None without any."""
    tomorrow = today + timedelta(days=1)
    start = max(days.start, post.starts_on, bounds.first_day())
    end = min(days.end, post.ends_on or tomorrow, tomorrow)
    return Period(start, end) if start < end else None


def latest(post: Assignment, today: date) -> HalfYear | None:
    """Return the last half-year that is over, or the present one for who began in it."""
    last = min(today, post.last_day or today)
    newest = HalfYear.of(last)
    halves = (newest.shift(-1), newest) if newest.period.end > today else (newest,)
    return next((each for each in halves if served_in(post, each.period, today)), None)


def of_half_year(assignment: Assignment, half: str) -> QuerySet[PublicReport]:
    """Return the report of an assignment on a half-year, if there is one."""
    return PublicReport.objects.filter(assignment=assignment, half=half)


def of_officer(user: Any, officer: Officer) -> QuerySet[PublicReport]:
    """Return the reports of an officer that a reader sees, the newest half-year first."""
    seen = PublicReport.objects.visible_to(user).filter(assignment__officer=officer)
    return seen.with_names().order_by("-half", "-pk")


def _refuse_contradictions(report: PublicReport) -> None:
    for name, error in report.wrong().items():
        raise RuleBroken(error.messages[0], code=str(error.code), field=name)


def _refuse_incomplete(said: Said) -> None:
    """Refuse to deliver what says nothing, or says not when or not to whom."""
    asked = {
        "text": _("Write the report before it is delivered."),
        "delivered_on": _("Say when it was delivered."),
        "delivered_at": _("Say where and to whom it was delivered."),
    }
    for name, text in asked.items():
        if not said.get(name):
            raise RuleBroken(text, code="required", field=name)
