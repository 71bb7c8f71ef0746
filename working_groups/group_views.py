"""Pages of working groups: the list, one group with its members, and the forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.lists import RecordList
from communities.models import Community
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import groups, initiatives, meetings, priorities, problems, proposals
from working_groups.filters import GroupListFilter
from working_groups.group_forms import OFFERED, GroupForm, MemberForm, offered
from working_groups.initiative_lists import latest
from working_groups.models import (
    ActionPoint,
    MeetingCalendar,
    Membership,
    Person,
    Proposal,
    WorkingGroup,
)
from working_groups.models.decisions import OWNERS
from working_groups.models.groups import MemberRole
from working_groups.models.meetings import PERSON
from working_groups.models.people import human

SHOWN = 12  # of meetings, problems, action points and priorities on the page of a group


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about working groups."""
    url = reverse("working_groups:list") if more else None
    return [(_("Working groups"), url), *more]


@takes(*GroupListFilter.base_filters, *MARKS)
class GroupList(RecordList):
    """The groups in the reader's scope, the latest first, each with how many members it has today."""

    permission_required = groups.VIEW
    filterset_class = GroupListFilter
    template_name = "working_groups/list.html"
    order, page_name = ("-established_on", "-id"), SavedPage.GROUPS
    queryset = WorkingGroup.objects.select_related("community__oblast", "programme")

    def get_queryset(self) -> Any:
        today = clock.today()
        counts = Q(memberships__starts_on__lte=today) & (
            Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=today)
        )
        humans = Count(human("memberships__person"), filter=counts, distinct=True)
        return super().get_queryset().annotate(members=humans)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        today = clock.today()
        for each in rows:
            each.works = each.works_on(today)
        seen = Proposal.objects.visible_to(self.request.user, to=proposals.CHANGE)
        may = self.request.user.has_perm(proposals.CHANGE)
        return {"crumbs": crumbs(), "waiting": seen.waiting().count() if may else 0}


class GroupDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One group: what established it, and who belongs to it."""

    permission_required = groups.VIEW
    queryset = WorkingGroup.objects.select_related(
        "community__oblast", "programme", "coordinator", "predecessor__community"
    )
    template_name = "working_groups/detail.html"
    context_object_name = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        group, today = self.object, clock.today()
        members = list(_members_of(group, self.request.user))
        sittings = group.meetings.order_by("-planned_for", "-pk")
        return super().get_context_data(
            works=group.works_on(today),
            members=_one_each(e for e in members if e.ends_on is None or e.ends_on > today),
            former=[each for each in members if each.ends_on and each.ends_on <= today],
            may_change=self._may(groups.CHANGE),
            may_add_member=self._may(groups.ADD_MEMBER) and group.works_on(today),
            may_change_members=self._may(groups.CHANGE_MEMBER),
            meetings=list(sittings[:SHOWN]) if self._may(meetings.VIEW) else [],
            may_subscribe=self._may(meetings.VIEW),
            has_address=self._has_address(),
            may_plan=self._may(meetings.ADD) and group.works_on(today),
            problems=group.problems.order_by("-raised_on", "-pk")[:SHOWN],
            may_add_problem=self._may(problems.ADD),
            actions=_unfinished(group),
            initiatives=latest(self.request.user, SHOWN, group=group),
            initiatives_url=f"{reverse('initiatives:list')}?group={group.pk}",
            initiative_add=self._add_initiative(),
            today=today,
            priorities=group.priorities.order_by("-year", "rank")[:SHOWN],
            may_add_priority=self._may(priorities.ADD),
            may_change_priorities=self._may(priorities.CHANGE),
            crumbs=crumbs((group.community.title, None)),
            **kwargs,
        )

    def _add_initiative(self) -> str:
        may = self._may(initiatives.ADD)
        return reverse("initiatives:add", args=[self.object.pk]) if may else ""

    def _has_address(self) -> bool:
        mine = MeetingCalendar.objects.visible_to(self.request.user).in_force()
        return mine.filter(group=self.object).exists()

    def _may(self, right: str) -> bool:
        mine = WorkingGroup.objects.filter(pk=self.object.pk)
        return mine.visible_to(self.request.user, to=right).exists()


def _unfinished(group: WorkingGroup) -> Any:
    """Return what is still to do of what a group decided, by the day it is due."""
    rows = ActionPoint.objects.unfinished().filter(decision__agenda_item__meeting__group=group)
    joined = rows.select_related(*OWNERS)
    return joined.order_by("due_on", "pk")[:SHOWN]


def _members_of(group: WorkingGroup, user: Any) -> Any:
    """Return the memberships of a group that a reader sees: the chair first, then by sector."""
    seen = Membership.objects.visible_to(user).filter(group=group)
    joined = seen.select_related(*PERSON, "organisation")
    order = {role: place for place, role in enumerate(MemberRole.values)}
    return sorted(
        joined, key=lambda each: (order[each.role], each.sector, str(each.person), each.pk)
    )


def _one_each(members: Iterable[Membership]) -> list[Membership]:
    """Return one membership a human: that of the record that stays, where others were merged."""
    found: dict[int, Membership] = {}
    for each in members:
        if each.person.human not in found or each.person.merged_into_id is None:
            found[each.person.human] = each
    return list(found.values())


class GroupStep(RecordStep):
    """A form about a group."""

    template_name = "working_groups/form.html"

    @property
    def group(self) -> WorkingGroup:
        """Return the group the step is about; a new one has no key yet."""
        raise NotImplementedError

    def further(self, title: str) -> dict[str, Any]:
        group = self.group
        there = group.pk is not None
        back = group if there else group.community
        above = [(group.community.title, group.get_absolute_url())] if there else []
        return {
            "note": group.community.title,
            "back_url": back.get_absolute_url(),
            "crumbs": crumbs(*above, (title, None)),
        }


class GroupAdd(GroupStep):
    """Establish a group in a community."""

    permission_required = groups.ADD

    @cached_property
    def group(self) -> WorkingGroup:  # type: ignore[override]
        mine = Community.objects.shown().visible_to(self.request.user, to=groups.ADD)
        joined = mine.select_related("oblast").filter(dissolved_on=None)
        return WorkingGroup(community=get_object_or_404(joined, code=self.kwargs["code"]))

    def form(self, *args: Any) -> GroupForm:
        return GroupForm(*args, instance=self.group)

    def store(self, form: GroupForm, by: Any) -> WorkingGroup:
        said = {**form.said, "community": self.group.community}
        return groups.establish(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New working group")


class GroupEdit(GroupStep):
    """Change what is said of a group, or end it."""

    permission_required = groups.CHANGE

    @cached_property
    def group(self) -> WorkingGroup:  # type: ignore[override]
        mine = WorkingGroup.objects.visible_to(self.request.user, to=groups.CHANGE)
        return get_object_or_404(mine.select_related("community__oblast"), pk=self.kwargs["pk"])

    def form(self, *args: Any) -> GroupForm:
        return GroupForm(*args, instance=self.group)

    def store(self, form: GroupForm, by: Any) -> WorkingGroup:
        return groups.change_group(
            group=self.group, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the working group")


class MemberAdd(GroupStep):
    """Let a person belong to a group."""

    permission_required = groups.ADD_MEMBER

    @cached_property
    def group(self) -> WorkingGroup:  # type: ignore[override]
        mine = WorkingGroup.objects.visible_to(self.request.user, to=groups.ADD_MEMBER)
        return get_object_or_404(mine.select_related("community__oblast"), pk=self.kwargs["pk"])

    @property
    def people(self) -> Any:
        """Return the people who may be named: those the reader sees."""
        return Person.objects.visible_to(self.request.user).named()

    def form(self, *args: Any) -> MemberForm:
        member = Membership(group=self.group)
        initial = {"starts_on": clock.today()}
        return MemberForm(*args, instance=member, people=self.people, initial=initial)

    def store(self, form: MemberForm, by: Any) -> WorkingGroup:
        said = {**form.said, "group": self.group, "person": form.cleaned_data["person"]}
        return groups.add_member(said=said, by=by, at=clock.now()).group

    def words(self) -> str:
        return _("New member")

    def further(self, title: str) -> dict[str, Any]:
        near = self.people.filter(community=self.group.community).select_related("contact")
        listed = near.order_by("contact__sort_key", "pk")[:OFFERED]
        return super().further(title) | {"people": [offered(each) for each in listed]}


class MemberEdit(GroupStep):
    """Change what is said of a membership, or end it."""

    permission_required = groups.CHANGE_MEMBER

    @cached_property
    def membership(self) -> Membership:
        mine = Membership.objects.visible_to(self.request.user, to=groups.CHANGE_MEMBER)
        joined = mine.select_related("person__contact", "group__community__oblast", "organisation")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @property
    def group(self) -> WorkingGroup:
        return self.membership.group

    def form(self, *args: Any) -> MemberForm:
        return MemberForm(*args, instance=self.membership, people=Person.objects.none())

    def store(self, form: MemberForm, by: Any) -> WorkingGroup:
        return groups.change_member(
            membership=self.membership, said=form.said, at=clock.now(), version=form.seen
        ).group

    def words(self) -> str:
        return _("Change the membership")
