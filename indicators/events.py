"""Which incidents meet a question, by their rows: what tallies sum up and what lists show."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from incidents.models.incident import PATHS
from indicators.asks import Ask


def meeting(ask: Ask, where: str = "") -> Q:
    """Return the condition on incidents, or on rows that point `where` they stand."""
    inside = ask.reach.q({level: f"{where}{path}" for level, path in PATHS.items()})
    wanted: dict[str, Any] = {
        "occurred_at__gte": ask.period.starts_at,
        "occurred_at__lt": ask.period.ends_at,
        "category__sensitive": False,
    }
    if ask.group:
        wanted["category__group"] = ask.group
    if ask.category:
        wanted["category__code"] = ask.category
    if ask.only is not None:
        wanted["community__in"] = sorted(ask.only)
    return inside & Q(**{f"{where}{name}": value for name, value in wanted.items()})
