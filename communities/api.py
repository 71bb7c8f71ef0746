"""Communities for programs, by their KATOTTH code."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import mixins, serializers, viewsets

from communities import exports
from communities.filters import CodeFilter, SpellingFilter
from communities.models import Community, CommunityAlias, Succession
from communities.models.states import CommunityState
from communities.models.territory import CommunityType
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from communities.territories import NoSuchTerritory, territory_for
from core import clock
from core.api.exports import ExportMixin
from core.api.tagged import TaggedDetailMixin
from core.exports import point
from core.filters import IsoDayFilter, YesOrNo, refuse_days_to_come

VIEW = "communities.view_community"
ON = OpenApiParameter("on", date, description="The day of status and population; today.")
WENT_ON = Prefetch(
    "successions",
    Succession.objects.between_units().order_by("effective_on", "pk").select_related("successor"),
    to_attr="went_on",
)
ALIASES = Prefetch("aliases", CommunityAlias.objects.order_by("name", "pk"))


class CommunityFilter(filters.FilterSet):
    """Name or code in any spelling, territory, the kind of centre, and the day of the answer."""

    q = SpellingFilter(label=_("Name or code"))
    territory = CodeFilter(method="inside", label=_("Territory"))
    ended = YesOrNo(method="ended_ones", label=_("Ended communities instead of those of today"))
    type = filters.ChoiceFilter(choices=CommunityType.choices, label=_("Type"))
    on = IsoDayFilter(
        method="as_it_is",
        validators=[refuse_days_to_come],
        label=_("The day of status and population; by default today"),
    )
    eligible_on = IsoDayFilter(
        method="eligible",
        validators=[refuse_days_to_come],
        label=_("Only those that stand and are not occupied on this day"),
    )

    class Meta:
        model = Community
        fields = ["q", "territory", "ended", "type", "on", "eligible_on"]

    def filter_queryset(self, queryset: Any) -> Any:
        """Show communities as they are on the day: one by its code, or those that stand on it."""
        given = self.form.cleaned_data
        day = given.get("on") or given.get("eligible_on") or clock.today()
        rows = super().filter_queryset(queryset)
        if self.of_a_list and not given.get("ended"):
            rows = rows.standing_on(day)
        return rows.with_status_on(day).with_residents_on(day).with_census_on(day)

    @property
    def of_a_list(self) -> bool:
        return self.request.parser_context["view"].action == "list"

    def ended_ones(self, qs: Any, _name: str, ended: bool) -> Any:
        """Keep those that ended by now, where they are wanted; else the day says who stands."""
        return qs.filter(dissolved_on__lte=clock.today()) if ended else qs

    def as_it_is(self, qs: Any, _name: str, _day: Any) -> Any:
        return qs

    def eligible(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.eligible_on(day)

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(territory_for(self.request.user, VIEW, code).region)
        except NoSuchTerritory:
            return qs.none()


class AliasSerializer(serializers.ModelSerializer):
    """Another name, in which language and according to whom."""

    class Meta:
        model = CommunityAlias
        fields = ["name", "language", "source", "until"]
        read_only_fields = fields


class CommunitySerializer(serializers.ModelSerializer):
    """A territorial community; `status` and `population` as they are on the day asked for."""

    oblast = serializers.CharField(source="oblast.code")
    raion = serializers.CharField(source="raion.code", allow_null=True, default=None)
    centre = serializers.CharField(source="centre.code", allow_null=True, default=None)
    status = serializers.ChoiceField(choices=CommunityState.choices)
    population = serializers.IntegerField(source="residents", allow_null=True)
    population_on = serializers.DateField(source="counted_on", allow_null=True)
    population_source = serializers.CharField(source="counted_by", allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    pcode = serializers.SerializerMethodField()
    settlements = serializers.IntegerField(source="places")
    aliases = AliasSerializer(many=True)
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
            "population_on",
            "population_source",
            "settlements",
            "aliases",
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


@extend_schema_view(retrieve=extend_schema(parameters=[ON]))
class CommunityViewSet(
    ExportMixin,
    TaggedDetailMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """The territorial communities the caller may see."""

    queryset = Community.objects.filter(projected=False).select_related("oblast", "raion", "centre")
    columns, file_name, standing = exports.COMMUNITIES, "communities", Standing
    geometry = staticmethod(point)
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

    detail_parameters = ("on",)

    def get_queryset(self) -> Any:
        return super().get_queryset().with_places().prefetch_related(ALIASES, WENT_ON)
