"""Official code lists that sections of a record choose from."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.names import BilingualName


class Classifier(models.TextChoices):
    EMERGENCY = "emergency", _("Emergencies, DK 019:2010")
    FIRE_CAUSE = "fire_cause", _("Causes of fires")


class ClassifierCodeQuerySet(models.QuerySet["ClassifierCode"]):
    def choosable(self, *, kept: int | None = None) -> Self:
        """Keep what may be chosen now, and what a record holds already (`kept`)."""
        return self.filter(models.Q(retired_on=None) | models.Q(pk=kept))


class ClassifierCode(BilingualName):
    """One code of a list; retired ones stay on old records and are never deleted."""

    classifier = models.CharField(_("list"), choices=Classifier, max_length=12)
    code = models.CharField(_("code"), max_length=20)
    checked_on = models.DateField(
        _("compared with the official text on"),
        null=True,
        blank=True,
        help_text=_("Empty: still to be checked against the official text."),
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = ClassifierCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code of a list")
        verbose_name_plural = _("codes of lists")
        constraints = [
            models.UniqueConstraint("classifier", "code", name="code_once_in_its_list"),
            models.CheckConstraint(
                name="code_is_of_a_known_list",
                condition=models.Q(classifier__in=Classifier.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}" if self.code.isdigit() else self.name
