"""Records of a community: made, and changed by whoever saw their newest version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from communities.models import Community
from communities.models.records import CommunityRecord
from core.exceptions import RuleBroken, refuse_stale


@transaction.atomic
def make_record(*, record: CommunityRecord, said: dict[str, Any], by: User, at: datetime) -> Any:
    """Store a new record of a community that says this; one is made at a time in a community."""
    Community.objects.select_for_update(no_key=True, of=("self",)).get(pk=record.community_id)
    record.recorded_by, record.created_at = by, at
    return store_record(record, said, at)


@transaction.atomic
def change_record(*, record: Any, said: dict[str, Any], at: datetime, version: int | None) -> Any:
    """Change what is said in a record; RuleBroken `stale` where another version is stored."""
    held: Any = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    refuse_stale(held, version)
    held.version += 1
    return store_record(held, said, at)


def store_record(record: Any, said: dict[str, Any], at: datetime) -> Any:
    """Save a record that says this; RuleBroken where it contradicts itself."""
    lists = {each.name for each in record._meta.many_to_many}
    for name, value in said.items():
        if name not in lists:
            setattr(record, name, value)
    record.updated_at = at
    _refuse_wrong(record)
    record.save()
    for name in lists & set(said):
        getattr(record, name).set(said[name])
    return record


def _refuse_wrong(record: Any) -> None:
    """Refuse what another request made wrong since the form or the body was read."""
    try:
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages), code="contradiction") from error
