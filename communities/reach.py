"""What of the register a reader reaches, level by level: the units a search or a tree may show."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from communities.models import CityDistrict, Community, Oblast, Raion, Settlement
from communities.region import Region

JOINS: dict[Any, tuple[str, ...]] = {
    Oblast: (),
    Raion: ("oblast",),
    Community: ("oblast", "raion"),
    Settlement: ("community__oblast", "community__raion", "raion"),
    CityDistrict: ("settlement__community__oblast", "settlement__community__raion", "oblast"),
}
LEVELS = tuple(JOINS)


def in_reach(model: Any, region: Region) -> Any:
    """Return the units of a level that lie wholly in a region, with what names their place."""
    return model.objects.select_related(*JOINS[model]).filter(_lies(model, region))


def _lies(model: Any, region: Region) -> Q:
    if model is Oblast:
        return Q() if region.nation else Q(pk__in=region.oblasts)
    if model is Raion:
        return Q() if region.nation else Q(pk__in=region.raions) | Q(oblast__in=region.oblasts)
    path = {Community: "", Settlement: "community", CityDistrict: "settlement__community"}[model]
    before = f"{path}__" if path else ""
    paths = {
        "oblast": f"{before}oblast",
        "raion": f"{before}raion",
        "community": path or "pk",
    }
    shown = {f"{before}projected": False, f"{before}dissolved_on": None}
    if path:
        shown[f"{path}__isnull"] = False
    return Q(region.q(paths), **shown)
