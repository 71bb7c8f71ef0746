"""The half-year of an officer in a community: the figures a report to its residents begins with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.surfaces import ScopedViewMixin
from communities.territories import Territory
from core import bounds, clock
from core.gate import takes
from core.half_years import HalfYear
from core.periods import Period
from dashboards import figures
from dashboards.own_work import OwnWork
from dashboards.questions import Question
from officers.assigning import VIEW
from officers.models import Assignment


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
        served = served_in(half, post, today) if half else None
        if half is None or served is None:
            raise Http404
        question = Question(
            self.request.user, Territory(post.community), served, post.officer.service
        )
        work = OwnWork(self.request.user, post, question)
        return super().get_context_data(
            half=half,
            title=words_of(half),
            when=question.when,
            wrong=asked is None,
            running=half.period.end > today,
            before=_link(half.shift(-1), post, today),
            after=_link(half.shift(1), post, today),
            work=work,
            activities=work.activities(),
            total=work.total(),
            figures=figures.strip(question, sparks=False),
            crumbs=_crumbs(post),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=400 if context["wrong"] else 200)


def words_of(half: HalfYear) -> str:
    """Say which half of which year."""
    words = _("First half of %(year)s") if half.half == 1 else _("Second half of %(year)s")
    return words % {"year": half.year}


def served_in(half: HalfYear, post: Assignment, today: date) -> Period | None:
    """Return the days of a half-year up to today on which the assignment held; None without any."""
    tomorrow = today + timedelta(days=1)
    start = max(half.period.start, post.starts_on, bounds.first_day())
    end = min(half.period.end, post.ends_on or tomorrow, tomorrow)
    return Period(start, end) if start < end else None


def latest(post: Assignment, today: date) -> HalfYear | None:
    """Return the last half-year that is over, or the present one for who began in it."""
    last = min(today, post.last_day or today)
    newest = HalfYear.of(last)
    halves = (newest.shift(-1), newest) if newest.period.end > today else (newest,)
    return next((each for each in halves if served_in(each, post, today)), None)


def _asked(text: str, post: Assignment, today: date) -> HalfYear | None:
    """Read the half-year of an address; None where the assignment has nothing to show in it."""
    if not text:
        return latest(post, today)
    try:
        half = HalfYear.parse(text)
    except ValueError:
        return None
    return half if served_in(half, post, today) else None


def _link(half: HalfYear, post: Assignment, today: date) -> dict[str, Any] | None:
    if served_in(half, post, today) is None:
        return None
    return {"half": str(half), "title": words_of(half)}


def _crumbs(post: Assignment) -> list[tuple[str, str | None]]:
    return [
        (_("Officers"), reverse("officers:list")),
        (str(post.officer), post.officer.get_absolute_url()),
        (_("Half-year in the community"), None),
    ]
