"""The page of the board of initiatives."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from communities.models import scope_of
from communities.surfaces import ScopedViewMixin
from communities.territories import territories_of
from core.chips import chips
from core.gate import takes
from working_groups import initiatives
from working_groups.board import Column, columns
from working_groups.initiative_filters import BoardFilter
from working_groups.initiative_views import PLACES, crumbs
from working_groups.models import Initiative


@takes(*BoardFilter.base_filters)
class InitiativeBoard(PermissionRequiredMixin, ScopedViewMixin, FilterView):
    """The initiatives a reader sees, a column a stage."""

    permission_required = initiatives.VIEW
    filterset_class = BoardFilter
    template_name = "initiatives/board.html"
    queryset = Initiative.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()
        user, form = self.request.user, self.filterset.form
        found = columns(rows, [PLACES])
        keys = [card.pk for column in found for card, _uah in column.cards]
        mine = Initiative.objects.filter(pk__in=keys).changeable_by(user)
        may = user.has_perm(initiatives.CHANGE)
        return super().get_context_data(
            form=form,
            columns=[self._linked(each) for each in found],
            changeable=set(mine.values_list("pk", flat=True)) if may else set(),
            chips=chips(self.request, form),
            where=", ".join(e.name for e in territories_of(scope_of(user, initiatives.VIEW))),
            list_url=self._list_url(),
            crumbs=crumbs((_("Board by stage"), None)),
            **kwargs,
        )

    def _linked(self, column: Column) -> Column:
        column.url = self._list_url(stage=column.stage)
        return column

    def _list_url(self, **more: str) -> str:
        """Return the list with the filters of the board."""
        query = self.request.GET.copy()
        for name, value in more.items():
            query[name] = value
        asked = f"?{query.urlencode()}" if query else ""
        return f"{reverse('initiatives:list')}{asked}"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)
