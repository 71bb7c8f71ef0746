"""What groups put first for a year: written down, ranked anew, counted by theme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core.exceptions import RuleBroken, refuse_stale
from working_groups.models import Priority, Theme, WorkingGroup

VIEW, ADD, CHANGE = (f"working_groups.{each}_priority" for each in ("view", "add", "change"))
Said = dict[str, Any]


@transaction.atomic
def put_first(*, said: Said, by: User, at: datetime) -> Priority:
    """Store what a group in reach puts first; RuleBroken where its rank is another's."""
    group = _held_still(said["group"].pk)
    if not scope_of(by, ADD).either.covers(group.community):
        text = _("You write down no priorities of this group.")
        raise RuleBroken(text, code="out_of_reach", field="group")
    _refuse_rank(group.priorities.all(), said["year"], said["rank"])
    priority = Priority(recorded_by=by, created_at=at)
    stored: Priority = store_record(priority, {**said, "group": group}, at)
    return stored


@transaction.atomic
def change(*, priority: Priority, said: Said, at: datetime, version: int | None) -> Priority:
    """Change a priority; RuleBroken where it would take the rank of another one."""
    group = _held_still(priority.group_id)
    held = Priority.objects.select_for_update(of=("self",)).get(pk=priority.pk)
    refuse_stale(held, version)
    held.group = group
    year, rank = said.get("year", held.year), said.get("rank", held.rank)
    _refuse_rank(group.priorities.exclude(pk=held.pk), year, rank)
    held.version += 1
    stored: Priority = store_record(held, said, at)
    return stored


def _held_still(pk: int) -> WorkingGroup:
    """Let nobody else rank priorities of the group meanwhile."""
    rows = WorkingGroup.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=pk)


def _refuse_rank(others: Any, year: int, rank: int) -> None:
    if others.filter(year=year, rank=rank).exists():
        text = _("Another priority of the year has this rank.")
        raise RuleBroken(text, code="rank_is_taken", field="rank")


def next_rank(group: WorkingGroup, year: int) -> int:
    """Return the rank after the last one of a year."""
    last = group.priorities.filter(year=year).order_by("-rank").values_list("rank", flat=True)
    return int(last.first() or 0) + 1


def by_theme(rows: Any) -> Iterator[tuple[str, int]]:
    """Yield each theme that priorities name, and how many groups name it: the most named first."""
    counted = rows.order_by().values("theme").annotate(groups=Count("group", distinct=True))
    for each in sorted(counted, key=lambda found: (-found["groups"], found["theme"])):
        yield str(Theme(each["theme"]).label), each["groups"]
