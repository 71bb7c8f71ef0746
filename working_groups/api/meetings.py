"""`/api/v1/meetings/`, `agenda-items/`, `attendances/`: the sittings of working groups."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey
from core import clock
from core.api.attached import AttachmentSerializer
from core.api.versioned_views import described
from working_groups import meetings
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST
from working_groups.filters import MeetingFilter, PartOfMeetingFilter
from working_groups.models import AgendaItem, Attendance, Meeting, Person, Problem, WorkingGroup


class MeetingSerializer(RecordSerializer):
    """A meeting. It gets its `number` when its status becomes `held`; approved minutes are sealed.

    Of a meeting that was held, `planned_for` need not be said: it is the day it was held on.
    """

    community, completed = None, True
    group = VisibleKey(queryset=WorkingGroup.objects.all(), to=meetings.ADD)

    class Meta:
        model = Meeting
        fields = [
            *("id", "group", "number", "status", "planned_for", "held_on", "mode", "place"),
            *("cancel_reason", "guests_without_name", "minutes", "minutes_state", "approved_on"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "number"]
        extra_kwargs = {"planned_for": {"required": False}}

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        found = super().contradictions(values, unread)
        planned = self.instance or values.get("planned_for") or values.get("held_on")
        if not planned and "planned_for" not in unread:
            text = _("Say for when it is planned, or on which day it was held.")
            found.setdefault("planned_for", ErrorDetail(str(text), "required"))
        return found


@described(MeetingSerializer)
class MeetingViewSet(OfGroups):
    """The meetings of the groups in the caller's reach."""

    queryset = Meeting.objects.select_related("group__community")
    serializer_class, file_name, route = MeetingSerializer, "meetings", "meeting"
    reads = meetings.VIEW
    filterset_class = MeetingFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return meetings.plan(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return meetings.change(meeting=record, said=said, at=clock.now(), version=record.version)


class AgendaItemSerializer(RecordSerializer):
    """A thing on the agenda; without an `order` it comes last."""

    community = None
    meeting = VisibleKey(queryset=Meeting.objects.all(), to=meetings.CHANGE)
    presenter = VisibleKey(queryset=Person.objects.all(), required=False, allow_null=True)
    problem = VisibleKey(queryset=Problem.objects.all(), required=False, allow_null=True)
    material = AttachmentSerializer(read_only=True, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = [
            *("id", "meeting", "order", "title", "presenter", "problem", "discussion"),
            *("material", *LAST),
        ]
        read_only_fields = [*SET_BY_PORTAL, "material"]
        extra_kwargs = {"order": {"required": False}}


@described(AgendaItemSerializer)
class AgendaItemViewSet(OfGroups):
    """The agendas of the meetings in the caller's reach."""

    queryset = AgendaItem.objects.select_related("meeting", "material")
    serializer_class, file_name = AgendaItemSerializer, "agenda-items"
    route = "agenda-item"
    reads = "working_groups.view_agendaitem"
    filterset_class = PartOfMeetingFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return meetings.put_on_agenda(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return meetings.change_item(item=record, said=said, at=clock.now(), version=record.version)


class AttendanceSerializer(RecordSerializer):
    """Whether a person was at a meeting. Who is no member on its day is there as a guest."""

    community = None
    meeting = VisibleKey(queryset=Meeting.objects.all(), to=meetings.CHANGE)
    person = VisibleKey(queryset=Person.objects.all())
    person_name = serializers.CharField(source="person", read_only=True)

    class Meta:
        model = Attendance
        fields = ["id", "meeting", "person", "person_name", "state", "guest", *LAST]
        read_only_fields = [*SET_BY_PORTAL, "person_name"]


@described(AttendanceSerializer)
class AttendanceViewSet(OfGroups):
    """Who was at the meetings in the caller's reach."""

    queryset = Attendance.objects.select_related("meeting", "person__contact")
    serializer_class, file_name, route = AttendanceSerializer, "attendances", "attendance"
    reads = "working_groups.view_attendance"
    filterset_class = PartOfMeetingFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return meetings.write_attendance(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return meetings.change_attendance(
            attendance=record, said=said, at=clock.now(), version=record.version
        )
