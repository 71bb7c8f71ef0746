"""The states of communities on a day as files: what the page lists is what the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities import geojson
from communities.models.boundaries import Detail
from communities.models.states import CommunityState
from core.exports import Column

AT_ONCE = 100  # rows fetched in one go: the geometry of each may be long
COLUMNS = (
    Column(_("Code"), lambda row: row.code),
    Column(_("name in Ukrainian"), lambda row: row.name_uk),
    Column(_("name in English"), lambda row: row.name_en),
    Column(_("Oblast"), lambda row: row.oblast.title),
    Column(_("Raion"), lambda row: row.raion.title if row.raion else ""),
    Column(_("State"), lambda row: CommunityState(row.status).label),
    Column(
        _("Eligible"), lambda row: _("no") if row.status == CommunityState.OCCUPIED else _("yes")
    ),
    Column(_("Residents"), lambda row: row.residents),
)


def rows_of(found: Any) -> Any:
    """Return communities in the order of a table."""
    return found.select_related("oblast", "raion").order_by("oblast__sort_key", "sort_key", "pk")


def features(found: Any, detail: str = Detail.LOW) -> Iterator[str]:
    """Yield communities as GeoJSON with their state: in boundaries, else as points."""
    told = found.order_by("code").values_list(
        "code",
        "name_uk",
        "name_en",
        "status",
        "residents",
        "oblast__code",
        "raion__code",
        "longitude",
        "latitude",
        F(f"boundary__{detail}"),
        *(F(f"boundary__{side}") for side in ("west", "south", "east", "north")),
    )
    for row in told.iterator(chunk_size=AT_ONCE):
        yield _feature(*row)


def _feature(*row: Any) -> str:
    (code, name_uk, name_en, status, residents, oblast, raion, lon, lat, geometry, *box) = row
    said = {
        "code": code,
        "name_uk": name_uk,
        "name_en": name_en,
        "oblast": oblast,
        "raion": raion,
        "state": status,
        "state_label": str(CommunityState(status).label),
        "eligible": status != CommunityState.OCCUPIED,
        "population": residents,
    }
    shape = geometry or geojson.point(lon, lat)
    return geojson.feature(said, shape, box if geometry else None)
