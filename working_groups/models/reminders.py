"""What was reminded of by e-mail: nobody is told the same twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from working_groups.models.decisions import ActionPoint


class Moment(models.TextChoices):
    """When a reminder is sent, as seen from the day an action point is due."""

    BEFORE = "before", pgettext_lazy("reminder", "Before the day")
    AFTER = "after", pgettext_lazy("reminder", "After the day")


class ActionReminder(models.Model):
    """A reminder that was promised; another day it is due is reminded of anew."""

    action = models.ForeignKey(
        ActionPoint, models.CASCADE, related_name="reminders", verbose_name=_("action point")
    )
    moment = models.CharField(_("when"), choices=Moment, max_length=6)
    due_on = models.DateField(_("due on"))
    at = models.DateTimeField(_("promised at"))

    class Meta:
        verbose_name = _("reminder of an action point")
        verbose_name_plural = _("reminders of action points")
        constraints = [
            models.UniqueConstraint("action", "moment", "due_on", name="reminder_is_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_moment_display()}"
