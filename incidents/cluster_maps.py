"""The map of a list of incidents: drawn for everybody, and as GeoJSON for the script."""

from __future__ import annotations

from math import sqrt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from communities.models import Boundary
from communities.models.boundaries import Detail
from core import numbers
from core.charts import Area, Drawing, Label, areas, dot
from core.charts.plane import Frame, project
from core.sorting import with_value
from incidents.clusters import Cluster, Grid

WIDE = 4  # degrees; across more, the borders of oblasts are fine enough
LISTED = 20  # clusters the list beside the map names


def draw(grid: Grid, request: HttpRequest) -> Drawing:
    """Draw the clusters over the boundaries; each leads into its square, or to its records."""
    frame = Frame.around([[float(each) for each in grid.frame]])
    land = [Area(path, "land") for path in _land(grid)]
    most = max((each.count for each in grid.clusters), default=1)
    circles = [_circle(each, most, frame, request) for each in grid.clusters]
    return areas(
        [*land, *circles],
        label=_("Map of the incidents of this list. The list beside says the same."),
        frame=frame,
        names=[_label(each, frame) for each in grid.clusters if each.count > 1],
    )


def lines(grid: Grid, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the largest clusters in words, with their addresses."""
    return [
        {
            "name": each.community.title,
            "count": each.count,
            "zoom": with_value(request, "box", str(each.box)) if each.opens else "",
            "records": records_url(each, request),
        }
        for each in grid.clusters[:LISTED]
    ]


def geojson(grid: Grid, request: HttpRequest) -> dict[str, Any]:
    """Return the clusters for the map of the script."""
    return {
        "type": "FeatureCollection",
        "unit": pgettext("how many", "Incidents"),
        "records": _("Open these records"),
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [each.longitude, each.latitude]},
                "properties": {
                    "name": each.community.title,
                    "value": each.count,
                    "url": records_url(each, request),
                },
            }
            for each in grid.clusters
        ],
        "bbox": [float(side) for side in grid.frame],
    }


def records_url(cluster: Cluster, request: HttpRequest) -> str:
    """Return the address of the list of what stands in a cluster's square."""
    return reverse("incidents:list") + with_value(request, "box", str(cluster.box))


def land_url(grid: Grid) -> str:
    """Return where the script reads the borders of oblasts, as finely as the frame wants them."""
    detail = Detail.LOW if grid.frame.width > WIDE else Detail.MIDDLE
    return f"{reverse('api:boundary-list')}?level=oblast&detail={detail}"


def _land(grid: Grid) -> Any:
    """Return the outlines under the clusters: of oblasts, or close by of communities."""
    west, south, east, north = map(float, grid.frame)
    level, outline = (
        ("oblast", "outline") if grid.frame.width > WIDE else ("community", "fine_outline")
    )
    near = {"west__lte": east, "east__gte": west, "south__lte": north, "north__gte": south}
    rows = Boundary.objects.of_level(level).filter(**near).order_by("pk")
    return rows.values_list(outline, flat=True)


def _circle(cluster: Cluster, most: int, frame: Frame, request: HttpRequest) -> Area:
    least = 1.4 if cluster.count > 1 else 0.6  # a count stands inside
    radius = max(1, round(frame.width / 140 * max(least, 4 * sqrt(cluster.count / most))))
    if cluster.opens:
        href = with_value(request, "box", str(cluster.box))
    else:
        href = records_url(cluster, request)
    path = dot(cluster.longitude, cluster.latitude, radius)
    return Area(path, "cluster", _words(cluster), href)


def _words(cluster: Cluster) -> str:
    count = ngettext("%(count)s incident", "%(count)s incidents", cluster.count) % {
        "count": numbers.number(cluster.count)
    }
    return f"{cluster.community.title}: {count}"


def _label(cluster: Cluster, frame: Frame) -> Label:
    x, y = project(cluster.longitude, cluster.latitude)
    middle = round(frame.width / 200)  # from the foot of a figure
    return Label((x, y + middle), numbers.number(cluster.count), cluster.count)
