"""Addresses under which a calendar program reads meetings: whoever holds one sees what its owner sees."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from working_groups.models.groups import WorkingGroup


class CalendarReach(models.TextChoices):
    GROUP = "group", _("One working group")
    OWN = "own", _("The groups I am a member of")
    ALL = "all", _("All groups that I see")


class CalendarQuerySet(models.QuerySet["MeetingCalendar"]):
    """Addresses of calendars: nobody's but their owner's."""

    def visible_to(self, user: Any) -> Self:
        """Keep the addresses an account has made."""
        return self.filter(owner=user.pk)

    def in_force(self) -> Self:
        """Keep the addresses that open."""
        return self.filter(revoked_at=None)


class MeetingCalendar(models.Model):
    """A secret address of meetings; the secret is shown once, and only its hash is kept."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )
    reach = models.CharField(
        pgettext_lazy("calendar", "meetings of"), choices=CalendarReach, max_length=5
    )
    group = models.ForeignKey(
        WorkingGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working group"),
    )
    digest = models.CharField(_("hash of the secret"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="calendar_names_the_group_it_is_of",
                condition=Q(reach="group", group__isnull=False) | ~Q(reach="group") & Q(group=None),
            ),
            models.UniqueConstraint(
                fields=["owner", "reach", "group"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="calendar_has_one_address_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.group) if self.group else str(self.get_reach_display())
