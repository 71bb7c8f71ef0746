"""Boundaries for programs and for the map: GeoJSON with an ETag, public reference data."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from communities import geojson
from communities.models import Boundary
from communities.models.boundaries import Detail
from communities.region import LEVELS, NATION, Region
from communities.territories import CODE, unit_of
from core.api.filtering import refuse_unknown
from core.api.schema import ENTITY_TAG, KATOTTH
from core.api.values import BadValue, read_all

ASKED = ("level", "territory", "detail")
KEPT = "private, max-age=3600"  # the browser of the caller asks again after an hour
LEVEL = OpenApiParameter("level", str, enum=LEVELS, description="Default: oblast.")
TERRITORY = OpenApiParameter(
    "territory", KATOTTH, description="What lies in it; needed for communities in high detail."
)
DETAIL = OpenApiParameter("detail", str, enum=Detail.values, description="Default: low.")
IF_NONE_MATCH = OpenApiParameter("If-None-Match", ENTITY_TAG, OpenApiParameter.HEADER)
TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, required=True, response=["200"])


class BoundaryPropertiesSerializer(serializers.Serializer):
    """What is said of a boundary's unit."""

    code = serializers.CharField()
    name_uk = serializers.CharField()
    name_en = serializers.CharField()
    level = serializers.ChoiceField(choices=[(each, each) for each in LEVELS])
    label_longitude = serializers.FloatField()
    label_latitude = serializers.FloatField()


class BoundaryFeatureSerializer(serializers.Serializer):
    type = serializers.CharField()
    bbox = serializers.ListField(child=serializers.FloatField())
    properties = BoundaryPropertiesSerializer()
    geometry = serializers.DictField()


class BoundariesSerializer(serializers.Serializer):
    """A FeatureCollection of GeoJSON; a map of it shows the `credit`."""

    type = serializers.CharField()
    name = serializers.CharField()
    detail = serializers.ChoiceField(choices=Detail.choices)
    credit = serializers.CharField()
    edition = serializers.DateField(allow_null=True)
    features = BoundaryFeatureSerializer(many=True)


class GeoJSON(BaseRenderer):
    """Hands on text that is GeoJSON already."""

    media_type = geojson.MEDIA_TYPE
    format = "geojson"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        return b"" if data is None else str(data).encode()


class AsJSON(GeoJSON):
    media_type = "application/json"
    format = "json"


class BoundaryList(APIView):
    """The boundaries of oblasts, raions or communities, of the whole country or of a territory.

    The same for every account, like the register itself: no figure stands on them.
    """

    reads = writes = ""
    scopes = ("territories:read", "territories:write")
    renderer_classes = (GeoJSON, AsJSON)

    @extend_schema(
        parameters=[LEVEL, TERRITORY, DETAIL, IF_NONE_MATCH, TAG],
        responses={
            (200, geojson.MEDIA_TYPE): OpenApiResponse(BoundariesSerializer, "The boundaries."),
            (200, "application/json"): OpenApiResponse(BoundariesSerializer, "The boundaries."),
            304: OpenApiResponse(None, "The edition named in If-None-Match is the newest."),
        },
    )
    def get(self, request: Any) -> Response:
        """One answer without pages; communities of the whole country come in low and middle."""
        given = request.query_params
        refuse_unknown(given, ASKED)
        asked = read_all(given, {"level": _level, "detail": _detail, "territory": _territory})
        level, detail, region = asked["level"], asked["detail"], asked["territory"]
        if level == "community" and detail == Detail.HIGH and region == NATION:
            raise serializers.ValidationError(
                {"territory": [_("Name a territory for high detail.")]}
            )
        rows = Boundary.objects.inside(region, level)
        tag = _tag(rows.stamp(level), level, detail)
        headers = {"ETag": tag, "Cache-Control": KEPT}
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status=304, headers=headers)
        return Response(_document(rows, level, detail), headers=headers)


def _tag(stamp: str, *asked: str) -> str:
    return f'"{hashlib.sha256(".".join((stamp, *asked)).encode()).hexdigest()[:24]}"'


def _document(rows: Any, level: str, detail: str) -> str:
    head = {
        "name": f"boundaries_{level}",
        "detail": detail,
        "credit": rows.credit(),
        "edition": rows.aggregate(newest=Max("edition"))["newest"],
    }
    unit = (f"{level}__code", f"{level}__name_uk", f"{level}__name_en")
    said = ("label_longitude", "label_latitude", "west", "south", "east", "north", detail)
    found = rows.order_by(f"{level}__code").values_list(*unit, *said)
    return "".join(geojson.collection((_feature(level, row) for row in found), **head))


def _feature(level: str, row: tuple[Any, ...]) -> str:
    code, name_uk, name_en, longitude, latitude, *box, geometry = row
    properties = {
        "code": code,
        "name_uk": name_uk,
        "name_en": name_en,
        "level": level,
        "label_longitude": longitude,
        "label_latitude": latitude,
    }
    return geojson.feature(properties, geometry, box)


def _level(text: str) -> str:
    return _one_of(text or LEVELS[0], LEVELS)


def _detail(text: str) -> str:
    return _one_of(text or Detail.LOW.value, Detail.values)


def _one_of(text: str, known: Any) -> str:
    if text not in known:
        raise BadValue(_("Choose one of: %(names)s.") % {"names": ", ".join(known)})
    return text


def _territory(text: str) -> Region:
    if not text:
        return NATION
    unit = unit_of(text) if CODE.fullmatch(text) else None
    if unit is None:
        raise BadValue(_("The register has no territory with this code."))
    return Region.of(unit)
