"""The half-year of an officer in a community: the figures a report to its residents begins with."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.models import scope_of
from communities.surfaces import ScopedViewMixin
from communities.territories import Territory
from core import clock
from core.gate import takes
from core.half_years import HalfYear
from core.periods import Period
from dashboards import figures
from dashboards.questions import Question
from officers import public_reports
from officers.assigning import VIEW
from officers.models import Assignment, PublicReport
from officers.public_reports import latest, served_in
from reports.residents.own_work import OwnWork


@takes("half")
class HalfYearPage(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """A half-year of an assignment: the officer's own work, and the community's figures."""

    permission_required = VIEW
    queryset = Assignment.objects.select_related("officer__personal", "community__oblast")
    template_name = "dashboards/half_year.html"
    context_object_name = "post"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post, today = self.object, clock.today()
        asked = _asked(self.request.GET.get("half", ""), post, today)
        half = asked or latest(post, today)
        served = served_in(post, half.period, today) if half else None
        if half is None or served is None:
            raise Http404
        question = Question(
            self.request.user, Territory(post.community), served, post.officer.service
        )
        work = OwnWork(self.request.user, post, served)
        return super().get_context_data(
            half=half,
            report=_report(self.request.user, post, half),
            may_report=_may_report(self.request.user, post),
            title=half.words,
            when=question.when,
            wrong=asked is None,
            running=half.period.end > today,
            before=_link(half.shift(-1), post, today),
            after=_link(half.shift(1), post, today),
            work=work,
            went_to=question.incidents(officer=str(post.officer_id), service=""),
            activities=[_linked(each, post, served) for each in work.activities()],
            total=work.total(),
            figures=figures.strip(question, sparks=False),
            crumbs=_crumbs(post),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=400 if context["wrong"] else 200)


def _report(user: Any, post: Assignment, half: HalfYear) -> PublicReport | None:
    seen = PublicReport.objects.visible_to(user)
    return seen.filter(assignment=post, half=str(half)).first()


def _may_report(user: Any, post: Assignment) -> bool:
    right = scope_of(user, public_reports.ADD)
    return right.of(post.officer.service).covers(post.community)


def _asked(text: str, post: Assignment, today: date) -> HalfYear | None:
    """Read the half-year of an address; None where the assignment has nothing to show in it."""
    if not text:
        return latest(post, today)
    try:
        half = HalfYear.parse(text)
    except ValueError:
        return None
    return half if served_in(post, half.period, today) else None


def _link(half: HalfYear, post: Assignment, today: date) -> dict[str, Any] | None:
    if served_in(post, half.period, today) is None:
        return None
    return {"half": str(half), "title": half.words}


def _linked(row: dict[str, Any], post: Assignment, served: Period) -> dict[str, Any]:
    """Add to the sums of a kind of activity its name, and the list of exactly these."""
    asked = {
        "territory": post.community.code,
        "officer": post.officer_id,
        "kind": row["kind"],
        "since": served.start,
        "until": served.last_day,
        "counted": "true",
    }
    url = f"{reverse('officers:activities')}?{urlencode(asked)}"
    return {**row, "name": row["kind"].label, "url": url}


def _crumbs(post: Assignment) -> list[tuple[str, str | None]]:
    return [
        (_("Officers"), reverse("officers:list")),
        (str(post.officer), post.officer.get_absolute_url()),
        (_("Half-year in the community"), None),
    ]
