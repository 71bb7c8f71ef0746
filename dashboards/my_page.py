"""My page: what waits for the reader today, from every part of the portal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities.models import own_scope_of
from core import clock
from core.gate import takes
from core.moments import day
from incidents.models import Incident, IncidentStatus
from officers.equipment import held_by
from officers.models import Enrolment, Officer, PublicReport
from officers.models.training import LAPSES_WITHIN
from working_groups import meetings
from working_groups.models import ActionPoint, Meeting, MeetingStatus

SHOWN = 10  # of each kind
AHEAD = timedelta(days=60)  # meetings and action points of so many days are shown


@dataclass(frozen=True)
class Due:
    """One thing that waits: what kind, its words, by when, and whether that is over."""

    kind: str
    words: str
    url: str
    by: date | None = None
    late: bool = False


@takes()
class MyPage(LoginRequiredMixin, TemplateView):
    """What needs the reader today, the records written last, and the meetings to come."""

    template_name = "dashboards/my_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        now = clock.now()
        officer = Officer.objects.filter(user=user).select_related("unit").first()
        return super().get_context_data(
            officer=officer,
            waiting=sorted(_waiting(user, officer, clock.today()), key=_urgency),
            equipment=held_by(user, officer)[:SHOWN] if officer else [],
            incidents=_written(user),
            meetings=_meetings(user, now),
            may_log=user.has_perm("incidents.add_incident"),
            may_note=user.has_perm("officers.add_activity"),
            crumbs=[(_("My page"), None)],
            **kwargs,
        )


def _urgency(due: Due) -> tuple[bool, date]:
    """Order what is late first, then by the day; what has no day comes before all others."""
    return not due.late, due.by or date.min


def _waiting(user: Any, officer: Officer | None, today: date) -> Iterator[Due]:
    yield from _returned(user)
    yield from _actions(user, today)
    if officer:
        yield from _reports(officer, user, today)
        yield from _certificates(officer, today)


def _returned(user: Any) -> Iterator[Due]:
    mine = Incident.objects.visible_to(user).filter(logged_by=user)
    rows = mine.filter(status=IncidentStatus.RETURNED).select_related("category")
    for each in rows.order_by("-occurred_at", "-pk")[:SHOWN]:
        words = f"{each.number}, {each.category.name}"
        yield Due(_("Returned incident"), words, each.get_absolute_url(), late=True)


def _actions(user: Any, today: date) -> Iterator[Due]:
    mine = ActionPoint.objects.visible_to(user).unfinished().owned_by(user)
    for each in mine.filter(due_on__lte=today + AHEAD).order_by("due_on", "pk")[:SHOWN]:
        late = each.is_overdue(today)
        yield Due(_("Action point"), each.text, each.get_absolute_url(), each.due_on, late)


def _reports(officer: Officer, user: Any, today: date) -> Iterator[Due]:
    seen = PublicReport.objects.visible_to(user).filter(assignment__officer=officer)
    rows = seen.filter(delivered_on=None).with_names().order_by("due_on", "pk")
    for each in rows[:SHOWN]:
        words = f"{each.half_year.words}, {each.assignment.community.title}"
        late = each.due_on < today
        yield Due(_("Report to residents"), words, each.get_absolute_url(), each.due_on, late)


def _certificates(officer: Officer, today: date) -> Iterator[Due]:
    soon = today + timedelta(days=LAPSES_WITHIN[-1])
    last = officer.enrolments.filter(valid_until__isnull=False).order_by("-valid_until", "-pk")[:1]
    if Enrolment.objects.valid_on(soon).filter(officer=officer).exists():
        return
    for each in last:
        words = _("%(number)s, valid until %(day)s") % {
            "number": each.certificate_number,
            "day": day(each.valid_until),
        }
        late = each.is_lapsed
        yield Due(_("Certificate"), words, officer.get_absolute_url(), each.valid_until, late)


def _written(user: Any) -> Any:
    """Return the incidents the reader wrote down last."""
    mine = Incident.objects.visible_to(user).filter(logged_by=user)
    joined = mine.select_related("category", "community")
    return joined.order_by("-occurred_at", "-pk")[:SHOWN]


def _meetings(user: Any, now: datetime) -> Any:
    """Return the meetings to come of the groups of the reader's own communities."""
    own = own_scope_of(user, meetings.VIEW).either
    rows = Meeting.objects.visible_to(user).inside(own).filter(status=MeetingStatus.PLANNED)
    since = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    coming = rows.filter(planned_for__gte=since, planned_for__lt=now + AHEAD)
    return coming.select_related("group__community").order_by("planned_for", "pk")[:SHOWN]
