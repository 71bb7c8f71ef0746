"""What one officer did in one community in some days, counted as its reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from core.periods import Period
from incidents.models import Incident
from officers.models import Activity, ActivityKind, Assignment

SUMS = {"held": Count("pk"), "attended": Sum("attended"), "engaged": Sum("engaged")}


@dataclass(frozen=True)
class OwnWork:
    """The work of the officer of an assignment in its community, for one reader."""

    user: Any
    post: Assignment
    period: Period

    @property
    def recorded(self) -> int | None:
        """Count the incidents the officer wrote down; unknown for somebody without an account."""
        if self.post.officer.user_id is None:
            return None
        return self._incidents().filter(logged_by=self.post.officer.user_id).count()

    @property
    def responded(self) -> int:
        """Count the incidents the officer went to."""
        return self._incidents().filter(responses__officer=self.post.officer).count()

    def activities(self) -> list[dict[str, Any]]:
        """Return for each kind the officer did: how many were held, attended, engaged."""
        rows = self._activities().values("kind").annotate(**SUMS)
        found = {row.pop("kind"): row for row in rows}
        return [{"kind": kind, **found[kind]} for kind in ActivityKind if kind in found]

    def total(self) -> dict[str, Any]:
        """Return the same sums over all kinds."""
        return self._activities().aggregate(**SUMS)

    def _incidents(self) -> Any:
        rows = Incident.objects.visible_to(self.user).counted()
        return rows.filter(
            community=self.post.community,
            occurred_at__gte=self.period.starts_at,
            occurred_at__lt=self.period.ends_at,
        )

    def _activities(self) -> Any:
        rows = Activity.objects.visible_to(self.user).counted().order_by()
        return rows.filter(
            done_by__officer=self.post.officer,
            community=self.post.community,
            held_on__gte=self.period.start,
            held_on__lt=self.period.end,
        )
