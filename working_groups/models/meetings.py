"""Meetings of working groups: what is discussed, who was there, and the minutes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import ScopedQuerySet
from core import clock, moments
from core.history import track_every_change
from core.models import Attachment
from core.versioned import Versioned, Wrong
from working_groups.models.groups import WorkingGroup
from working_groups.models.people import MERGED, Person, told_of_human


class MeetingMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", pgettext_lazy("meeting", "Online")
    MIXED = "mixed", _("In person and online")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class MinutesState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "Draft")
    CIRCULATED = "circulated", pgettext_lazy("minutes", "Sent round")
    APPROVED = "approved", pgettext_lazy("minutes", "Approved")


class Presence(models.TextChoices):
    PRESENT = "present", pgettext_lazy("meeting", "Present")
    ONLINE = "online", pgettext_lazy("attendance", "Online")
    EXCUSED = "excused", pgettext_lazy("meeting", "Excused")
    ABSENT = "absent", pgettext_lazy("meeting", "Absent")


PERSON = ("person__contact", "person__merged_into__contact")  # what `whole` and its name need
TOOK_PART = (Presence.PRESENT, Presence.ONLINE)
SEALED = "The minutes of this meeting are approved: a correction is an annex."
# What stands in minutes stays as they were approved.
SEALED_WITH_MINUTES = pgtrigger.Trigger(
    name="sealed_with_minutes",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF EXISTS (
            SELECT FROM working_groups_meeting m
            WHERE m.id IN (NEW.meeting_id, OLD.meeting_id) AND m.minutes_state = 'approved'
        ) THEN RAISE EXCEPTION '{SEALED}'; END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


class MeetingQuerySet(ScopedQuerySet["Meeting"]):
    """Meetings, seen where their group is."""

    community_path = "group__community"

    def held(self) -> Self:
        """Keep the meetings that took place."""
        return self.filter(status=MeetingStatus.HELD)


@track_every_change()
class Meeting(Versioned):
    """One sitting of a group. It gets its number when it was held: numbers have no gaps."""

    fixed: ClassVar = ("group",)
    happened: ClassVar = ("held_on", "approved_on")

    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, related_name="meetings", verbose_name=_("working group")
    )
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("meeting", "number"), null=True, blank=True, editable=False
    )
    planned_for = models.DateTimeField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    mode = models.CharField(
        pgettext_lazy("meeting", "mode"),
        choices=MeetingMode,
        default=MeetingMode.IN_PERSON,
        max_length=9,
    )
    place = models.CharField(_("place"), max_length=settings.LIMITS["place"], blank=True)
    status = models.CharField(
        _("status"), choices=MeetingStatus, default=MeetingStatus.PLANNED, max_length=9
    )
    cancel_reason = models.CharField(
        _("why it was cancelled"), max_length=settings.LIMITS["reason"], blank=True
    )
    guests_without_name = models.PositiveSmallIntegerField(
        _("guests without a name"),
        default=0,
        help_text=_("They count among those who came, never among different people."),
    )
    minutes = models.TextField(
        pgettext_lazy("meeting", "minutes"), max_length=settings.LIMITS["minutes"], blank=True
    )
    minutes_state = models.CharField(
        _("state of the minutes"), choices=MinutesState, default=MinutesState.DRAFT, max_length=10
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("group", "meeting")
        verbose_name_plural = pgettext_lazy("group", "meetings")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["group", "number"],
                name="meeting_number_is_one_only",
                violation_error_message=_("Another meeting of the group has this number."),
            ),
            models.CheckConstraint(
                name="meeting_is_held_on_a_day_with_a_number",
                condition=Q(status="held", held_on__isnull=False, number__isnull=False)
                | ~Q(status="held") & Q(held_on=None, number=None),
            ),
            models.CheckConstraint(
                name="cancelled_meeting_says_why",
                condition=Q(status="cancelled") & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="minutes_are_approved_on_a_day",
                condition=Q(minutes_state="approved", approved_on__isnull=False, status="held")
                | ~Q(minutes_state="approved") & Q(approved_on=None),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("group", "planned_for", name="meeting_of_a_group"),
            models.Index("planned_for", "id", name="meeting_by_plan"),
            models.Index("held_on", "group", name="meeting_by_day"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="meeting_stays", fields=["group"]),
            pgtrigger.Protect(
                name="approved_minutes_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__minutes_state="approved"),
            ),
        ]

    def __str__(self) -> str:
        if self.number:
            return str(_("Meeting No. %(number)s")) % {"number": self.number}
        gone = self.status == MeetingStatus.CANCELLED
        return str(_("Cancelled meeting") if gone else _("Planned meeting"))

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.pk])

    @property
    def when(self) -> str:
        """Say when a meeting is to be, or the day it was held on."""
        return moments.day(self.held_on) if self.held_on else moments.when(self.planned_for)

    @property
    def is_sealed(self) -> bool:
        return self.minutes_state == MinutesState.APPROVED

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.status == MeetingStatus.HELD and not self.held_on:
            text = _("Say on which day the meeting was held.")
            found["held_on"] = ValidationError(text, code="required")
        if self.status == MeetingStatus.CANCELLED and not self.cancel_reason:
            text = _("Say why the meeting was cancelled.")
            found["cancel_reason"] = ValidationError(text, code="required")
        if self.held_on and self.held_on > clock.today():
            text = _("A meeting is held when its day has come.")
            found["held_on"] = ValidationError(text, code="future")
        if self.held_on and self.group_id and not self.group.works_on(self.held_on):
            text = _("The group does not work on this day.")
            found.setdefault("held_on", ValidationError(text, code="group_does_not_work"))
        return found


class AnnexQuerySet(ScopedQuerySet["Annex"]):
    """Corrections of minutes, seen where their group is."""

    community_path = "meeting__group__community"


class AttendanceQuerySet(ScopedQuerySet["Attendance"]):
    """Who was at a meeting, seen where its group is."""

    community_path = "meeting__group__community"

    def took_part(self) -> Self:
        """Keep who was there in person or online."""
        return self.filter(state__in=TOOK_PART)

    def participations(self) -> Self:
        """Keep who was there, a human once at a meeting, whatever records were merged."""
        others: Any = self.model._default_manager
        told = others.took_part().filter(told_of_human(), meeting=OuterRef("meeting")).order_by()
        return self.took_part().exclude(MERGED & Q(Exists(told)))


class AgendaItemQuerySet(ScopedQuerySet["AgendaItem"]):
    """What meetings discuss, seen where their group is."""

    community_path = "meeting__group__community"


@track_every_change()
class AgendaItem(Versioned):
    """One thing a meeting discusses, and what was said about it."""

    fixed: ClassVar = ("meeting",)

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="agenda",
        verbose_name=pgettext_lazy("group", "meeting"),
    )
    order = models.PositiveSmallIntegerField(_("place on the agenda"))
    title = models.CharField(
        pgettext_lazy("agenda", "title"), max_length=settings.LIMITS["agenda_title"]
    )
    presenter = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("presented by"),
    )
    problem = models.ForeignKey(
        "working_groups.Problem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("problem it is about"),
    )
    discussion = models.TextField(
        _("discussion"), max_length=settings.LIMITS["minutes"], blank=True
    )
    material = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("material"),
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="agenda_has_one_item_at_a_place",
                violation_error_message=_("Another item has this place on the agenda."),
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="agenda_item_stays", fields=["meeting"]),
            SEALED_WITH_MINUTES,
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.problem and self.problem.group_id != self.meeting.group_id:
            text = _("This problem is of another group.")
            found["problem"] = ValidationError(text, code="another_group")
        return found


@track_every_change()
class Attendance(Versioned):
    """Whether a person was at a meeting; a guest is nobody of the group's members."""

    fixed: ClassVar = ("meeting", "person")

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="attendances",
        verbose_name=pgettext_lazy("group", "meeting"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="attendances", verbose_name=_("person")
    )
    state = models.CharField(_("presence"), choices=Presence, max_length=7)
    guest = models.BooleanField(_("guest"), default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("group", "attendance")
        verbose_name_plural = pgettext_lazy("group", "attendances")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="person_is_at_a_meeting_once",
                violation_error_message=_("The presence of this person is written down."),
            )
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("person", "meeting", name="attendance_of_a_person"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="attendance_stays", fields=["meeting", "person"]),
            SEALED_WITH_MINUTES,
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()


class Annex(models.Model):
    """A correction of approved minutes, beside them; it is never edited."""

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="annexes",
        verbose_name=pgettext_lazy("group", "meeting"),
    )
    text = models.TextField(pgettext_lazy("annex", "text"), max_length=settings.LIMITS["minutes"])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written at"))

    objects = AnnexQuerySet.as_manager()

    class Meta:
        verbose_name = _("annex of minutes")
        verbose_name_plural = _("annexes of minutes")
        triggers = [
            pgtrigger.Protect(name="annex_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.text[:60]


def members_on(group: WorkingGroup, day: date) -> Any:
    """Return the memberships of a group on a day, by surname."""
    rows = group.memberships.of_humans(day).select_related(*PERSON, "organisation")
    return rows.order_by("person__contact__sort_key", "pk")
