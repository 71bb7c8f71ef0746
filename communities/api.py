"""Communities for programs, by their KATOTTH code."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from communities.filters import CodeFilter, YesOrNo
from communities.models import Community, Succession, scope_of
from communities.models.states import CommunityState
from communities.models.succession import SuccessionKind
from communities.models.territory import CommunityType
from communities.surfaces import ScopedViewMixin
from communities.territories import NoSuchTerritory, find_territory
from core import clock
from core.api.filtering import refuse_unknown

VIEW = "communities.view_community"


class CommunityFilter(filters.FilterSet):
    """Territory of any level, and the kind of centre."""

    territory = CodeFilter(method="inside", label=_("Territory"))
    ended = YesOrNo(method="ended_ones", label=_("Ended communities instead of those of today"))
    type = filters.ChoiceFilter(choices=CommunityType.choices, label=_("Type"))

    class Meta:
        model = Community
        fields = ["territory", "type", "ended"]

    def ended_ones(self, qs: Any, _name: str, ended: bool) -> Any:
        return qs.filter(dissolved_on__isnull=not ended)

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
    successors = serializers.SerializerMethodField()

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
            "established_on",
            "dissolved_on",
            "successors",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField)
    def get_pcode(self, community: Community) -> str:
        return community.pcode

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_successors(self, community: Any) -> list[str]:
        """Return the codes of the communities it goes on in, in part or as a whole."""
        return [each.successor.code for each in community.went_on]


class CommunityViewSet(
    ScopedViewMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """The territorial communities the caller may see."""

    queryset = Community.objects.filter(projected=False).select_related("oblast", "raion", "centre")
    serializer_class = CommunitySerializer
    filterset_class = CommunityFilter
    lookup_field = "code"
    lookup_value_converter = "str"
    reads, writes = VIEW, ""
    scopes = ("territories:read", "territories:write")
    orderings = {"code": ("code",), "-code": ("-code",)}

    def get_queryset(self) -> Any:
        today = clock.today()
        went_on = Succession.objects.between_units().order_by("effective_on", "pk")
        rows = super().get_queryset().with_status_on(today).with_residents_on(today)
        if self.action == "list" and "ended" not in self.request.query_params:
            rows = rows.shown()
        return rows.prefetch_related(
            Prefetch("successions", went_on.select_related("successor"), to_attr="went_on")
        )

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown(request.query_params, ())
        return super().retrieve(request, *args, **kwargs)


class SuccessionFilter(filters.FilterSet):
    """The community at either end, and what happened."""

    community = CodeFilter(method="about", label=_("Community"))
    kind = filters.ChoiceFilter(choices=SuccessionKind.choices, label=_("What happened"))

    class Meta:
        model = Succession
        fields = ["community", "kind"]

    def about(self, qs: Any, _name: str, code: str) -> Any:
        return qs.filter(Q(predecessor__code=code) | Q(successor__code=code))


class SuccessionSerializer(serializers.ModelSerializer):
    """What became of a community by an act; a rename that keeps the code has it at both ends."""

    predecessor = serializers.CharField(source="predecessor.code")
    successor = serializers.CharField(source="successor.code")

    class Meta:
        model = Succession
        fields = [
            "id",
            "kind",
            "predecessor",
            "successor",
            "effective_on",
            "act",
            "former_name_uk",
            "former_name_en",
            "recorded_at",
        ]
        read_only_fields = fields


class SuccessionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Merges, splits and renames: public, like the acts, so the same for every caller."""

    queryset = Succession.objects.select_related("predecessor", "successor")
    serializer_class = SuccessionSerializer
    filterset_class = SuccessionFilter
    reads, writes = VIEW, ""
    scopes = ("territories:read", "territories:write")
    orderings = {"-effective_on": ("-effective_on", "-id"), "effective_on": ("effective_on", "id")}
