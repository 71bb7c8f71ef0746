"""Problems: voiced in a group, changed, solved or set aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import change_record, store_record
from core.exceptions import RuleBroken
from working_groups.models import Problem

VIEW, ADD, CHANGE = (f"working_groups.{each}_problem" for each in ("view", "add", "change"))
Said = dict[str, Any]


@transaction.atomic
def raise_problem(*, said: Said, by: User, at: datetime) -> Problem:
    """Store a need that was voiced in a group in reach."""
    if not scope_of(by, ADD).either.covers(said["group"].community):
        text = _("You write down no problems of this group.")
        raise RuleBroken(text, code="out_of_reach", field="group")
    stored: Problem = store_record(Problem(recorded_by=by, created_at=at), said, at)
    return stored


def change_problem(*, problem: Problem, said: Said, at: datetime, version: int | None) -> Problem:
    """Change what is said of a problem, or close it with words."""
    changed: Problem = change_record(record=problem, said=said, at=at, version=version)
    return changed
