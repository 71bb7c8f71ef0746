"""People and positions in the admin, for superusers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from core import clock
from core.admin import Kept, LookedAt
from working_groups.models import (
    AgendaItem,
    Annex,
    Attendance,
    CheckIn,
    Meeting,
    MeetingCalendar,
    Membership,
    Person,
    PersonContact,
    Position,
    WorkingGroup,
)


class VersionedAdmin(admin.ModelAdmin):
    """Records with a version: a change stores another one, and nothing is taken away."""

    list_display: Any = ["updated_at", "version"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        obj.updated_at = clock.now()
        if change:
            obj.version += 1
        else:
            obj.recorded_by, obj.created_at = request.user, obj.updated_at
        super().save_model(request, obj, form, change)


class ContactInline(admin.StackedInline):
    model = PersonContact
    can_delete = False


@admin.register(Person)
class PersonAdmin(VersionedAdmin):
    list_display = ["__str__", "community", "oblast", "organisation", "updated_at"]
    list_select_related = ["contact", "community", "oblast", "organisation"]
    autocomplete_fields = ["community"]
    raw_id_fields = ["user", "organisation"]
    readonly_fields = ["merged_into", "merged_at", "merge_reason"]
    inlines = [ContactInline]


@admin.register(Position)
class PositionAdmin(VersionedAdmin):
    list_display = ["person", "title", "organisation", "starts_on", "ends_on", "updated_at"]
    list_select_related = ["person__contact", "organisation"]
    raw_id_fields = ["person", "organisation"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(VersionedAdmin):
    list_display = ["community", "programme", "established_on", "ended_on", "updated_at"]
    list_select_related = ["community", "programme"]
    autocomplete_fields = ["community"]
    raw_id_fields = ["programme", "coordinator", "predecessor"]


@admin.register(Membership)
class MembershipAdmin(VersionedAdmin):
    list_display = ["group", "person", "sector", "role", "starts_on", "ends_on"]
    list_select_related = ["group__community", "person__contact"]
    list_filter = ["sector", "role"]
    raw_id_fields = ["group", "person", "organisation"]


@admin.register(Meeting)
class MeetingAdmin(VersionedAdmin):
    list_display = ["group", "number", "status", "planned_for", "held_on", "minutes_state"]
    list_select_related = ["group__community"]
    list_filter = ["status", "minutes_state"]
    raw_id_fields = ["group"]

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        sealed = obj is not None and obj.is_sealed
        return not sealed and super().has_change_permission(request, obj)


class OfMeetingAdmin(VersionedAdmin):
    raw_id_fields: Any = ["meeting"]

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        sealed = obj is not None and obj.meeting.is_sealed
        return not sealed and super().has_change_permission(request, obj)


@admin.register(AgendaItem)
class AgendaItemAdmin(OfMeetingAdmin):
    list_display = ["meeting", "order", "title", "updated_at"]
    list_select_related = ["meeting"]
    raw_id_fields = ["meeting", "presenter"]


@admin.register(Attendance)
class AttendanceAdmin(OfMeetingAdmin):
    list_display = ["meeting", "person", "state", "guest"]
    list_select_related = ["meeting", "person__contact"]
    list_filter = ["state"]
    raw_id_fields = ["meeting", "person"]


@admin.register(MeetingCalendar)
class MeetingCalendarAdmin(LookedAt):
    list_display = ["owner", "reach", "group", "made_at", "revoked_at"]
    list_select_related = ["owner", "group__community"]
    fields = ["owner", "reach", "group", "made_at", "revoked_at"]


@admin.register(CheckIn)
class CheckInAdmin(LookedAt):
    list_display = ["meeting", "serial", "opened_by", "opened_at", "revoked_at"]
    list_select_related = ["meeting", "opened_by"]


@admin.register(Annex)
class AnnexAdmin(Kept):
    list_display = ["meeting", "by", "at"]
    list_select_related = ["meeting", "by"]
