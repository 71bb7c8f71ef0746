"""What was done with accounts and rights, and what was refused: the list, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from accounts.models import AccessEvent
from accounts.proving import NeedsProof
from communities.administration.exports import EVENTS
from communities.administration.filters import EventFilter
from communities.administration.showing import Event
from communities.administration.views.hub import VIEW_EVENT, way
from communities.giving import accounts_for
from communities.models import scope_of
from communities.standing import Standing
from core.chips import chips
from core.exports import CSV, file_of
from core.gate import MethodsFirst, takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks

NEWEST_FIRST = ("-at", "-id")


def events_for(user: Any) -> Any:
    """Return the events about accounts in a reader's reach; for the nation, all."""
    scope = scope_of(user, VIEW_EVENT)
    rows = AccessEvent.objects.select_related("account", "by")
    if scope.police.nation and scope.rescue.nation:
        return rows
    return rows.filter(account__in=accounts_for(user, to=VIEW_EVENT).values("pk"))


class EventPage(MethodsFirst, PermissionRequiredMixin, FilterView):
    permission_required = VIEW_EVENT
    filterset_class = EventFilter

    def get_queryset(self) -> Any:
        return events_for(self.request.user)


@takes(*EventFilter.base_filters, *MARKS)
class EventList(EventPage):
    """The newest first."""

    template_name = "administration/events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()
        form, request = self.filterset.form, self.request
        page = keyset_page(request, rows, NEWEST_FIRST)
        return super().get_context_data(
            form=form,
            page=page,
            events=[Event(each) for each in page.rows],
            found=counted_up_to(rows),
            chips=chips(request, form),
            first_url=without_marks(request),
            csv_url=reverse("administration:events-csv") + without_marks(request),
            crumbs=way((_("Events of access"), None)),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)


@takes(*EventFilter.base_filters)
class EventFile(NeedsProof, EventPage):
    """The same events as CSV."""

    template_name = "administration/events.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = EventFilter(request.GET, queryset=self.get_queryset(), request=request)
        if not asked.is_valid():
            return EventList.as_view()(request)
        rows, standing = asked.qs.order_by(*NEWEST_FIRST), Standing(request)
        return file_of(CSV, rows, EVENTS, name="events-of-access", standing=standing)
