"""Successions for programs: what became of communities by acts."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, viewsets

from communities.filters import VIEW, CodeFilter
from communities.models import Succession
from communities.models.succession import SuccessionKind
from communities.standing import Standing
from core.api.exports import ExportMixin


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


class SuccessionViewSet(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Merges, splits and renames: public, like the acts, so the same for every caller."""

    queryset = Succession.objects.select_related("predecessor", "successor")
    serializer_class = SuccessionSerializer
    filterset_class = SuccessionFilter
    file_name, standing = "successions", Standing
    reads, writes = VIEW, ""
    scopes = ("territories:read", "territories:write")
    orderings = {"-effective_on": ("-effective_on", "-id"), "effective_on": ("effective_on", "id")}
