"""Where a community is shown: its centre, and its boundary among its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Boundary
from communities.models.boundaries import Detail
from core.charts import Area, Drawing, areas
from core.charts.areas import dot
from core.charts.plane import Frame
from dashboards.asset_marks import Mark


@dataclass(frozen=True)
class Spot:
    """Where a community is shown: a point, its boundary if there is one, whom that credits."""

    latitude: float | None
    longitude: float | None
    drawing: Drawing | None = None
    credit: str = ""
    source: str = ""  # the boundary for the map of the script


def spot_of(community: Any, marks: Iterable[Mark] = ()) -> Spot:
    """Return the centre, else the label, and the boundary among its neighbours with marks in it."""
    geometry = ("low", "middle", "high", "outline")
    own = Boundary.objects.filter(community=community).defer(*geometry).first()
    if own is None:
        return Spot(community.latitude, community.longitude)
    near = Boundary.objects.filter(
        community__isnull=False,
        west__lte=own.east,
        east__gte=own.west,
        south__lte=own.north,
        north__gte=own.south,
    ).exclude(pk=own.pk)
    shapes = [Area(path, "land") for path in near.values_list("fine_outline", flat=True)]
    frame = Frame.around([own.box], margin=0.2)
    radius = max(1, frame.width // 90)
    drawing = areas(
        [
            *shapes,
            Area(own.fine_outline, "own"),
            *(Area(dot(e.longitude, e.latitude, radius), e.look, e.words) for e in marks),
        ],
        label=_("%(name)s in its boundary") % {"name": community.title},
        frame=frame,
    )
    asked = urlencode({"level": "community", "territory": community.code, "detail": Detail.HIGH})
    return Spot(
        own.label_latitude if community.latitude is None else community.latitude,
        own.label_longitude if community.longitude is None else community.longitude,
        drawing,
        own.credit,
        f"{reverse('api:boundary-list')}?{asked}",
    )
