"""The rest of the register for programs: oblasts, raions, settlements, city districts.

Public, like the official codifier: the same for every account, in no one's scope.
"""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, viewsets

from communities import exports
from communities.filters import CodeFilter, SpellingFilter
from communities.models import CityDistrict, Oblast, Raion, Scope, Settlement
from communities.models.territory import SettlementCategory
from communities.region import NATION, Region
from communities.standing import Standing
from communities.territories import NoSuchTerritory, find_territory
from core.api.exports import ExportMixin
from core.api.tagged import TaggedDetailMixin
from core.exports import point

EVERYWHERE = Scope(police=NATION, rescue=NATION)
IN_COMMUNITY = {
    "oblast": "community__oblast",
    "raion": "community__raion",
    "community": "community",
}
OUTSIDE = {"oblast": "raion__oblast", "raion": "raion", "community": "community"}


class PlaceFilter(filters.FilterSet):
    """Name or code in any spelling, and the whole subtree of a territory of any level."""

    q = SpellingFilter(label=_("Name or code"))
    territory = CodeFilter(method="inside", label=_("Territory"))

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.filter(self.lies_in(find_territory(code, EVERYWHERE).region))
        except NoSuchTerritory:
            return qs.none()

    def lies_in(self, region: Region) -> Q:
        raise NotImplementedError


class OblastFilter(PlaceFilter):
    def lies_in(self, region: Region) -> Q:
        return Q(pk__in=region.oblasts)


class RaionFilter(PlaceFilter):
    def lies_in(self, region: Region) -> Q:
        return Q(oblast__in=region.oblasts) | Q(pk__in=region.raions)


class SettlementFilter(PlaceFilter):
    category = filters.ChoiceFilter(choices=SettlementCategory.choices, label=_("Category"))

    class Meta:
        model = Settlement
        fields = ["q", "territory", "category"]

    def lies_in(self, region: Region) -> Q:
        return region.q(IN_COMMUNITY) | (Q(community=None) & region.q(OUTSIDE))


class CityDistrictFilter(PlaceFilter):
    def lies_in(self, region: Region) -> Q:
        inside = {level: f"settlement__{path}" for level, path in IN_COMMUNITY.items()}
        return region.q(inside) | Q(oblast__in=region.oblasts)


class CodeOf(serializers.CharField):
    """The code of a unit above, null where there is none."""

    def __init__(self, unit: str) -> None:
        super().__init__(source=f"{unit}.code", allow_null=True, default=None, read_only=True)


class OblastSerializer(serializers.ModelSerializer):
    """An oblast, Crimea, or a city with special status."""

    pcode = serializers.CharField(read_only=True)

    class Meta:
        model = Oblast
        fields = ["code", "name_uk", "name_en", "iso", "pcode", "is_city"]
        read_only_fields = fields


class RaionSerializer(serializers.ModelSerializer):
    """A raion of an oblast."""

    oblast = serializers.CharField(source="oblast.code", read_only=True)
    pcode = serializers.CharField(read_only=True)

    class Meta:
        model = Raion
        fields = ["code", "name_uk", "name_en", "oblast", "pcode"]
        read_only_fields = fields


class SettlementSerializer(serializers.ModelSerializer):
    """A city, settlement or village; two cities of the exclusion zone are in no community."""

    community, raion = CodeOf("community"), CodeOf("raion")

    class Meta:
        model = Settlement
        fields = [
            *("code", "name_uk", "name_en", "category", "community", "raion"),
            *("latitude", "longitude"),
        ]
        read_only_fields = fields


class CityDistrictSerializer(serializers.ModelSerializer):
    """A district of a city; those of Sevastopol hang on it as an oblast."""

    settlement, oblast = CodeOf("settlement"), CodeOf("oblast")

    class Meta:
        model = CityDistrict
        fields = ["code", "name_uk", "name_en", "settlement", "oblast"]
        read_only_fields = fields


class RegisterViewSet(
    ExportMixin,
    TaggedDetailMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Units of the codifier, found by their code."""

    lookup_field = "code"
    lookup_value_converter = "str"
    standing = Standing
    reads = writes = ""
    scopes = ("territories:read", "territories:write")
    orderings = {
        "code": ("code",),
        "-code": ("-code",),
        "name": ("sort_key", "id"),
        "-name": ("-sort_key", "-id"),
    }


class OblastViewSet(RegisterViewSet):
    """The oblasts and the two cities with special status."""

    queryset = Oblast.objects.all()
    serializer_class, filterset_class = OblastSerializer, OblastFilter
    file_name = "oblasts"


class RaionViewSet(RegisterViewSet):
    """The raions of the oblasts."""

    queryset = Raion.objects.select_related("oblast")
    serializer_class, filterset_class = RaionSerializer, RaionFilter
    file_name = "raions"


class SettlementViewSet(RegisterViewSet):
    """The cities, settlements and villages of the country."""

    queryset = Settlement.objects.select_related("community", "raion")
    serializer_class, filterset_class = SettlementSerializer, SettlementFilter
    columns, file_name = exports.SETTLEMENTS, "settlements"
    geometry = staticmethod(point)


class CityDistrictViewSet(RegisterViewSet):
    """The districts of cities."""

    queryset = CityDistrict.objects.select_related("settlement", "oblast")
    serializer_class, filterset_class = CityDistrictSerializer, CityDistrictFilter
    file_name = "city-districts"
