"""The path of an officer: which steps there are, which may follow which, and those taken."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from officers.models.triggers import KEEPS_THE_PATH


class OfficerStage(models.TextChoices):
    CANDIDATE = "candidate", pgettext_lazy("stage", "Candidate")
    SELECTED = "selected", pgettext_lazy("stage", "Selected")
    TRAINING = "training", pgettext_lazy("stage", "In training")
    CERTIFIED = "certified", pgettext_lazy("stage", "Certified")
    SERVING = "serving", pgettext_lazy("stage", "Serving")
    SUSPENDED = "suspended", pgettext_lazy("stage", "Suspended")
    LEFT = "left", pgettext_lazy("stage", "Left the service")
    REJECTED = "rejected", pgettext_lazy("stage", "Rejected")


_S = OfficerStage
NEXT: dict[str, tuple[OfficerStage, ...]] = {  # the stage now -> those that may follow it
    "": (_S.CANDIDATE,),
    _S.CANDIDATE: (_S.SELECTED, _S.REJECTED),
    _S.SELECTED: (_S.TRAINING, _S.REJECTED),
    _S.TRAINING: (_S.CERTIFIED, _S.REJECTED),
    _S.CERTIFIED: (_S.SERVING, _S.LEFT),
    _S.SERVING: (_S.SUSPENDED, _S.LEFT),
    _S.SUSPENDED: (_S.SERVING, _S.LEFT),
    _S.LEFT: (_S.CANDIDATE,),
    _S.REJECTED: (_S.CANDIDATE,),
}
SAYS_WHY = {_S.SUSPENDED, _S.LEFT, _S.REJECTED}  # a step that takes something away has a reason


class StageChangeQuerySet(models.QuerySet["StageChange"]):
    def in_force(self) -> Self:
        """Keep the steps that count: those that no correction replaced."""
        return self.filter(in_force=True)

    def serving_on(self, day: date) -> Self:
        """Keep the steps by which an officer serves on a day."""
        return self.filter(serves__contains=day)


class StageChange(models.Model):
    """An officer came to a stage on a day. It is never changed: a correction takes its place.

    `number` counts the steps of an officer from 1; a correction has the number of what it
    replaces. `until` is the day of the next step, None for the last one; a trigger keeps it, and
    the stage on the officer too. `serves` are the days on which its officer serves by it; None
    where it is no step into service.
    """

    officer = models.ForeignKey(
        "officers.Officer", models.CASCADE, related_name="stages", verbose_name=_("officer")
    )
    number = models.PositiveSmallIntegerField(_("number of the step"))
    stage = models.CharField(_("stage"), choices=OfficerStage, max_length=10)
    on = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, editable=False)
    act_number = models.CharField(
        _("number of the act"), max_length=settings.LIMITS["act_number"], blank=True
    )
    reason = models.CharField(_("reason"), max_length=settings.LIMITS["reason"], blank=True)
    serves = models.GeneratedField(
        expression=models.Case(
            models.When(
                Q(in_force=True, stage="serving"),
                then=models.Func("on", "until", function="daterange"),
            )
        ),
        output_field=DateRangeField(),
        db_persist=True,
        verbose_name=_("days of service"),
    )
    in_force = models.BooleanField(_("in force"), default=True, db_default=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("corrects")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    at = models.DateTimeField(_("written"))

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an officer")
        verbose_name_plural = _("steps of officers")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "number"],
                condition=Q(in_force=True),
                name="officer_takes_one_step_at_a_time",
            ),
            models.CheckConstraint(
                name="stage_is_known", condition=Q(stage__in=OfficerStage.values)
            ),
            models.CheckConstraint(
                name="step_is_not_after_the_next_one",
                condition=Q(until=None) | Q(until__gte=F("on")),
            ),
        ]
        triggers = [KEEPS_THE_PATH]

    def __str__(self) -> str:
        return f"{self.officer}: {self.get_stage_display()}"
