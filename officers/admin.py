"""Officers in the admin, for superusers, until they have pages of their own."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from core import clock
from core.admin import Kept
from officers.models import (
    Activity,
    Assignment,
    AssignmentKind,
    Enrolment,
    EquipmentIssue,
    EquipmentItem,
    Handover,
    Officer,
    OfficerPersonal,
    OfficerStage,
    PublicReport,
    StageChange,
    TrainingCourse,
)
from officers.stages import take_step


class Assignments(BaseInlineFormSet):
    """The assignments of one officer, compared with each other before the database does."""

    def clean(self) -> None:
        super().clean()
        said = [form.cleaned_data["period"] for form in self.forms if _is_primary(form)]
        periods = sorted([*said, *self._kept()], key=lambda period: period.lower)
        for before, after in itertools.pairwise(periods):
            if before.upper is None or before.upper > after.lower:
                raise ValidationError(_("Two primary assignments overlap. End the first one."))

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        """Store another version, so that whoever changes the one before is told."""
        obj.version += 1
        obj.updated_at = clock.now()
        return super().save_existing(form, obj, commit)

    def _kept(self) -> list[Any]:
        """Return the stored primary periods that this form does not show."""
        shown = [form.instance.pk for form in self.initial_forms]
        stored = Assignment.objects.filter(officer=self.instance.pk, kind=AssignmentKind.PRIMARY)
        return list(stored.exclude(pk__in=shown).values_list("period", flat=True))


def _is_primary(form: Any) -> bool:
    said = getattr(form, "cleaned_data", {})
    period = said.get("period")
    held = period is not None and not period.isempty and period.lower is not None
    return held and said.get("kind") == AssignmentKind.PRIMARY and not said.get("DELETE")


class PersonalInline(admin.StackedInline):
    model = OfficerPersonal
    min_num = 1


class AssignmentInline(admin.TabularInline):
    model = Assignment
    formset = Assignments
    autocomplete_fields = ["community", "settlements"]
    extra = 0


@admin.register(Officer)
class OfficerAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "rank", "stage", "unit"]
    list_filter = ["kind", "stage"]
    list_select_related = ["personal", "unit"]
    search_fields = ["personal__last_name", "personal__first_name", "badge_number"]
    autocomplete_fields = ["unit", "user"]
    inlines = [PersonalInline, AssignmentInline]
    readonly_fields = ["stage"]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Let a new officer begin the path today."""
        super().save_model(request, obj, form, change)
        if not change:
            begins = {"stage": OfficerStage.CANDIDATE, "on": clock.today()}
            take_step(officer=obj, by=request.user, at=clock.now(), **begins)


@admin.register(TrainingCourse)
class TrainingCourseAdmin(admin.ModelAdmin):
    list_display = ["name_uk", "service", "provider", "starts_on", "ends_on"]
    list_filter = ["service"]
    list_select_related = ["provider"]
    search_fields = ["name_uk", "name_en"]
    autocomplete_fields = ["provider", "partners"]
    ordering = ["-starts_on", "-pk"]


@admin.register(Enrolment)
class EnrolmentAdmin(Kept):
    """Enrolments, to be looked at: they are made on the page of their course."""

    list_display = ["officer", "course", "result", "certificate_number", "valid_until"]
    list_filter = ["result"]
    list_select_related = ["officer__personal", "course"]
    search_fields = ["certificate_number"]
    ordering = ["-pk"]


@admin.register(StageChange)
class StageChangeAdmin(Kept):
    """The path, to be looked at: steps are taken and corrected on the page of the officer."""

    list_display = ["officer", "number", "stage", "on", "until", "act_number", "in_force"]
    list_filter = ["stage", "in_force"]
    list_select_related = ["officer__personal"]
    ordering = ["-pk"]


@admin.register(Activity)
class ActivityAdmin(Kept):
    """Looked at only: activities are recorded, changed and annulled on their pages."""

    list_display = ["__str__", "community", "service", "attended", "recorded_by"]
    list_filter = ["kind", "service"]
    list_select_related = ["community", "recorded_by"]
    ordering = ["-held_on", "-pk"]
    show_full_result_count = False


@admin.register(EquipmentItem)
class EquipmentItemAdmin(Kept):
    """Looked at only: equipment is written down, issued and taken back on its pages."""

    list_display = ["kind", "model", "serial", "inventory_number", "owner", "written_off_on"]
    list_filter = ["kind"]
    list_select_related = ["owner"]
    search_fields = ["model", "serial", "inventory_number"]
    ordering = ["-pk"]


@admin.register(EquipmentIssue)
class EquipmentIssueAdmin(Kept):
    """Looked at only, as the equipment."""

    list_display = ["item", "holder", "starts_on", "ends_on", "keys_only"]
    list_filter = ["keys_only"]
    list_select_related = [
        *("item", "officer__personal", "station__community", "station__settlement"),
    ]
    ordering = ["-pk"]


@admin.register(Handover)
class HandoverAdmin(Kept):
    """Looked at only: acts are written and signed on their pages."""

    list_display = ["__str__", "assignment", "handed_on", "signed_on"]
    list_select_related = [
        *("assignment__officer__personal", "assignment__community", "receiver__personal"),
    ]
    ordering = ["-pk"]


@admin.register(PublicReport)
class PublicReportAdmin(Kept):
    """Looked at only: reports are written and delivered on their pages."""

    list_display = ["__str__", "assignment", "half", "due_on", "delivered_on"]
    list_select_related = ["assignment__officer__personal", "assignment__community"]
    ordering = ["-pk"]
