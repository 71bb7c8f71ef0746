"""Communities for programs, by their KATOTTH code."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from communities import exports
from communities.filters import CodeFilter, SpellingFilter
from communities.models import Community, CommunityAlias, scope_of
from communities.models.states import CommunityState
from communities.models.territory import CommunityType
from communities.surfaces import ScopedViewMixin
from communities.territories import NoSuchTerritory, find_territory
from core import clock
from core.api.exports import EXCEL_PARAMETER, ExportMixin, exported
from core.api.tagged import TaggedDetailMixin

VIEW = "communities.view_community"
ALIASES = Prefetch("aliases", CommunityAlias.objects.order_by("name", "pk"))


class CommunityFilter(filters.FilterSet):
    """Name or code in any spelling, territory of any level, the kind of centre."""

    q = SpellingFilter(label=_("Name or code"))
    territory = CodeFilter(method="inside", label=_("Territory"))
    type = filters.ChoiceFilter(choices=CommunityType.choices, label=_("Type"))

    class Meta:
        model = Community
        fields = ["q", "territory", "type"]

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(find_territory(code, scope_of(self.request.user, VIEW)).region)
        except NoSuchTerritory:
            return qs.none()


class AliasSerializer(serializers.ModelSerializer):
    """Another name, in which language and according to whom."""

    class Meta:
        model = CommunityAlias
        fields = ["name", "language", "source"]
        read_only_fields = fields


class CommunitySerializer(serializers.ModelSerializer):
    """A territorial community; `status` and `population` as they are today."""

    oblast = serializers.CharField(source="oblast.code")
    raion = serializers.CharField(source="raion.code", allow_null=True, default=None)
    centre = serializers.CharField(source="centre.code", allow_null=True, default=None)
    status = serializers.ChoiceField(choices=CommunityState.choices)
    population = serializers.IntegerField(source="residents", allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    pcode = serializers.SerializerMethodField()
    settlements = serializers.IntegerField(source="places")
    aliases = AliasSerializer(many=True)

    class Meta:
        model = Community
        fields = [
            "code",
            "name_uk",
            "name_en",
            "oblast",
            "raion",
            "type",
            "kind",
            "pcode",
            "centre",
            "latitude",
            "longitude",
            "status",
            "population",
            "settlements",
            "aliases",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField)
    def get_pcode(self, community: Community) -> str:
        return community.pcode


@extend_schema_view(
    list=extend_schema(parameters=[EXCEL_PARAMETER], responses=exported(CommunitySerializer))
)
class CommunityViewSet(
    ExportMixin,
    TaggedDetailMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """The territorial communities the caller may see."""

    queryset = Community.objects.shown().select_related("oblast", "raion", "centre")
    columns, file_name = exports.COMMUNITIES, "communities"
    serializer_class = CommunitySerializer
    filterset_class = CommunityFilter
    lookup_field = "code"
    lookup_value_converter = "str"
    reads, writes = VIEW, ""
    scopes = ("territories:read", "territories:write")
    orderings = {
        "code": ("code",),
        "-code": ("-code",),
        "name": ("sort_key", "id"),
        "-name": ("-sort_key", "-id"),
    }

    def get_queryset(self) -> Any:
        today = clock.today()
        rows = super().get_queryset().with_status_on(today).with_residents_on(today)
        return rows.with_places().prefetch_related(ALIASES)
