"""Pages of officers: the register and one card."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.lists import RecordList
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.moments import day, when
from core.pager import MARKS
from officers import handovers, public_reports
from officers.activities import newest
from officers.assigning import may_assign, said_of
from officers.equipment import held_by
from officers.filters import VIEW, OfficerFilter
from officers.forms import StageForm
from officers.models import Assignment, Officer, OfficerStage, PublicReport, StageChange
from officers.post_lines import changeable_of, lines_of
from officers.register import register_of
from officers.stages import CHANGE

BY_NAME = ("personal__sort_key", "id")


@takes(*OfficerFilter.base_filters, *MARKS)
class OfficerList(RecordList):
    """The officers in the reader's scope, by surname."""

    permission_required = VIEW
    filterset_class = OfficerFilter
    template_name = "officers/list.html"
    order, page_name = BY_NAME, SavedPage.OFFICERS

    def get_queryset(self) -> Any:
        return register_of(self.request.user).filter(personal__isnull=False)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        above = (_("Overview"), reverse("dashboards:overview"))
        return {"crumbs": [above, (_("Officers"), None)]}


class OfficerDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One officer: who it is, where it serves and served, where it went last."""

    permission_required = VIEW
    queryset = Officer.objects.select_related("personal", "unit", "user")
    template_name = "officers/detail.html"
    context_object_name = "officer"
    LAST = 10

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer, user, today = self.object, self.request.user, clock.today()
        posts = Assignment.objects.visible_to(user).filter(officer=officer)
        joined = posts.select_related("community__oblast").prefetch_related("settlements")
        posts = list(joined.order_by("-period", "-pk"))
        return super().get_context_data(
            path=_path(posts, officer.service, today),
            posts=_served(officer, posts, today),
            steps=_steps(officer),
            enrolments=officer.enrolments.select_related("course").order_by("-pk"),
            may_change=self._may_change(),
            half_years=[each for each in posts if each.starts_on <= today],
            changeable=changeable_of(user, officer, posts),
            may_assign=may_assign(user, officer),
            **{"stage_form": StageForm(officer=officer)} | kwargs,
            responses=self._responses(),
            activities_url=f"{reverse('officers:activities')}?officer={officer.pk}",
            calendar_url=reverse("officers:calendar", args=[officer.pk]),
            activities=newest(user, done_by__officer=officer),
            held=held_by(user, officer),
            handovers=handovers.of_officer(user, officer),
            public_reports=_reports(user, officer, today),
            public_reports_url=f"{reverse('public_reports:list')}?officer={officer.pk}",
            equipment_url=f"{reverse('officers:equipment')}?officer={officer.pk}",
            crumbs=[(_("Officers"), reverse("officers:list")), (str(officer), None)],
        )

    def _may_change(self) -> bool:
        """Say whether the reader takes the officer's steps."""
        changeable = Officer.objects.visible_to(self.request.user, to=CHANGE)
        return changeable.filter(pk=self.object.pk).exists()

    def _responses(self) -> Any:
        """Return the last events the officer went to, as far as the reader sees them."""
        responses = self.object.responses.visible_to(self.request.user)
        joined = responses.select_related("incident__category", "incident__community")
        return joined.order_by("-incident__occurred_at", "-pk")[: self.LAST]


def _reports(user: Any, officer: Officer, today: date) -> list[PublicReport]:
    """Return the last reports of an officer to residents, each with how far it is."""
    found = list(public_reports.of_officer(user, officer)[: settings.LIMITS["activities_shown"]])
    for each in found:
        each.state = each.state_on(today)
    return found


def _served(officer: Officer, posts: list[Assignment], today: date) -> list[Assignment]:
    """Return the posts an officer is in today: none, while the officer does not serve."""
    serves = officer.stage == OfficerStage.SERVING
    return [each for each in posts if serves and today in each.period]


def _steps(officer: Officer) -> list[dict[str, Any]]:
    """Return the steps of the path as a thread, the newest first, each below its correction."""
    steps = officer.stages.select_related("by").order_by("-number", "-pk")
    return [
        {
            "kind": "" if each.in_force else "system",
            "at": None,
            "when": _("since %(day)s") % {"day": day(each.on)},
            "what": _what(each),
            "lines": [line for line in _lines(each) if line],
        }
        for each in steps
    ]


def _what(step: StageChange) -> str:
    words = step.get_stage_display()
    return words if step.in_force else _("%(stage)s, corrected since") % {"stage": words}


def _lines(step: StageChange) -> list[str]:
    act = _("Act No. %(number)s") % {"number": step.act_number} if step.act_number else ""
    return [act, step.reason, f"{step.by or _('the portal')}, {when(step.at)}"]


def _path(posts: list[Assignment], service: str, today: Any) -> list[dict[str, Any]]:
    """Return the assignments as a thread, the newest first."""
    return [
        {
            "kind": "now" if today in each.period else service,
            "at": None,
            "when": said_of(each),
            "what": each.community.title,
            "lines": lines_of(each),
        }
        for each in posts
    ]
