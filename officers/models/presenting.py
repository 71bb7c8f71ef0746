"""Who presents what is handed over."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

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
