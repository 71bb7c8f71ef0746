"""The initiatives that the pages of a group and of a community show."""

from __future__ import annotations

from typing import Any

from working_groups.initiatives import VIEW
from working_groups.models import Initiative


def latest(user: Any, most: int, **where: Any) -> list[Initiative]:
    """Return the initiatives a reader sees of what `where` names, what changed last first."""
    if not user.has_perm(VIEW):
        return []
    seen = Initiative.objects.visible_to(user).filter(**where)
    return list(seen.order_by("-updated_at", "-pk")[:most])
