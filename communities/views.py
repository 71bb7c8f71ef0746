"""The browser of the register of communities."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from communities import exports
from communities.filters import VIEW, CommunityListFilter
from communities.looks import state_tag
from communities.models import Community, scope_of
from communities.search import likeness
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from communities.territories import territories_of
from core import clock, saved_views
from core.chips import chips
from core.exports import file_of, point
from core.gate import takes
from core.pager import MARKS, Page, counted_up_to, keyset_page, without_marks

IN_ORDER = ("sort_key", "id")


@takes(*CommunityListFilter.base_filters, *MARKS)
class CommunityList(PermissionRequiredMixin, ScopedViewMixin, FilterView):
    """The communities a reader sees, in Ukrainian order, with who is in post."""

    permission_required = VIEW
    queryset = Community.objects.shown().select_related("oblast", "raion")
    filterset_class = CommunityListFilter
    template_name = "communities/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()
        form = self.filterset.form
        own = territories_of(scope_of(self.request.user, VIEW))
        page = keyset_page(self.request, _as_of(rows), IN_ORDER)
        _likeliest_first(page, form)
        for each in page.rows:
            each.state = state_tag(each.status)
        return super().get_context_data(
            form=form,
            page=page,
            found=counted_up_to(rows),
            chips=chips(self.request, form),
            saved=saved_views.shown(self.request, "communities:list"),
            where=", ".join(each.name for each in own),
            first_url=without_marks(self.request),
            files=self.files(),
            crumbs=[(_("Overview"), reverse("dashboards:overview")), (_("Communities"), None)],
            **kwargs,
        )

    def files(self) -> list[tuple[str, str]]:
        """Return the addresses of exactly this list as files, where there is something to take."""
        if not self.filterset.is_valid():
            return []
        shown = without_marks(self.request)
        return [
            (name, f"{reverse(route)}{shown}")
            for name, route in (("CSV", "communities:csv"), ("GeoJSON", "communities:geojson"))
        ]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)


@takes(*CommunityListFilter.base_filters)
class CommunityFile(CommunityList):
    """The list that is shown, whole, as a file; wrong filters are named on the page of the list."""

    kind = ""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.filterset.is_valid():
            return super().render_to_response(context, **kwargs)
        rows = (
            _as_of(self.filterset.qs)
            .select_related("oblast", "raion", "centre")
            .with_places()
            .order_by(*IN_ORDER)
        )
        return file_of(
            self.kind,
            rows,
            exports.COMMUNITIES,
            name="communities",
            standing=Standing(self.request),
            geometry=point,
        )


def _likeliest_first(page: Page, form: Any) -> None:
    """Put what was looked for first, where all that was found stands on one page."""
    words = form.is_valid() and form.cleaned_data["q"]
    if words and not (page.newer or page.older):
        alike = likeness(words)[Community]
        page.rows.sort(key=lambda each: -alike.get(each.pk, 0.0))  # equals keep their order


def _as_of(rows: Any) -> Any:
    """Add the state of each community today, its residents, and which services are in post."""
    today = clock.today()
    return rows.with_status_on(today).with_residents_on(today).with_ring_on(today)
