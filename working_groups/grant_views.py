"""Pages of grants: the list, one grant, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import DetailView

from communities.lists import RecordList
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import grants
from working_groups.funding_views import crumbs as of_money
from working_groups.models import Grant, Initiative
from working_groups.money_filters import GrantListFilter
from working_groups.money_forms import GrantForm

JOINED = Grant.objects.select_related("giver", "organisation", "oblast")


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about grants."""
    return of_money((pgettext("money", "Grants"), reverse("grants:list") if more else None), *more)


@takes(*GrantListFilter.base_filters, *MARKS)
class GrantList(RecordList):
    """The grants in the reader's scope, the latest first."""

    permission_required = grants.VIEW
    filterset_class = GrantListFilter
    template_name = "grants/list.html"
    order, page_name = ("-given_on", "-id"), SavedPage.GRANTS
    queryset = JOINED

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"crumbs": crumbs()}


class GrantDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One grant: from whom to whom, with which partners, for what."""

    permission_required = grants.VIEW
    queryset = JOINED.prefetch_related("partners")
    template_name = "grants/detail.html"
    context_object_name = "grant"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grant, user = self.object, self.request.user
        seen = Initiative.objects.visible_to(user).filter(pk=grant.initiative_id)
        mine = Grant.objects.filter(pk=grant.pk).changeable_by(user, to=grants.CHANGE)
        return super().get_context_data(
            partners=sorted(grant.partners.all(), key=lambda each: each.sort_key),
            initiative=seen.first(),
            may_change=mine.exists(),
            crumbs=crumbs((grant.title, None)),
            **kwargs,
        )


class GrantStep(RecordStep):
    """A form about a grant."""

    template_name = "working_groups/form.html"

    @property
    def grant(self) -> Grant:
        """Return the grant the step is about; a new one has no key yet."""
        raise NotImplementedError

    def form(self, *args: Any) -> GrantForm:
        return GrantForm(
            *args, instance=self.grant, user=self.request.user, right=self.permission_required
        )

    def further(self, title: str) -> dict[str, Any]:
        grant = self.grant
        there = grant.pk is not None
        url = grant.get_absolute_url() if there else reverse("grants:list")
        above = [(grant.title, url)] if there else []
        return {
            "note": grant.title,
            "back_url": url,
            "crumbs": crumbs(*above, (title, None)),
        }


class GrantAdd(GrantStep):
    """Write a grant down."""

    permission_required = grants.ADD

    @cached_property
    def grant(self) -> Grant:  # type: ignore[override]
        return Grant(given_on=clock.today())

    def store(self, form: GrantForm, by: Any) -> Grant:
        return grants.add_grant(said=form.said, by=by, at=clock.now())

    def words(self) -> str:
        return pgettext("money", "New grant")


class GrantEdit(GrantStep):
    """Change what is said of a grant."""

    permission_required = grants.CHANGE

    @cached_property
    def grant(self) -> Grant:  # type: ignore[override]
        mine = Grant.objects.changeable_by(self.request.user, to=grants.CHANGE)
        return get_object_or_404(mine.select_related("oblast"), pk=self.kwargs["pk"])

    def store(self, form: GrantForm, by: Any) -> Grant:
        return grants.change_grant(
            grant=self.grant, said=form.said, by=by, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the grant")
