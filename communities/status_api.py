"""The lines of the official list of occupied and front-line territories, for programs."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, viewsets

from communities.filters import CodeFilter
from communities.models import ControlStatus
from communities.models.facts import UNITS, ControlKind
from communities.standing import Standing
from core.api.exports import ExportMixin
from core.filters import IsoDayFilter, YesOrNo, refuse_days_to_come


class ControlStatusFilter(filters.FilterSet):
    """The unit itself or all of a territory, a day, what is said, and contradictions."""

    unit = CodeFilter(method="of_unit", label=_("The very unit a line is about"))
    territory = CodeFilter(method="inside", label=_("A unit and all that lies in it"))
    on = IsoDayFilter(
        method="in_force", validators=[refuse_days_to_come], label=_("The day a line is in force")
    )
    status = filters.ChoiceFilter(choices=ControlKind.choices, label=_("Status"))
    contested = YesOrNo(field_name="contested", label=_("Contradicts another line"))

    class Meta:
        model = ControlStatus
        fields = ["unit", "territory", "on", "status", "contested"]

    def of_unit(self, qs: Any, _name: str, code: str) -> Any:
        return qs.about(code)

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        return qs.inside(code)

    def in_force(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.in_force_on(day)


class ControlStatusSerializer(serializers.ModelSerializer):
    """One line of the list as it stands there; `held_*` are the days it is read to hold."""

    level = serializers.ChoiceField(choices=[(each, each) for each in UNITS])
    unit = serializers.CharField(source="unit.code")
    name_uk = serializers.CharField(source="unit.name_uk")
    name_en = serializers.CharField(source="unit.name_en")
    held_from = serializers.DateField(source="held.lower", allow_null=True)
    held_until = serializers.DateField(
        source="held.upper", allow_null=True, help_text="The first day it no longer holds."
    )

    class Meta:
        model = ControlStatus
        fields = [
            "id",
            "level",
            "unit",
            "name_uk",
            "name_en",
            "status",
            "starts_on",
            "ends_on",
            "held_from",
            "held_until",
            "contested",
            "listed_as",
            "act",
            "edition",
        ]
        read_only_fields = fields


class ControlStatusViewSet(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The list of an act of the nation: the same for every account, as it was published."""

    queryset = ControlStatus.objects.select_related(*UNITS)
    serializer_class = ControlStatusSerializer
    filterset_class = ControlStatusFilter
    file_name, standing = "control-statuses", Standing
    reads = writes = ""
    scopes = ("territories:read", "territories:write")
    orderings = {"id": ("id",), "-id": ("-id",)}
