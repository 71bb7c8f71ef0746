"""The safety assets of a community as marks on its map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.models import Community, SafetyAsset
from communities.models.assets import AssetKind
from core.numbers import number

FIRE, REFUGE, WATCH, OTHER = "mark-fire", "mark-refuge", "mark-watch", "mark-other"
LOOKS: dict[str, str] = {
    **dict.fromkeys((AssetKind.HYDRANT, AssetKind.WATER_SOURCE, AssetKind.FIRE_STAND), FIRE),
    **dict.fromkeys((AssetKind.SHELTER, AssetKind.SIREN, AssetKind.WARNING_SYSTEM), REFUGE),
    **dict.fromkeys((AssetKind.CAMERA, AssetKind.ALARM_BUTTON, AssetKind.DRONE_DETECTOR), WATCH),
}
LEGEND: dict[str, Promise] = {
    FIRE: _("Water and fire stands"),
    REFUGE: _("Shelters and warning"),
    WATCH: _("Cameras and alarm"),
    OTHER: _("Roads, power and other"),
}


@dataclass(frozen=True)
class Mark:
    """One asset on the map: where it stands, the class that draws it, and what it says."""

    latitude: float
    longitude: float
    look: str
    words: str


def marks_of(user: Any, community: Community) -> list[Mark]:
    """Return the assets a reader sees that have a point, the newest."""
    seen = SafetyAsset.objects.visible_to(user).filter(community=community).with_point()
    rows = seen.select_related("settlement").order_by("-pk")[: settings.LIMITS["assets_drawn"]]
    return [_mark(each) for each in rows]


def legend_of(marks: Iterable[Mark]) -> list[tuple[str, Promise]]:
    """Return each look that the marks have, with its words."""
    shown = {each.look for each in marks}
    return [(look, words) for look, words in LEGEND.items() if look in shown]


def told(marks: Sequence[Mark]) -> list[list[Any]]:
    """Return the marks as the script of the map reads them."""
    return [[each.latitude, each.longitude, each.look, each.words] for each in marks]


def _mark(asset: SafetyAsset) -> Mark:
    place = asset.address or asset.settlement
    kind = asset.get_kind_display()
    what = f"{kind} × {number(asset.quantity)}" if asset.quantity > 1 else kind
    named = f"{what}, {place}" if place else what
    words = f"{named}. {asset.get_condition_display()}"
    latitude, longitude = float(asset.latitude), float(asset.longitude)
    return Mark(latitude, longitude, LOOKS.get(asset.kind, OTHER), words)
