"""Working groups on public safety and recovery, and who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Organisation, Programme, ScopedQuerySet
from core.history import track_every_change
from core.models import Attachment
from core.versioned import Versioned, Wrong
from working_groups.models.people import MERGED, Person, told_of_human


class WorkingGroupQuerySet(ScopedQuerySet["WorkingGroup"]):
    """Working groups, seen where their community is."""

    def in_force(self, day: date) -> Self:
        """Keep the groups that work on a day; the day a group ends is not in it."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), established_on__lte=day)


@track_every_change()
class WorkingGroup(Versioned):
    """A consultative body of a community; the order of its administration establishes it."""

    fixed: ClassVar = ("community",)
    happened: ClassVar = ("established_on", "order_date", "ended_on")

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="working_groups", verbose_name=_("community")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    established_on = models.DateField(_("established on"))
    order_number = models.CharField(
        pgettext_lazy("group", "number of the order"),
        max_length=settings.LIMITS["act_number"],
        blank=True,
    )
    order_date = models.DateField(
        pgettext_lazy("group", "date of the order"), null=True, blank=True
    )
    order_issuer = models.CharField(
        _("issued by"),
        max_length=settings.LIMITS["place"],
        blank=True,
        help_text=_("The administration or the council; no names of persons."),
    )
    order_file = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("text of the order"),
    )
    regulation = models.CharField(
        _("regulation"),
        max_length=settings.LIMITS["place"],
        blank=True,
        help_text=_("Number and date of the act that approved it."),
    )
    interval_months = models.PositiveSmallIntegerField(
        _("months between meetings"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    coordinator = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coordinating organisation"),
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
        help_text=_("The group of this community that worked before."),
    )
    accepts_members = models.BooleanField(
        _("accepts members and ideas"),
        default=False,
        db_default=False,
        help_text=_("Residents and organisations write to it by the public form."),
    )
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The first day it no longer works.")
    )
    end_reason = models.CharField(
        _("why it ended"), max_length=settings.LIMITS["reason"], blank=True
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [
            models.CheckConstraint(
                name="group_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gt=F("established_on")),
            ),
            models.CheckConstraint(
                name="group_meets_every_month_to_year",
                condition=Q(interval_months__gte=1, interval_months__lte=12),
            ),
            models.CheckConstraint(
                name="group_says_why_it_ended",
                condition=Q(ended_on=None, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            ),
            ExclusionConstraint(
                name="community_has_one_group_at_a_time",
                expressions=[
                    ("community", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (
                        Func(
                            "established_on",
                            "ended_on",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("The community has a group of this programme then."),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("community", "established_on", name="group_of_a_community"),
        ]
        triggers = [pgtrigger.ReadOnly(name="working_group_stays", fields=["community"])]

    def __str__(self) -> str:
        return str(_("Working group, %(community)s")) % {"community": self.community.title}

    def get_absolute_url(self) -> str:
        return reverse("working_groups:detail", args=[self.pk])

    def works_on(self, day: date) -> bool:
        """Say whether the group works on a day."""
        return self.established_on <= day and (self.ended_on is None or day < self.ended_on)

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.ended_on and self.established_on and self.ended_on <= self.established_on:
            text = _("A group cannot end before it begins.")
            found["ended_on"] = ValidationError(text, code="order")
        if bool(self.ended_on) != bool(self.end_reason):
            text = _("Say both: the day the group ended, and why.")
            found.setdefault("end_reason", ValidationError(text, code="required"))
        before = self.predecessor
        if before and (before.community_id != self.community_id or before.pk == self.pk):
            text = _("The predecessor is another group of this community.")
            found["predecessor"] = ValidationError(text, code="predecessor")
        return found


class Sector(models.TextChoices):
    """Whom a member speaks for."""

    ADMINISTRATION = "administration", _("Administration and self-government")
    POLICE = "police", pgettext_lazy("sector", "Police")
    RESCUE = "rescue", pgettext_lazy("sector", "Rescuers")
    NGO = "ngo", _("Civil society")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health care")
    SERVICES = "services", _("Administrative and social services")
    BUSINESS = "business", _("Business")
    RESIDENT = "resident", _("Residents")


class MemberRole(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("group", "Chair")
    DEPUTY = "deputy", pgettext_lazy("group", "Deputy chair")
    SECRETARY = "secretary", pgettext_lazy("group", "Secretary")
    MEMBER = "member", pgettext_lazy("group", "Member")
    INVITED = "invited", pgettext_lazy("group", "Invited")


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    """Memberships, seen where their group is."""

    community_path = "group__community"

    def on(self, day: date) -> Self:
        """Keep the memberships that count on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def of_humans(self, day: date) -> Self:
        """Keep what counts on a day, one a human in a group, whatever records were merged."""
        others: Any = self.model._default_manager
        told = others.on(day).filter(told_of_human(), group=OuterRef("group")).order_by()
        return self.on(day).exclude(MERGED & Q(Exists(told)))


@track_every_change()
class Membership(Versioned):
    """A person in a group, for a sector, in a role, for a period."""

    fixed: ClassVar = ("group", "person")
    happened: ClassVar = ("starts_on",)

    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, related_name="memberships", verbose_name=_("working group")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("speaks for the organisation"),
    )
    sector = models.CharField(_("sector"), choices=Sector, max_length=14)
    role = models.CharField(
        pgettext_lazy("group", "role"),
        choices=MemberRole,
        default=MemberRole.MEMBER,
        max_length=9,
    )
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day it no longer counts.")
    )
    act_number = models.CharField(
        _("by which act"),
        max_length=settings.LIMITS["act_number"],
        blank=True,
        help_text=_("Number of the order that names the members."),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
            ExclusionConstraint(
                name="person_is_in_a_group_once",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This person is a member then."),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("person", "group", name="membership_of_a_person"),
        ]
        triggers = [pgtrigger.ReadOnly(name="membership_stays", fields=["group", "person"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.ends_on and self.starts_on and self.ends_on <= self.starts_on:
            text = _("A membership cannot end before it begins.")
            found["ends_on"] = ValidationError(text, code="order")
        return found
