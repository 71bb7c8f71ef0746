"""The map of states: communities in their boundaries, or as circles where there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Boundary, ControlStatus, Oblast
from communities.models.states import OCCUPIED, CommunityState
from core.charts import Area, Drawing, Label, areas, dot
from core.charts.plane import WHOLE, Frame, project
from core.numbers import is_ukrainian

FEW = 200  # communities: up to here each is a link, has a name and a fine outline
RADIUS = 25  # units of the plane, three kilometres, where there is no boundary
PATTERNS = tuple(f"state-{each.value}" for each in CommunityState)
BOX = ("west", "south", "east", "north")
NOTHING_THERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A community as the map needs it."""

    code: str
    name: str
    status: str
    path: str
    box: tuple[float, float, float, float] | None
    label: tuple[float, float] | None  # longitude, latitude


Look = Callable[[Place], tuple[str, str]]  # the class of an area, and what it says


def look_of_state(place: Place) -> tuple[str, str]:
    """Return how the state of a community looks, and the words for it."""
    state = CommunityState(place.status)
    return f"state-{state.value}", str(state.label)


def places(ground: Any) -> list[Place]:
    """Return the communities of a queryset that have a status, with outlines as fine as few allow."""
    fine = ground.order_by().count() <= FEW
    outline = "boundary__fine_outline" if fine else "boundary__outline"
    rows = ground.order_by("code").values_list(
        "code",
        "name_uk" if is_ukrainian() else "name_en",
        "status",
        F(outline),
        F("boundary__label_longitude"),
        F("boundary__label_latitude"),
        "longitude",
        "latitude",
        *(F(f"boundary__{side}") for side in BOX),
    )
    return [_place(row) for row in rows]


def _place(row: tuple[Any, ...]) -> Place:
    code, name, status, path, label_lon, label_lat, longitude, latitude, *box = row
    point = (label_lon, label_lat) if path else (longitude, latitude)
    known = point[0] is not None
    if not path and known:
        path = dot(longitude, latitude, RADIUS)
        box = [longitude - 0.1, latitude - 0.1, longitude + 0.1, latitude + 0.1]
    return Place(
        code, name, status, path or "", tuple(box) if known else None, point if known else None
    )


def draw(
    found: list[Place],
    land: list[Land],
    *,
    nation: bool,
    label: str,
    look: Look = look_of_state,
    patterns: Sequence[str] = PATTERNS,
) -> Drawing:
    """Draw communities as they `look`; the country around them is land, with its oblasts' borders."""
    few = len(found) <= FEW
    shapes = [
        *(each.area for each in land),
        *(_area(each, look(each), linked=few) for each in found),
    ]
    boxes = [each.box for each in found if each.box]
    return areas(
        shapes,
        label=label,
        frame=WHOLE if nation or not boxes else Frame.around(boxes),
        edges=[each.path for each in land],
        names=list(_names(found)) if few else [each.label for each in land],
        patterns=patterns,
    )


def _area(place: Place, look: tuple[str, str], *, linked: bool) -> Area:
    kind, words = look
    href = reverse("dashboards:community", args=[place.code]) if linked else ""
    return Area(place.path, kind, f"{place.name}: {words}", href)


def _names(found: Iterable[Place]) -> Iterable[Label]:
    for each in found:
        if each.label and each.box:
            west, south, east, north = each.box
            yield Label(project(*each.label), each.name, (east - west) * (north - south))


@dataclass(frozen=True)
class Land:
    """An oblast under the map; `lost` where it has no communities and is listed as occupied."""

    code: str
    lost: bool
    area: Area
    path: str
    label: Label


def land_on(day: date, *, nation: bool) -> Iterable[Land]:
    """Yield the oblasts; one without communities of its own has the state the list gives it."""
    occupied = ControlStatus.objects.in_force_on(day).filter(status__in=OCCUPIED)
    rows: Any = (
        Boundary.objects.of_level("oblast")
        .select_related("oblast")
        .defer("low", "middle", "high", "fine_outline")
    )
    lost = set(
        Oblast.objects.filter(Q(communities=None) | Q(communities__projected=True))
        .filter(pk__in=occupied.filter(oblast__isnull=False).values("oblast"))
        .values_list("pk", flat=True)
    )
    for row in rows.order_by("pk"):
        state = CommunityState.OCCUPIED
        is_lost = nation and row.oblast_id in lost
        words = f"{row.oblast.title}: {state.label}" if is_lost else ""
        kind = f"state-{state.value}" if is_lost else "land"
        at = project(row.label_longitude, row.label_latitude)
        weight = (row.east - row.west) * (row.north - row.south)
        yield Land(
            code=row.oblast.code,
            lost=is_lost,
            area=Area(row.outline, kind, words),
            path=row.outline,
            label=Label(at, row.oblast.name, weight),
        )


def summary(counts: dict[str, int]) -> str:
    """Say the map in one sentence, for those who cannot see it."""
    said = [f"{state.label}: {counts.get(state, 0)}" for state in CommunityState]
    return _("Map of communities by state. %(counts)s. The list beside says the same.") % {
        "counts": ", ".join(said)
    }
