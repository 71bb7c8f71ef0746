"""Pages of priorities: those of a year across the groups, and the forms."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communities.lists import RecordList
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from working_groups import priorities
from working_groups.group_views import GroupStep, crumbs
from working_groups.models import Priority, WorkingGroup
from working_groups.plan_filters import PriorityListFilter
from working_groups.priority_forms import PriorityForm


@takes(*PriorityListFilter.base_filters, *MARKS)
class PriorityList(RecordList):
    """The priorities of the groups in the reader's scope: by year and theme, with how many name it."""

    permission_required = priorities.VIEW
    filterset_class = PriorityListFilter
    template_name = "priorities/list.html"
    order, page_name = ("year", "theme", "rank", "id"), SavedPage.PRIORITIES
    queryset = Priority.objects.select_related("group__community__oblast")

    def further(self, rows: list[Any]) -> dict[str, Any]:
        asked = self.filterset
        shown = asked.qs if asked.is_valid() else Priority.objects.none()
        return {
            "themes": list(priorities.by_theme(shown)),
            "crumbs": crumbs((_("Priorities of a year"), None)),
        }


@takes(many=("needs",))
class PriorityAdd(GroupStep):
    """Write down what a group puts first."""

    permission_required = priorities.ADD

    @cached_property
    def group(self) -> WorkingGroup:  # type: ignore[override]
        mine = WorkingGroup.objects.visible_to(self.request.user, to=priorities.ADD)
        return get_object_or_404(mine.select_related("community__oblast"), pk=self.kwargs["pk"])

    def form(self, *args: Any) -> PriorityForm:
        year = clock.today().year
        initial = {"year": year, "rank": priorities.next_rank(self.group, year)}
        return PriorityForm(*args, instance=Priority(group=self.group), initial=initial)

    def store(self, form: PriorityForm, by: Any) -> Priority:
        said = {**form.said, "group": self.group}
        return priorities.put_first(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New priority")


@takes(many=("needs",))
class PriorityEdit(GroupStep):
    """Change a priority, or rank it anew."""

    permission_required = priorities.CHANGE

    @cached_property
    def priority(self) -> Priority:
        mine = Priority.objects.visible_to(self.request.user, to=priorities.CHANGE)
        joined = mine.select_related("group__community__oblast")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @property
    def group(self) -> WorkingGroup:
        return self.priority.group

    def form(self, *args: Any) -> PriorityForm:
        return PriorityForm(*args, instance=self.priority)

    def store(self, form: PriorityForm, by: Any) -> Priority:
        return priorities.change(
            priority=self.priority, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the priority")
