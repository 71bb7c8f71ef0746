"""Pages of organisations: the list, one of them with all that it does, and the forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.lists import RecordList
from communities.models import Organisation
from core import clock
from core.countries import country
from core.gate import MethodsFirst, takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import funding, grants, initiatives, organisations, people
from working_groups.funding_overview import Flows, flows_of
from working_groups.groups import SEE_MEMBERS
from working_groups.groups import VIEW as SEE_GROUPS
from working_groups.models import (
    Funding,
    Grant,
    GrantPartner,
    Initiative,
    Membership,
    Person,
    Position,
    WorkingGroup,
)
from working_groups.models.meetings import PERSON
from working_groups.money import Sums, sums_of
from working_groups.organisation_filters import OrganisationListFilter
from working_groups.organisation_forms import OrganisationForm

SHOWN = 12  # of each kind of record on the page of an organisation


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about organisations."""
    return [(_("Organisations"), reverse("organisations:list") if more else None), *more]


@takes(*OrganisationListFilter.base_filters, *MARKS)
class OrganisationList(RecordList):
    """All organisations by name; the list is the same for everybody who sees working groups."""

    permission_required = organisations.VIEW
    filterset_class = OrganisationListFilter
    template_name = "organisations/list.html"
    order, page_name = ("sort_key", "id"), SavedPage.ORGANISATIONS

    def get_queryset(self) -> Any:
        return Organisation.objects.select_related("oblast")  # in reach of everybody

    def further(self, rows: list[Any]) -> dict[str, Any]:
        for each in rows:
            each.country_name = country(each.country)
        may_add = self.request.user.has_perm(organisations.ADD)
        return {"may_add": may_add, "crumbs": crumbs()}


@dataclass(frozen=True)
class First:
    """The first records of a kind, whether there are more of them, and where all are listed."""

    rows: Sequence[Any]
    more: bool
    url: str = ""

    @classmethod
    def of(cls, rows: Any, url: str = "") -> First:
        found = list(rows[: SHOWN + 1])
        return cls(found[:SHOWN], len(found) > SHOWN, url)


@dataclass(frozen=True)
class Money:
    """The money of an organisation: sums, what went as bars, and the grants."""

    sums: Iterable[Sums]
    flows: list[Flows]
    grants: First
    given_url: str


@takes()
class OrganisationDetail(MethodsFirst, PermissionRequiredMixin, View):
    """One organisation: what it is, and in the reader's scope its people, groups, work and money."""

    permission_required = organisations.VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Organisation.objects.select_related("oblast")
        organisation = get_object_or_404(found, pk=pk)
        user = request.user
        changeable = organisations.changeable_by(user).filter(pk=pk)
        context = {
            "organisation": organisation,
            "country": country(organisation.country),
            "may_change": changeable.exists(),
            "people": _people(organisation, user),
            "memberships": _memberships(organisation, user),
            "groups": _groups(organisation, user),
            "initiatives": _initiatives(organisation, user),
            "money": _money(organisation, user),
            "crumbs": crumbs((organisation.name, None)),
        }
        return render(request, "organisations/detail.html", context)


def _people(organisation: Organisation, user: Any) -> First | None:
    """Return who belongs to an organisation, or holds an office there today, with the offices."""
    if not user.has_perm(people.VIEW):
        return None
    held = Position.objects.held_on(clock.today()).filter(organisation=organisation)
    there = Q(organisation=organisation) | Q(Exists(held.filter(person=OuterRef("pk"))))
    seen = Person.objects.visible_to(user).named().filter(there)
    rows = seen.select_related("contact", "community__oblast", "oblast")
    offices = Prefetch("positions", held.order_by("-pk"), to_attr="offices")
    url = f"{reverse('people:list')}?organisation={organisation.pk}"
    return First.of(rows.prefetch_related(offices).order_by("contact__sort_key", "pk"), url)


def _memberships(organisation: Organisation, user: Any) -> First | None:
    if not user.has_perm(SEE_MEMBERS):
        return None
    seen = Membership.objects.visible_to(user, to=SEE_MEMBERS).filter(organisation=organisation)
    joined = seen.select_related(*PERSON, "group__community")
    return First.of(joined.order_by("-starts_on", "-pk"))


def _groups(organisation: Organisation, user: Any) -> First:
    """Return the groups that work today and have a member of an organisation, or are led by it."""
    today = clock.today()
    members = Membership.objects.on(today).filter(organisation=organisation)
    sits = Exists(members.filter(group=OuterRef("pk")).order_by())
    seen = WorkingGroup.objects.visible_to(user, to=SEE_GROUPS).in_force(today)
    seen = seen.filter(Q(coordinator=organisation) | Q(sits)).annotate(sits=sits)
    return First.of(seen.select_related("community__oblast").order_by("-established_on", "-pk"))


def _initiatives(organisation: Organisation, user: Any) -> First | None:
    """Return what an organisation proposed, what changed last first."""
    if not user.has_perm(initiatives.VIEW):
        return None
    seen = Initiative.objects.visible_to(user).filter(proposed_by_organisation=organisation)
    rows = seen.prefetch_related("communities").order_by("-updated_at", "-pk")
    return First.of(rows, f"{reverse('initiatives:list')}?organisation={organisation.pk}")


def _money(organisation: Organisation, user: Any) -> Money | None:
    """Return the money of an organisation; None where money is not the reader's to see."""
    if not (user.has_perm(funding.VIEW) and user.has_perm(grants.VIEW)):
        return None
    links = Funding.objects.visible_to(user).filter(
        Q(giver=organisation) | Q(receiver=organisation)
    )
    partner = GrantPartner.objects.filter(organisation=organisation).values("grant")
    part = Q(giver=organisation) | Q(organisation=organisation) | Q(pk__in=partner)
    given = Grant.objects.visible_to(user).filter(part)
    joined = given.select_related("giver", "organisation", "oblast")
    return Money(
        sums=sums_of(organisation, links, given),
        flows=flows_of(links),
        grants=First.of(joined.order_by("-given_on", "-pk")),
        given_url=f"{reverse('funding:overview')}?giver={organisation.pk}",
    )


class OrganisationAdd(RecordStep):
    """Write down an organisation."""

    permission_required = organisations.ADD
    template_name = "working_groups/form.html"

    def form(self, *args: Any) -> OrganisationForm:
        return OrganisationForm(*args, user=self.request.user)

    def store(self, form: OrganisationForm, by: Any) -> Organisation:
        return organisations.add_organisation(said=form.said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New organisation")

    def further(self, title: str) -> dict[str, Any]:
        return {"back_url": reverse("organisations:list"), "crumbs": crumbs((title, None))}


class OrganisationEdit(OrganisationAdd):
    """Change what is said of an organisation that is not of the published list."""

    @cached_property
    def organisation(self) -> Organisation:
        mine = organisations.changeable_by(self.request.user)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def form(self, *args: Any) -> OrganisationForm:
        mine = organisations.changeable_by(self.request.user)
        row = get_object_or_404(mine, pk=self.organisation.pk)  # a form writes into its own
        return OrganisationForm(*args, instance=row, user=self.request.user)

    def store(self, form: OrganisationForm, by: Any) -> Organisation:
        return organisations.change_organisation(
            organisation=self.organisation,
            said=form.said,
            by=by,
            at=clock.now(),
            version=form.seen,
        )

    def words(self) -> str:
        return _("Change the organisation")

    def further(self, title: str) -> dict[str, Any]:
        name, back = self.organisation.name, self.organisation.get_absolute_url()
        return {"note": name, "back_url": back, "crumbs": crumbs((name, back), (title, None))}
