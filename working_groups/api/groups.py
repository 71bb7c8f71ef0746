"""`/api/v1/working-groups/` and `/api/v1/memberships/`: the groups of communities and who is in them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from communities.models import Community, Programme
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer, RecordViewSet
from communities.surfaces import VisibleKey, VisibleSlugField
from core import clock
from core.api.attached import AttachmentSerializer
from core.api.strict import Code
from core.api.versioned_views import described
from working_groups import groups
from working_groups.api.people import LAST, LISTED
from working_groups.filters import GroupFilter, MembershipFilter
from working_groups.models import Membership, Person, WorkingGroup


class WorkingGroupSerializer(RecordSerializer):
    """A working group. `ended_on` is the first day it no longer works; then `end_reason` says why."""

    community = VisibleSlugField(slug_field="code", queryset=Community.objects.shown())
    programme = Code(slug_field="code", queryset=Programme.objects.all())
    coordinator = Code(slug_field="code", queryset=LISTED, required=False, allow_null=True)
    predecessor = VisibleKey(
        queryset=WorkingGroup.objects.all(), to=groups.ADD, required=False, allow_null=True
    )
    order_file = AttachmentSerializer(read_only=True, allow_null=True)

    class Meta:
        model = WorkingGroup
        fields = [
            *("id", "community", "programme", "established_on", "order_number", "order_date"),
            *("order_issuer", "order_file", "regulation", "interval_months", "coordinator"),
            *("predecessor", "accepts_members", "ended_on", "end_reason"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "order_file"]


class OfGroups(RecordViewSet):
    """Records of working groups."""

    scopes = ("groups:read", "groups:write")


@described(WorkingGroupSerializer)
class WorkingGroupViewSet(OfGroups):
    """The working groups of the communities in the caller's reach."""

    queryset = WorkingGroup.objects.select_related(
        "community", "programme", "coordinator", "order_file"
    )
    serializer_class, file_name = WorkingGroupSerializer, "working-groups"
    route = "working-group"
    reads = groups.VIEW
    filterset_class = GroupFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return groups.establish(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return groups.change_group(group=record, said=said, at=clock.now(), version=record.version)


class MembershipSerializer(RecordSerializer):
    """A person in a group. `ends_on` is the first day it no longer counts."""

    community = None
    group = VisibleKey(queryset=WorkingGroup.objects.all(), to=groups.ADD_MEMBER)
    person = VisibleKey(queryset=Person.objects.all())
    person_name = serializers.CharField(source="person", read_only=True)
    organisation = Code(slug_field="code", queryset=LISTED, required=False, allow_null=True)

    class Meta:
        model = Membership
        fields = [
            *("id", "group", "person", "person_name", "organisation", "sector", "role"),
            *("starts_on", "ends_on", "act_number"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "person_name"]


@described(MembershipSerializer)
class MembershipViewSet(OfGroups):
    """The members of the groups in the caller's reach."""

    queryset = Membership.objects.select_related("group", "person__contact", "organisation")
    serializer_class, file_name, route = MembershipSerializer, "memberships", "membership"
    reads = groups.SEE_MEMBERS
    filterset_class = MembershipFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return groups.add_member(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return groups.change_member(
            membership=record, said=said, at=clock.now(), version=record.version
        )
