"""The list of incidents as a map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from communities.models import Boundary
from core import saved_views
from core.chips import chips
from core.gate import takes
from core.pager import MARKS, counted_up_to, without_marks
from incidents import cluster_maps
from incidents.clusters import Grid, grid_of
from incidents.list_filters import IncidentListFilter
from incidents.models.wall import sensitive_categories
from incidents.views.listing import FilteredIncidents, forms_of_list


@takes(*IncidentListFilter.base_filters, *MARKS)
class IncidentMap(FilteredIncidents, FilterView):
    """What the list shows, on a map: the same filters, in the same address."""

    template_name = "incidents/map.html"

    def grid(self) -> Grid:
        given = self.filterset.form.cleaned_data
        shut = sensitive_categories(self.request.user)
        return grid_of(self.filterset.qs, shut=shut, box=given.get("box"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filterset.form
        shown = self._shown() if self.filterset.is_valid() else {}
        return super().get_context_data(
            form=form,
            chips=chips(self.request, form),
            saved=saved_views.shown(self.request, "incidents:map"),
            forms=forms_of_list(self.request, "map"),
            where=self.where(form),
            crumbs=[
                (_("Overview"), reverse("dashboards:overview")),
                (_("Incidents"), reverse("incidents:list")),
                (_("Map"), None),
            ],
            **shown,
            **kwargs,
        )

    def _shown(self) -> dict[str, Any]:
        grid = self.grid()
        return {
            "grid": grid,
            "found": counted_up_to(self.filterset.qs),
            "drawing": cluster_maps.draw(grid, self.request),
            "lines": cluster_maps.lines(grid, self.request),
            "source": reverse("incidents:map-data") + without_marks(self.request),
            "land": cluster_maps.land_url(grid),
            "credit": Boundary.objects.credit(),
            "whole_url": without_marks(self.request, "box"),
        }


@takes(*IncidentListFilter.base_filters)
class IncidentMapData(IncidentMap):
    """The same clusters as GeoJSON, for the map of the script."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.filterset = self.get_filterset(self.get_filterset_class())
        if not self.filterset.is_valid():
            return HttpResponse(status=400)
        return JsonResponse(cluster_maps.geojson(self.grid(), request))
