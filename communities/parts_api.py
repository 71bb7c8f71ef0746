"""Parts of communities for programs: starosta districts and police beats, by their number."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from communities.filters import CodeFilter
from communities.models import Beat, StarostaDistrict
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from communities.territories import NoSuchTerritory, territory_for
from core.api.exports import ExportMixin
from core.api.schema import KATOTTH
from core.api.tagged import TaggedDetailMixin

PLAIN = ["id", "community", "name_uk", "name_en"]


class PartFilter(filters.FilterSet):
    """The parts of the communities of a territory of any level."""

    territory = CodeFilter(method="inside", label=_("Territory"))

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(territory_for(self.request.user, _view_of(qs), code).region)
        except NoSuchTerritory:
            return qs.none()


def _view_of(rows: Any) -> str:
    return rows.view_permission


class PartSerializer(serializers.ModelSerializer):
    """A part of a community with the codes of its settlements."""

    community = serializers.CharField(source="community.code", read_only=True)
    settlements = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": KATOTTH})
    def get_settlements(self, part: Any) -> list[str]:
        return sorted(each.code for each in part.settlements.all())


class StarostaDistrictSerializer(PartSerializer):
    """A starosta district; who the starosta is, is not kept."""

    class Meta:
        model = StarostaDistrict
        fields = [*PLAIN, "office", "settlements"]
        read_only_fields = fields


class BeatSerializer(PartSerializer):
    """A police beat; `most` is how many residents one officer is to look after there."""

    most = serializers.IntegerField(read_only=True)
    too_many = serializers.BooleanField(read_only=True)

    class Meta:
        model = Beat
        fields = [*PLAIN, "population", "most", "too_many", "settlements"]
        read_only_fields = fields


class PartViewSet(
    ExportMixin,
    TaggedDetailMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    standing = Standing
    filterset_class = PartFilter
    lookup_value_converter = "int"
    scopes = ("territories:read", "territories:write")
    orderings = {"id": ("id",), "-id": ("-id",), "name": ("sort_key", "id")}


class StarostaDistrictViewSet(PartViewSet):
    """The starosta districts of the communities the caller may see."""

    queryset = StarostaDistrict.objects.select_related("community").prefetch_related("settlements")
    serializer_class = StarostaDistrictSerializer
    file_name = "starosta-districts"
    reads, writes = "communities.view_starostadistrict", ""


class BeatViewSet(PartViewSet):
    """The police beats of the communities the caller may see."""

    queryset = Beat.objects.select_related("community").prefetch_related("settlements")
    serializer_class = BeatSerializer
    file_name = "beats"
    reads, writes = "communities.view_beat", ""
