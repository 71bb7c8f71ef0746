"""Pages of initiatives: the list, one initiative with its thread, and the forms."""

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
from communities.models import Community
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import handouts, initiatives
from working_groups.funding_views import section
from working_groups.group_forms import OFFERED, offered
from working_groups.group_views import crumbs as of_groups
from working_groups.initiative_filters import InitiativeListFilter
from working_groups.initiative_forms import InitiativeForm, ProposeForm, StageForm
from working_groups.models import Handout, Initiative, Person, WorkingGroup
from working_groups.threads import thread_of

PLACES = Prefetch("communities", Community.objects.select_related("oblast").order_by("sort_key"))


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about initiatives."""
    return of_groups((_("Initiatives"), reverse("initiatives:list") if more else None), *more)


@takes(*InitiativeListFilter.base_filters, *MARKS)
class InitiativeList(RecordList):
    """The initiatives in the reader's scope, what changed last first."""

    permission_required = initiatives.VIEW
    filterset_class = InitiativeListFilter
    template_name = "initiatives/list.html"
    order, page_name = ("-updated_at", "-id"), SavedPage.INITIATIVES
    queryset = Initiative.objects.prefetch_related(PLACES)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"crumbs": crumbs()}


class InitiativeDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One initiative: where it stands, what it rests on, and what it handed over."""

    permission_required = initiatives.VIEW
    queryset = Initiative.objects.select_related(
        "group__community", "proposed_by_organisation", "proposed_by_person__contact"
    ).prefetch_related(PLACES, "stages__by")
    template_name = "initiatives/detail.html"
    context_object_name = "initiative"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initiative, user = self.object, self.request.user
        handed = Handout.objects.visible_to(user).filter(initiative=initiative)
        given = list(handed.select_related("recipient", "community").order_by("handed_on", "pk"))
        return super().get_context_data(
            places=initiative.communities.all(),
            stages=initiatives.stages_of(initiative),
            handouts=given,
            thread=thread_of(initiative, given, user),
            changeable=set(
                handed.visible_to(user, to=handouts.CHANGE).values_list("pk", flat=True)
            ),
            may_hand_over=_seen(Initiative, user, initiative.pk, to=handouts.ADD),
            may_change=initiatives.may_change(user, initiative),
            goes_on=bool(initiatives.next_stages(initiative)),
            group_seen=_seen(WorkingGroup, user, initiative.group_id),
            person_seen=_seen(Person, user, initiative.proposed_by_person_id),
            funding=section(initiative, user),
            crumbs=crumbs((initiative.title, None)),
            **kwargs,
        )


def _seen(model: Any, user: Any, key: int | None, *, to: str = "") -> bool:
    """Say whether a reader sees the row with a key, or may use it `to`."""
    return key is not None and model.objects.visible_to(user, to=to).filter(pk=key).exists()


class InitiativeStep(RecordStep):
    """A form about an initiative."""

    permission_required = initiatives.CHANGE
    template_name = "working_groups/form.html"

    @cached_property
    def initiative(self) -> Initiative:
        user = self.request.user
        mine = Initiative.objects.visible_to(user).changeable_by(user)
        joined = mine.select_related("group__community", "proposed_by_person__contact")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @property
    def back_url(self) -> str:
        return self.initiative.get_absolute_url()

    def further(self, title: str) -> dict[str, Any]:
        initiative = self.initiative
        above = [(initiative.title, initiative.get_absolute_url())] if initiative.pk else []
        return {
            "note": initiative.title,
            "back_url": self.back_url,
            "people": _near(self.request.user, initiative),
            "crumbs": crumbs(*above, (title, None)),
        }


def _near(user: Any, initiative: Initiative) -> list[str]:
    """Return the people of its communities that a form offers while one types."""
    places = initiative.communities.all() if initiative.pk else []
    if not initiative.pk and initiative.group:
        places = [initiative.group.community]
    rows = Person.objects.visible_to(user).named().filter(community__in=places)
    named = rows.select_related("contact").order_by("contact__sort_key", "pk")
    return [offered(each) for each in named[:OFFERED]]


class InitiativeAdd(InitiativeStep):
    """Write an initiative down: of a group, or of a community without one."""

    permission_required = initiatives.ADD

    @cached_property
    def group(self) -> WorkingGroup | None:
        if "pk" not in self.kwargs:
            return None
        mine = WorkingGroup.objects.visible_to(self.request.user, to=initiatives.ADD)
        return get_object_or_404(mine.select_related("community__oblast"), pk=self.kwargs["pk"])

    @cached_property
    def community(self) -> Community:
        if self.group:
            return self.group.community
        mine = Community.objects.shown().visible_to(self.request.user, to=initiatives.ADD)
        return get_object_or_404(mine.select_related("oblast"), code=self.kwargs["code"])

    @cached_property
    def initiative(self) -> Initiative:  # type: ignore[override]
        return Initiative(group=self.group)

    @property
    def back_url(self) -> str:
        return (self.group or self.community).get_absolute_url()

    def form(self, *args: Any) -> ProposeForm:
        return ProposeForm(
            *args,
            instance=self.initiative,
            user=self.request.user,
            right=initiatives.ADD,
            initial={"communities": [self.community]},
        )

    def store(self, form: ProposeForm, by: Any) -> Initiative:
        said = {**form.said, "group": self.group}
        return initiatives.propose(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New initiative")

    def further(self, title: str) -> dict[str, Any]:
        return super().further(title) | {"note": self.community.title}


class InitiativeEdit(InitiativeStep):
    """Change what is said of an initiative."""

    def form(self, *args: Any) -> InitiativeForm:
        return InitiativeForm(
            *args,
            instance=self.initiative,
            user=self.request.user,
            right=initiatives.CHANGE,
        )

    def store(self, form: InitiativeForm, by: Any) -> Initiative:
        return initiatives.change(
            initiative=self.initiative, said=form.said, by=by, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the initiative")


class StageStep(InitiativeStep):
    """Take the next step."""

    def form(self, *args: Any) -> StageForm:
        return StageForm(*args, initiative=self.initiative)

    def store(self, form: StageForm, by: Any) -> Initiative:
        return initiatives.take_stage(
            initiative=self.initiative,
            step=form.step,
            said=form.said,
            by=by,
            at=clock.now(),
            version=form.seen,
        )

    def words(self) -> str:
        return _("Next step")
