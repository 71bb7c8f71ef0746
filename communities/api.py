"""Communities for programs, by their KATOTTH code."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from communities.filters import CodeFilter
from communities.models import Community, scope_of
from communities.models.states import CommunityState
from communities.models.territory import CommunityType
from communities.surfaces import ScopedViewMixin
from communities.territories import NoSuchTerritory, find_territory
from core import clock
from core.api.filtering import refuse_unknown

VIEW = "communities.view_community"


class CommunityFilter(filters.FilterSet):
    """Territory of any level, and the kind of centre."""

    territory = CodeFilter(method="inside", label=_("Territory"))
    type = filters.ChoiceFilter(choices=CommunityType.choices, label=_("Type"))

    class Meta:
        model = Community
        fields = ["territory", "type"]

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(find_territory(code, scope_of(self.request.user, VIEW)).region)
        except NoSuchTerritory:
            return qs.none()


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
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField)
    def get_pcode(self, community: Community) -> str:
        return community.pcode


class CommunityViewSet(
    ScopedViewMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """The territorial communities the caller may see."""

    queryset = Community.objects.shown().select_related("oblast", "raion", "centre")
    serializer_class = CommunitySerializer
    filterset_class = CommunityFilter
    lookup_field = "code"
    lookup_value_converter = "str"
    reads, writes = VIEW, ""
    scopes = ("territories:read", "territories:write")
    orderings = {"code": ("code",), "-code": ("-code",)}

    def get_queryset(self) -> Any:
        today = clock.today()
        return super().get_queryset().with_status_on(today).with_residents_on(today)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown(request.query_params, ())
        return super().retrieve(request, *args, **kwargs)
