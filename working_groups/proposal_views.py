"""Pages of whoever decides about proposals: the list, one proposal, and the steps."""

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
from core.gate import MethodsFirst, takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import groups, proposals
from working_groups.group_views import crumbs as of_groups
from working_groups.models import Proposal, ProposalKind, ProposalState
from working_groups.plan_filters import ProposalListFilter
from working_groups.proposal_forms import BringUpForm, DecisionForm

SEEN = Proposal.objects.select_related("group__community__oblast", "contact")


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about proposals."""
    return of_groups((_("Proposals"), reverse("proposals:list") if more else None), *more)


@takes(*ProposalListFilter.base_filters, *MARKS)
class ProposalList(RecordList):
    """The proposals to the groups in the reader's scope, the latest first."""

    permission_required = proposals.VIEW
    filterset_class = ProposalListFilter
    template_name = "proposals/list.html"
    order, page_name = ("-created_at", "-id"), SavedPage.PROPOSALS
    queryset = SEEN

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"crumbs": crumbs()}


class ProposalDetail(MethodsFirst, PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One proposal, who wrote it, and what comes next."""

    permission_required = proposals.VIEW
    queryset = SEEN.select_related("agenda_item__meeting")
    template_name = "proposals/detail.html"
    context_object_name = "proposal"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, user = self.object, self.request.user
        mine = Proposal.objects.filter(pk=proposal.pk)
        may = mine.visible_to(user, to=proposals.CHANGE).exists()
        accepted = proposal.state == ProposalState.ACCEPTED
        is_idea = proposal.kind == ProposalKind.IDEA
        open_idea = accepted and is_idea and not proposal.agenda_item_id
        joins = mine.visible_to(user, to=groups.ADD_MEMBER).exists()
        return super().get_context_data(
            may_decide=may and not proposal.agenda_item_id,
            may_bring_up=may and open_idea,
            may_join=joins and accepted and not is_idea,
            crumbs=crumbs((str(proposal), None)),
            **kwargs,
        )


class ProposalStep(RecordStep):
    """A step with one proposal in reach."""

    permission_required = proposals.CHANGE
    template_name = "working_groups/form.html"

    @cached_property
    def proposal(self) -> Proposal:
        return self.found()

    def found(self) -> Proposal:
        mine = SEEN.visible_to(self.request.user, to=proposals.CHANGE)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def further(self, title: str) -> dict[str, Any]:
        proposal = self.proposal
        return {
            "note": proposal.group.community.title,
            "back_url": proposal.get_absolute_url(),
            "crumbs": crumbs((str(proposal), proposal.get_absolute_url()), (title, None)),
        }


class Decide(ProposalStep):
    """Accept a proposal, or decline it."""

    def form(self, *args: Any) -> DecisionForm:
        return DecisionForm(*args, instance=self.found())

    def store(self, form: DecisionForm, by: Any) -> Proposal:
        return proposals.decide(
            proposal=self.proposal, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Decide about the proposal")


class BringUp(ProposalStep):
    """Put an accepted idea on the agenda of a planned meeting."""

    def form(self, *args: Any) -> BringUpForm:
        return BringUpForm(*args, proposal=self.proposal)

    def store(self, form: BringUpForm, by: Any) -> Proposal:
        said = form.cleaned_data
        return proposals.bring_up(
            proposal=self.proposal,
            meeting=said["meeting"],
            title=said["title"],
            by=by,
            at=clock.now(),
            version=form.seen,
        )

    def words(self) -> str:
        return _("Put the idea on an agenda")
