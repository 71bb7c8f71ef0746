"""`/api/v1/assignments/`: which officer serves which community, and when."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from communities.models import Community, Settlement
from communities.resource_filters import ResourceFilter
from communities.standing import Standing
from communities.surfaces import Katotth, VisibleKey, VisibleSlugField
from core import clock
from core.api.schema import KATOTTH
from core.api.strict import Day, Flag, StrictSerializer
from core.api.versioned_views import VersionedViewSet, described
from core.filters import IsoDayFilter
from officers import assigning
from officers.models import Assignment, AssignmentKind, Officer

FIXED = ("officer", "community")  # another officer or community is another assignment


class AssignmentFilter(ResourceFilter):
    """The assignments of an officer, in a territory, of a kind, in force on a day."""

    officer = filters.NumberFilter(
        label=gettext_lazy("Officer"), min_value=1, max_value=2_147_483_647
    )
    kind = filters.ChoiceFilter(choices=AssignmentKind.choices, label=gettext_lazy("Assignment"))
    in_force = IsoDayFilter(
        field_name="period", lookup_expr="contains", label=gettext_lazy("In force on this day")
    )


@extend_schema_field({"type": "array", "items": KATOTTH})
class SettlementCodes(serializers.ListField):
    """The settlements of an assignment, each by its code; none: the whole community."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class AssignmentSerializer(StrictSerializer):
    """One assignment. `ends_on` is the first day it no longer holds, null while it goes on."""

    officer = VisibleKey(queryset=Officer.objects.all(), to=assigning.ADD)
    officer_name = serializers.CharField(source="officer.__str__", read_only=True)
    officer_kind = serializers.CharField(source="officer.kind", read_only=True)
    officer_rank = serializers.CharField(source="officer.rank", read_only=True)
    community = VisibleSlugField(
        slug_field="code",
        queryset=Community.objects.select_related("oblast"),
        to=assigning.ADD,
    )
    starts_on = Day()
    ends_on = Day(allow_null=True, required=False)
    settlements = SettlementCodes(
        child=Katotth(slug_field="code", queryset=Settlement.objects.all()),
        required=False,
        max_length=500,
    )
    lives_in_community = Flag(allow_null=True, required=False)

    class Meta:
        model = Assignment
        fields = [
            *("id", "officer", "officer_name", "officer_kind", "officer_rank", "community", "kind"),
            *("starts_on", "ends_on", "settlements", "place", "lives_in_community"),
            *("order_number", "order_date", "reason", "version", "updated_at"),
        ]
        read_only_fields = [
            *("id", "officer_name", "officer_kind", "officer_rank", "version", "updated_at"),
        ]

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        stored = assigning.stored_of(self.instance)
        if self.instance is not None:
            stored["community"] = self.instance.community
        said = {name: each for name, each in stored.items() if name not in unread} | values
        wrong = {e.field: ErrorDetail(e.message, e.code) for e in assigning.wrong_in(said)}
        return self._fixed(values) | wrong

    def _fixed(self, values: dict[str, Any]) -> dict[str, ErrorDetail]:
        """Refuse to make the assignment one of somebody else or somewhere else."""
        if self.instance is None:
            return {}
        text = _("Another officer or community is another assignment: end this one.")
        return {name: ErrorDetail(text, "not_writable") for name in FIXED if name in values}


@described(AssignmentSerializer)
class AssignmentViewSet(VersionedViewSet):
    """Who serves where: officers are assigned to communities for a period."""

    queryset = Assignment.objects.select_related("officer__personal", "community").prefetch_related(
        "settlements"
    )
    serializer_class, file_name, route = AssignmentSerializer, "assignments", "assignment"
    standing = Standing
    filterset_class = AssignmentFilter
    reads, add, change = assigning.VIEW, assigning.ADD, assigning.CHANGE
    scopes = ("officers:read", "officers:write")

    def get_queryset(self) -> Any:
        """Keep what the caller sees; what is to be changed, where he may change it."""
        rows = super().get_queryset().visible_to(self.request.user)
        if self.request.method == "PATCH":
            return rows.visible_to(self.request.user, to=assigning.CHANGE)
        return rows

    def make(self, said: dict[str, Any]) -> Assignment:
        return assigning.assign(said=said, by=self.request.user, at=clock.now())

    def store(self, record: Assignment, said: dict[str, Any]) -> Assignment:
        return assigning.change(
            assignment=record,
            said=said,
            by=self.request.user,
            at=clock.now(),
            version=record.version,
        )
