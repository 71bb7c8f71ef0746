"""Grants to organisations: written down where one may, changed by whoever saw the version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core.exceptions import RuleBroken, refuse_stale
from working_groups.models import Grant

VIEW, ADD, CHANGE = (f"working_groups.{each}_grant" for each in ("view", "add", "change"))
Said = dict[str, Any]


def _refuse_place(place: Any, by: User, right: str) -> None:
    if not scope_of(by, right).either.covers(place):
        text = _("You write down no grants of this territory. Choose one of yours.")
        raise RuleBroken(text, code="out_of_reach", field="oblast")


@transaction.atomic
def add_grant(*, said: Said, by: User, at: datetime) -> Grant:
    """Store a grant of an oblast in reach, or of the country."""
    _refuse_place(said.get("oblast"), by, ADD)
    grant: Grant = store_record(Grant(recorded_by=by, created_at=at), said, at)
    return grant


@transaction.atomic
def change_grant(*, grant: Grant, said: Said, by: User, at: datetime, version: int | None) -> Grant:
    """Change what is said of a grant, its partners, too; it is moved only within reach."""
    held = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    refuse_stale(held, version)
    if "oblast" in said and said["oblast"] != held.oblast:
        _refuse_place(said["oblast"], by, CHANGE)
    held.version += 1
    changed: Grant = store_record(held, said, at)
    return changed
