"""Pages of officers: the register and one card."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django_filters.views import FilterView

from communities.models import scope_of
from communities.surfaces import ScopedViewMixin
from communities.territories import territories_of
from core import clock, saved_views
from core.chips import chips
from core.gate import takes
from core.moments import day, days
from core.pager import MARKS, counted_up_to, keyset_page, without_marks
from officers.activities import newest
from officers.filters import VIEW, OfficerFilter
from officers.models import Assignment, Officer
from officers.register import register_of

BY_NAME = ("personal__sort_key", "id")


@takes(*OfficerFilter.base_filters, *MARKS)
class OfficerList(PermissionRequiredMixin, FilterView):
    """The officers in the reader's scope, by surname."""

    permission_required = VIEW
    filterset_class = OfficerFilter
    template_name = "officers/list.html"

    def get_queryset(self) -> Any:
        return register_of(self.request.user).filter(personal__isnull=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()
        form = self.filterset.form
        own = territories_of(scope_of(self.request.user, VIEW))
        return super().get_context_data(
            form=form,
            page=keyset_page(self.request, rows, BY_NAME),
            found=counted_up_to(rows),
            chips=chips(self.request, form),
            saved=saved_views.shown(self.request, "officers:list"),
            where=", ".join(each.name for each in own),
            first_url=without_marks(self.request),
            crumbs=[(_("Overview"), reverse("dashboards:overview")), (_("Officers"), None)],
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)


class OfficerDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One officer: who it is, where it serves and served, where it went last."""

    permission_required = VIEW
    queryset = Officer.objects.select_related("personal", "unit", "user")
    template_name = "officers/detail.html"
    context_object_name = "officer"
    LAST = 10

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer, user, today = self.object, self.request.user, clock.today()
        posts = Assignment.objects.visible_to(user).filter(officer=officer)
        posts = list(posts.select_related("community__oblast").order_by("-period", "-pk"))
        return super().get_context_data(
            path=_path(posts, officer.service, today),
            posts=[each for each in posts if today in each.period],
            responses=self._responses(),
            activities_url=f"{reverse('officers:activities')}?officer={officer.pk}",
            calendar_url=reverse("officers:calendar", args=[officer.pk]),
            activities=newest(user, done_by__officer=officer),
            crumbs=[(_("Officers"), reverse("officers:list")), (str(officer), None)],
            **kwargs,
        )

    def _responses(self) -> Any:
        """Return the last events the officer went to, as far as the reader sees them."""
        responses = self.object.responses.visible_to(self.request.user)
        joined = responses.select_related("incident__category", "incident__community")
        return joined.order_by("-incident__occurred_at", "-pk")[: self.LAST]


def _path(posts: list[Assignment], service: str, today: Any) -> list[dict[str, Any]]:
    """Return the assignments as a thread, the newest first."""
    return [
        {
            "kind": "now" if today in each.period else service,
            "at": None,
            "when": _period(each),
            "what": each.community.title,
            "lines": [each.get_kind_display(), each.community.oblast.title],
        }
        for each in posts
    ]


def _period(post: Assignment) -> str:
    if post.ends_on is None:
        return _("since %(day)s") % {"day": day(post.starts_on)}
    last = post.ends_on - timedelta(days=1)
    return days(post.starts_on, last)
