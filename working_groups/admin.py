"""People and positions in the admin, for superusers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from core import clock
from core.admin import Kept, LookedAt
from core.exceptions import RuleBroken
from working_groups import funding
from working_groups.models import (
    ActionPoint,
    ActionReminder,
    AgendaItem,
    Annex,
    Attendance,
    CheckIn,
    Decision,
    Funding,
    Grant,
    GrantPartner,
    Handout,
    Initiative,
    InitiativeStage,
    KnowledgeProduct,
    Meeting,
    MeetingCalendar,
    Membership,
    Person,
    PersonContact,
    Position,
    Priority,
    Problem,
    Proposal,
    ProposalContact,
    ToldApart,
    Training,
    TrainingAttendance,
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


@admin.register(ToldApart)
class ToldApartAdmin(Kept):
    list_display = ["__str__", "told_by", "told_at"]
    list_select_related = ["told_by"]


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


@admin.register(Priority)
class PriorityAdmin(VersionedAdmin):
    list_display = ["group", "year", "rank", "theme", "text", "updated_at"]
    list_select_related = ["group__community"]
    list_filter = ["year", "theme"]
    raw_id_fields = ["group"]


@admin.register(Training)
class TrainingAdmin(VersionedAdmin):
    list_display = ["title", "kind", "topic", "held_on", "oblast", "community"]
    list_select_related = ["oblast", "community"]
    list_filter = ["kind", "topic"]
    autocomplete_fields = ["community"]
    raw_id_fields = ["programme"]


@admin.register(TrainingAttendance)
class TrainingAttendanceAdmin(VersionedAdmin):
    list_display = ["training", "person", "state", "updated_at"]
    list_select_related = ["training", "person__contact"]
    list_filter = ["state"]
    raw_id_fields = ["training", "person"]


class ProposalContactInline(admin.StackedInline):
    model = ProposalContact
    can_delete = False


@admin.register(Proposal)
class ProposalAdmin(VersionedAdmin):
    list_display = ["group", "kind", "state", "created_at", "updated_at"]
    list_select_related = ["group__community"]
    list_filter = ["kind", "state"]
    raw_id_fields = ["group"]
    inlines = [ProposalContactInline]


@admin.register(KnowledgeProduct)
class KnowledgeProductAdmin(VersionedAdmin):
    list_display = ["title", "kind", "programme", "published_on", "updated_at"]
    list_select_related = ["programme"]
    list_filter = ["kind"]
    raw_id_fields = ["programme", "author"]


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


@admin.register(Problem)
class ProblemAdmin(VersionedAdmin):
    list_display = ["title", "group", "theme", "priority", "state", "raised_on"]
    list_select_related = ["group__community"]
    list_filter = ["state", "priority", "theme"]
    raw_id_fields = ["group", "meeting"]


@admin.register(Decision)
class DecisionAdmin(VersionedAdmin):
    list_display = ["agenda_item", "text", "updated_at"]
    list_select_related = ["agenda_item"]
    raw_id_fields = ["agenda_item", "problem"]

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        sealed = obj is not None and obj.agenda_item.meeting.is_sealed
        return not sealed and super().has_change_permission(request, obj)


@admin.register(ActionPoint)
class ActionPointAdmin(VersionedAdmin):
    """To look at, and to correct words and days; how far it is, the pages say."""

    list_display = ["text", "due_on", "priority", "state", "finished_on", "updated_at"]
    list_filter = ["state", "priority"]
    raw_id_fields = ["decision", "owner_person", "owner_organisation"]
    exclude = ["state", "done_on", "drop_reason"]


@admin.register(ActionReminder)
class ActionReminderAdmin(Kept):
    list_display = ["action", "moment", "due_on", "at"]
    list_select_related = ["action"]


class StageInline(admin.TabularInline):
    model = InitiativeStage
    can_delete = False
    extra = 0

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Initiative)
class InitiativeAdmin(VersionedAdmin):
    """To look at, and to correct words and days; proposed and taken on it is by the pages."""

    list_display = ["title", "category", "theme", "stage", "updated_at"]
    list_filter = ["stage", "category", "theme"]
    search_fields = ["title"]
    raw_id_fields = [
        *("group", "problem", "decision", "proposed_by_organisation", "proposed_by_person"),
    ]
    inlines = [StageInline]

    def has_add_permission(self, request: Any) -> bool:
        return False


@admin.register(InitiativeStage)
class InitiativeStageAdmin(Kept):
    list_display = ["initiative", "stage", "on", "by", "at"]
    list_select_related = ["initiative", "by"]
    list_filter = ["stage"]


@admin.register(Handout)
class HandoutAdmin(VersionedAdmin):
    list_display = ["item", "quantity", "unit", "community", "handed_on", "initiative"]
    list_select_related = ["community", "initiative"]
    list_filter = ["item", "unit"]
    autocomplete_fields = ["community"]
    raw_id_fields = ["initiative", "recipient", "asset"]


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


class FundingAdminForm(forms.ModelForm):
    """A link whose chain is checked as everywhere, while nobody else changes it."""

    class Meta:
        model = Funding
        fields = (
            *("initiative", "giver", "receiver", "kind", "amount", "currency", "uah"),
            *("rate_date", "given_on", "note"),
        )

    def clean(self) -> Any:
        said = super().clean() or self.cleaned_data
        initiative = said.get("initiative") or getattr(self.instance, "initiative", None)
        if not self.errors and initiative:
            funding.held_still(initiative.pk)
            try:
                funding.refuse_chain(self.instance, said)
            except RuleBroken as broken:
                self.add_error(broken.field, broken.message)
        return said


@admin.register(Funding)
class FundingAdmin(VersionedAdmin):
    form = FundingAdminForm
    list_display = ["initiative", "giver", "receiver", "kind", "uah", "given_on", "updated_at"]
    list_select_related = ["initiative", "giver", "receiver"]
    list_filter = ["kind", "currency"]
    raw_id_fields = ["initiative", "giver", "receiver"]


class PartnerInline(admin.TabularInline):
    model = GrantPartner
    raw_id_fields = ["organisation"]
    extra = 0


@admin.register(Grant)
class GrantAdmin(VersionedAdmin):
    list_display = ["title", "giver", "organisation", "theme", "uah", "given_on", "updated_at"]
    list_select_related = ["giver", "organisation"]
    list_filter = ["theme", "currency"]
    raw_id_fields = ["oblast", "giver", "organisation", "initiative"]
    inlines = [PartnerInline]
