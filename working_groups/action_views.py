"""Pages of decisions and action points: the list, one action point, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
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
from working_groups import decisions
from working_groups.group_views import crumbs as of_groups
from working_groups.meeting_views import near
from working_groups.models import ActionPoint, AgendaItem, Decision, Person
from working_groups.models.decisions import NEXT_STATES, OWNERS
from working_groups.problem_filters import ActionListFilter
from working_groups.problem_forms import ActionForm, ActionStepForm, DecisionForm

WAY = "decision__agenda_item__meeting__group__community__oblast"


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about action points."""
    return of_groups((_("Action points"), reverse("actions:list") if more else None), *more)


@takes(*ActionListFilter.base_filters, *MARKS)
class ActionList(RecordList):
    """The action points in the reader's scope, those due last first."""

    permission_required = decisions.VIEW
    filterset_class = ActionListFilter
    template_name = "actions/list.html"
    order, page_name = ("-due_on", "-id"), SavedPage.ACTIONS
    queryset = ActionPoint.objects.select_related(WAY, *OWNERS)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        today = clock.today()
        for each in rows:
            each.late = each.is_overdue(today)
        return {"crumbs": crumbs()}


class ActionDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One action point: what it carries out, who does it by when, and how far it is."""

    permission_required = decisions.VIEW
    queryset = ActionPoint.objects.select_related(
        WAY, *OWNERS, "decision__problem", "done_by", "verified_by"
    )
    template_name = "actions/detail.html"
    context_object_name = "action"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action = self.object
        mine = ActionPoint.objects.filter(pk=action.pk)
        may = mine.visible_to(self.request.user, to=decisions.CHANGE).exists()
        return super().get_context_data(
            may_change=may and not action.decision.agenda_item.meeting.is_sealed,
            may_step=may and bool(NEXT_STATES[action.state]),
            late=action.is_overdue(clock.today()),
            crumbs=crumbs((action.text, None)),
            **kwargs,
        )


class OfDecision(RecordStep):
    """A form about a decision or what carries it out; its page comes after the meeting's."""

    permission_required = decisions.CHANGE
    template_name = "working_groups/form.html"

    @cached_property
    def item(self) -> AgendaItem:
        """Return the agenda item the step belongs to."""
        raise NotImplementedError

    @property
    def back_url(self) -> str:
        return self.item.meeting.get_absolute_url()

    @property
    def people(self) -> Any:
        """Return the people who may be named: those the reader sees."""
        return Person.objects.visible_to(self.request.user).named()

    def further(self, title: str) -> dict[str, Any]:
        meeting = self.item.meeting
        return {
            "note": f"{meeting.group.community.title}. {self.item.title}",
            "back_url": self.back_url,
            "people": near(self.request.user, meeting),
            "crumbs": of_groups((str(meeting), meeting.get_absolute_url()), (title, None)),
        }


class DecisionAdd(OfDecision):
    """Write down what was decided about a thing on the agenda."""

    permission_required = decisions.DECIDE

    @cached_property
    def item(self) -> AgendaItem:  # type: ignore[override]
        mine = AgendaItem.objects.visible_to(self.request.user, to=decisions.DECIDE)
        joined = mine.select_related("meeting__group__community__oblast")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def form(self, *args: Any) -> DecisionForm:
        return DecisionForm(*args, instance=Decision(agenda_item=self.item))

    def store(self, form: DecisionForm, by: Any) -> Decision:
        said = {**form.said, "agenda_item": self.item}
        return decisions.decide(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New decision")


class DecisionEdit(OfDecision):
    """Change the words of a decision."""

    permission_required = decisions.REDECIDE

    @cached_property
    def decision(self) -> Decision:
        mine = Decision.objects.visible_to(self.request.user, to=decisions.REDECIDE)
        joined = mine.select_related("agenda_item__meeting__group__community__oblast")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @cached_property
    def item(self) -> AgendaItem:  # type: ignore[override]
        return self.decision.agenda_item

    def form(self, *args: Any) -> DecisionForm:
        return DecisionForm(*args, instance=self.decision)

    def store(self, form: DecisionForm, by: Any) -> Decision:
        return decisions.change_decision(
            decision=self.decision, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the decision")


class ActionAdd(OfDecision):
    """Set what somebody does by a day to carry out a decision."""

    permission_required = decisions.ADD

    @cached_property
    def decision(self) -> Decision:
        mine = Decision.objects.visible_to(self.request.user, to=decisions.ADD)
        joined = mine.select_related("agenda_item__meeting__group__community__oblast")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @cached_property
    def item(self) -> AgendaItem:  # type: ignore[override]
        return self.decision.agenda_item

    def form(self, *args: Any) -> ActionForm:
        return ActionForm(*args, instance=ActionPoint(decision=self.decision), people=self.people)

    def store(self, form: ActionForm, by: Any) -> ActionPoint:
        said = {**form.said, "decision": self.decision}
        return decisions.set_action(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New action point")


class ActionEdit(OfDecision):
    """Change what is to be done, by whom or by when."""

    @cached_property
    def action(self) -> ActionPoint:
        mine = ActionPoint.objects.visible_to(self.request.user, to=decisions.CHANGE)
        return get_object_or_404(mine.select_related(WAY, *OWNERS), pk=self.kwargs["pk"])

    @cached_property
    def item(self) -> AgendaItem:  # type: ignore[override]
        return self.action.decision.agenda_item

    @property
    def back_url(self) -> str:
        return self.action.get_absolute_url()

    def form(self, *args: Any) -> Any:
        return ActionForm(*args, instance=self.action, people=self.people)

    def store(self, form: Any, by: Any) -> ActionPoint:
        return decisions.change_action(
            action=self.action, said=form.said, by=by, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the action point")


class ActionStep(ActionEdit):
    """Say how far an action point is."""

    def form(self, *args: Any) -> ActionStepForm:
        return ActionStepForm(*args, action=self.action)

    def words(self) -> str:
        return _("How far it is")
