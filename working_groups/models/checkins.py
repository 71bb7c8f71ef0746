"""The code of a sitting, with which people say themselves that they are there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from working_groups.models.meetings import Meeting
from working_groups.models.people import PersonContact


class CheckIn(models.Model):
    """A code that opens on the day of a sitting; each time it is opened again it is another."""

    meeting = models.OneToOneField(
        Meeting,
        models.PROTECT,
        related_name="check_in",
        verbose_name=pgettext_lazy("group", "meeting"),
    )
    serial = models.PositiveSmallIntegerField(_("how often it was opened"), default=1)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("code of a sitting")
        verbose_name_plural = _("codes of sittings")

    def __str__(self) -> str:
        return str(self.meeting)


class WaitingName(models.Model):
    """What somebody typed who is not told as a member; it goes when the secretary has decided."""

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="waiting_names",
        verbose_name=pgettext_lazy("group", "meeting"),
    )
    last_name = models.CharField(
        _("surname"), max_length=PersonContact._meta.get_field("last_name").max_length
    )
    first_name = models.CharField(
        _("given name"), max_length=PersonContact._meta.get_field("first_name").max_length
    )
    at = models.DateTimeField(_("typed at"))

    class Meta:
        verbose_name = _("name that waits")
        verbose_name_plural = _("names that wait")

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"
