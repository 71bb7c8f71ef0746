"""Pages of money for initiatives: the forms of a link, and the section of an initiative's page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import clock
from core.steps import RecordStep
from working_groups import funding
from working_groups.chains import in_order
from working_groups.funding import links_of
from working_groups.group_views import crumbs as of_groups
from working_groups.models import Funding, Initiative
from working_groups.models.funding import GIVEN, PROMISED
from working_groups.money_forms import FundingForm


@dataclass(frozen=True)
class Section:
    """The money of one initiative: links in the order it went, and the sums that reached it."""

    links: list[Funding]
    promised: Decimal | None
    given: Decimal | None
    add_url: str
    may_change: bool
    open_data_url: str


def section(initiative: Initiative, user: Any) -> Section | None:
    """Return the money of an initiative as a reader sees it; None where money is not his to see."""
    if not user.has_perm(funding.VIEW):
        return None
    seen = Funding.objects.visible_to(user).filter(initiative=initiative)
    rows = list(seen.select_related("giver", "receiver").order_by("given_on", "pk"))
    place = {each: number for number, each in enumerate(in_order(links_of(rows)))}
    rows.sort(key=lambda each: place[each.giver_id])
    mine = Initiative.objects.filter(pk=initiative.pk)
    may_add = mine.changeable_by(user, to=funding.ADD).exists()
    return Section(
        links=rows,
        promised=_reached(rows, PROMISED),
        given=_reached(rows, GIVEN),
        add_url=reverse("funding:add", args=[initiative.pk]) if may_add else "",
        may_change=mine.changeable_by(user, to=funding.CHANGE).exists(),
        open_data_url=reverse("api:ocds-release", args=[initiative.pk]),
    )


def _reached(rows: list[Funding], kinds: tuple[str, ...]) -> Decimal | None:
    sums = [each.uah for each in rows if each.receiver_id is None and each.kind in kinds]
    return sum(sums, Decimal(0)) if sums else None


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about money."""
    return of_groups((_("Who funded what"), reverse("funding:overview") if more else None), *more)


class FundingStep(RecordStep):
    """A form about a link of a chain."""

    template_name = "working_groups/form.html"

    @property
    def initiative(self) -> Initiative:
        """Return the initiative the money is for."""
        raise NotImplementedError

    def further(self, title: str) -> dict[str, Any]:
        initiative = self.initiative
        url = initiative.get_absolute_url()
        return {
            "note": initiative.title,
            "back_url": url,
            "crumbs": crumbs((initiative.title, url), (title, None)),
        }


class FundingAdd(FundingStep):
    """Write down a link of the chain of an initiative."""

    permission_required = funding.ADD

    @cached_property
    def initiative(self) -> Initiative:  # type: ignore[override]
        mine = Initiative.objects.changeable_by(self.request.user, to=funding.ADD)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def form(self, *args: Any) -> FundingForm:
        initial = {"given_on": clock.today()}
        return FundingForm(*args, instance=Funding(initiative=self.initiative), initial=initial)

    def store(self, form: FundingForm, by: Any) -> Funding:
        said = {**form.said, "initiative": self.initiative}
        return funding.add_link(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New funding")


class FundingEdit(FundingStep):
    """Change a link of a chain."""

    permission_required = funding.CHANGE

    @cached_property
    def link(self) -> Funding:
        mine = Funding.objects.changeable_by(self.request.user, to=funding.CHANGE)
        joined = mine.select_related("initiative", "giver", "receiver")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @property
    def initiative(self) -> Initiative:
        return self.link.initiative

    def form(self, *args: Any) -> FundingForm:
        return FundingForm(*args, instance=self.link)

    def store(self, form: FundingForm, by: Any) -> Funding:
        return funding.change_link(
            link=self.link, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the funding")
