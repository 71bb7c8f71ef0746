"""What the records of officers share that several people change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import bounds

Wrong = dict[str, ValidationError]
MOST_PRESENTERS = 10
LONGEST_PRESENTER = 200  # characters of a name and an office


def presenters() -> Any:
    """Return the field of those who present what is handed over, each by name and office."""
    return ArrayField(
        models.CharField(max_length=LONGEST_PRESENTER),
        size=MOST_PRESENTERS,
        default=list,
        blank=True,
        verbose_name=_("presented by"),
    )


class Versioned(models.Model):
    """A record of officers that several people change."""

    fixed: ClassVar[tuple[str, ...]] = ()  # the fields that are said once
    happened: ClassVar[tuple[str, ...]] = ()  # the fields that hold a day that has come

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index("updated_at", "id", name="%(class)s_by_change")]

    def clean(self) -> None:
        if wrong := self.wrong():
            raise ValidationError(wrong)

    def wrong(self) -> Wrong:
        """Return what contradicts what, by field; a value that is not there contradicts nothing."""
        span = bounds.beginnings()
        days = {name: getattr(self, name) for name in self.happened}
        return {
            name: ValidationError(bounds.refusal(span), code="range")
            for name, day in days.items()
            if day and not bounds.holds(span, day)
        }
