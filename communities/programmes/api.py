"""`programmes/`: the programmes, and the groups of communities that are looked at together."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from communities.models import Cohort, Community, Programme
from communities.standing import Standing
from core.api.exports import ExportMixin
from core.api.schema import KATOTTH
from core.api.tagged import TaggedDetailMixin


class ProgrammeFilter(filters.FilterSet):
    q = filters.CharFilter(
        method="called",
        max_length=settings.LIMITS["search_longest"],
        label=_("A word of any of its names"),
    )

    def called(self, qs: Any, _name: str, words: str) -> Any:
        return qs.called(words)


class CohortSerializer(serializers.ModelSerializer):
    """A cohort with the codes of those of its communities that the caller sees."""

    communities = serializers.SerializerMethodField()

    class Meta:
        model = Cohort
        fields = ["code", "name_uk", "name_en", "communities"]
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": KATOTTH})
    def get_communities(self, cohort: Any) -> list[str]:
        return sorted(each.code for each in cohort.seen)


class ProgrammeSerializer(serializers.ModelSerializer):
    """A programme; organisations are named by their codes of the reference list."""

    aliases = serializers.ListField(
        source="other_names", child=serializers.CharField(), read_only=True
    )
    owner = serializers.CharField(source="owner.code", read_only=True)
    host = serializers.CharField(source="host.code", read_only=True, default=None)
    implementer = serializers.CharField(source="implementer.code", read_only=True, default=None)
    based_on = serializers.CharField(source="based_on.code", read_only=True, default=None)
    partners = serializers.SerializerMethodField()
    cohorts = CohortSerializer(many=True, read_only=True)

    class Meta:
        model = Programme
        fields = [
            *("code", "name_uk", "name_en", "aliases", "owner", "host", "implementer", "partners"),
            *("based_on", "started_on", "ended_on", "cohorts"),
        ]
        read_only_fields = fields

    def get_partners(self, programme: Any) -> list[str]:
        return sorted(each.code for each in programme.partners.all())


class ProgrammeViewSet(
    ExportMixin,
    TaggedDetailMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """The programmes of the reference list, the same for everybody."""

    queryset = Programme.objects.select_related("owner", "host", "implementer", "based_on")
    serializer_class, filterset_class = ProgrammeSerializer, ProgrammeFilter
    standing, file_name = Standing, "programmes"
    lookup_field, lookup_value_converter = "code", "str"
    reads, writes = "", ""
    scopes = ("territories:read", "territories:write")
    orderings = {"id": ("id",), "-id": ("-id",), "code": ("code",), "-code": ("-code",)}

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("partners", cohorts_for(self.request.user))


def cohorts_for(user: Any) -> Prefetch:
    """Return the cohorts of programmes, each with `seen`: its communities in a reader's reach."""
    seen = Community.objects.visible_to(user).order_by("sort_key", "pk")
    cohorts = Cohort.objects.order_by("pk").prefetch_related(
        Prefetch("communities", seen, to_attr="seen")
    )
    return Prefetch("cohorts", cohorts)
