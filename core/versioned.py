"""What records share that several people change: each version is told from the one before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import bounds

Wrong = dict[str, ValidationError]


class Versioned(models.Model):
    """A record that several people change, each seeing the version before."""

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
