"""What units of the register share: a later edition of the codifier may leave one out."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.names import PlaceName


class UnitQuerySet(models.QuerySet[Any]):
    def shown(self) -> Self:
        """Keep the units of today's lists and choices: those the register has not closed."""
        return self.filter(closed_on=None)


class ClosableUnit(PlaceName):
    """A unit that a later edition of the codifier may leave out: closed then, never deleted."""

    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("The day of the edition of the codifier that no longer has it."),
    )

    objects = UnitQuerySet.as_manager()

    class Meta(PlaceName.Meta):
        abstract = True
