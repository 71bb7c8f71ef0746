"""Pages of problems: the list, one problem with what came of it, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.lists import RecordList
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import problems
from working_groups.group_views import crumbs as of_groups
from working_groups.models import ActionPoint, Decision, Initiative, Problem, WorkingGroup
from working_groups.models.decisions import OWNERS
from working_groups.problem_filters import ProblemListFilter
from working_groups.problem_forms import ProblemForm


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about problems."""
    return of_groups((_("Problems"), reverse("problems:list") if more else None), *more)


@takes(*ProblemListFilter.base_filters, *MARKS)
class ProblemList(RecordList):
    """The problems in the reader's scope, those raised last first."""

    permission_required = problems.VIEW
    filterset_class = ProblemListFilter
    template_name = "problems/list.html"
    order, page_name = ("-raised_on", "-id"), SavedPage.PROBLEMS
    queryset = Problem.objects.select_related("group__community__oblast")

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"crumbs": crumbs()}


class ProblemDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One problem: where it was raised, and the decisions, action points and initiatives after it."""

    permission_required = problems.VIEW
    queryset = Problem.objects.select_related("group__community__oblast", "meeting__group")
    template_name = "problems/detail.html"
    context_object_name = "problem"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problem, user = self.object, self.request.user
        mine = Problem.objects.filter(pk=problem.pk)
        seen = Initiative.objects.visible_to(user).filter(problem=problem)
        return super().get_context_data(
            decisions=decided(problem.decisions),
            initiatives=seen.order_by("-pk"),
            may_change=mine.visible_to(user, to=problems.CHANGE).exists(),
            today=clock.today(),
            crumbs=crumbs((problem.title, None)),
            **kwargs,
        )


def decided(decisions: Any) -> Any:
    """Return decisions with their meetings and action points, in the order they were made."""
    actions = ActionPoint.objects.select_related(*OWNERS)
    return (
        Decision.objects.filter(pk__in=decisions.order_by().values("pk"))
        .select_related("agenda_item__meeting__group__community", "problem")
        .prefetch_related(Prefetch("actions", actions.order_by("due_on", "pk")))
        .order_by("pk")
    )


class ProblemStep(RecordStep):
    """A form about a problem."""

    permission_required = problems.CHANGE
    template_name = "working_groups/form.html"

    @cached_property
    def problem(self) -> Problem:
        mine = Problem.objects.visible_to(self.request.user, to=problems.CHANGE)
        return get_object_or_404(
            mine.select_related("group__community__oblast"), pk=self.kwargs["pk"]
        )

    def form(self, *args: Any) -> ProblemForm:
        return ProblemForm(*args, instance=self.problem)

    def further(self, title: str) -> dict[str, Any]:
        problem = self.problem
        there = problem.pk is not None
        back = problem if there else problem.group
        return {
            "note": problem.group.community.title,
            "back_url": back.get_absolute_url(),
            "crumbs": crumbs(*([(problem.title, back.get_absolute_url())] * there), (title, None)),
        }


class ProblemAdd(ProblemStep):
    """Write down a need that was voiced."""

    permission_required = problems.ADD

    @cached_property
    def problem(self) -> Problem:  # type: ignore[override]
        mine = WorkingGroup.objects.visible_to(self.request.user, to=problems.ADD)
        joined = mine.select_related("community__oblast")
        group = get_object_or_404(joined, pk=self.kwargs["pk"])
        return Problem(group=group, raised_on=clock.today())

    def store(self, form: ProblemForm, by: Any) -> Problem:
        said = {**form.said, "group": self.problem.group}
        return problems.raise_problem(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New problem")


class ProblemEdit(ProblemStep):
    """Change what is said of a problem, or close it."""

    def store(self, form: ProblemForm, by: Any) -> Problem:
        return problems.change_problem(
            problem=self.problem, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the problem")
