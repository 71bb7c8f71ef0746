"""A list of records as a page: narrowed by the filters of its address, read page by page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django_filters.views import FilterView

from communities.models import scope_of
from communities.surfaces import ScopedViewMixin
from communities.territories import territories_of
from core import saved_views
from core.chips import chips
from core.gate import MethodsFirst
from core.pager import counted_up_to, keyset_page, without_marks


class RecordList(MethodsFirst, PermissionRequiredMixin, ScopedViewMixin, FilterView):
    """What the reader sees of some records; filters that cannot be read are a 400 and an empty list.

    `order` ends in the key, and an index follows it. `page_name` is the page of SavedPage under
    which filters are kept. What else the template shows, `further` says.
    """

    permission_required: str
    order: ClassVar[tuple[str, ...]]
    page_name: ClassVar[str]

    def further(self, rows: list[Any]) -> dict[str, Any]:
        """Return what the template shows besides; `rows` are those of this page."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()
        form, page = self.filterset.form, keyset_page(self.request, rows, self.order)
        own = territories_of(scope_of(self.request.user, self.permission_required))
        return super().get_context_data(
            form=form,
            page=page,
            found=counted_up_to(rows),
            chips=chips(self.request, form),
            saved=saved_views.shown(self.request, self.page_name),
            where=", ".join(each.name for each in own),
            first_url=without_marks(self.request),
            **self.further(page.rows),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)
