"""Two records of one human: told to be one, and undone again.

Nothing moves. The record that goes points at the one that stays, and whatever shows or counts people
follows it: memberships, attendances, offices, agenda items and the account are those of one human.
So approved minutes stay as they are, and undoing takes away the pointer and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core.exceptions import RuleBroken, refuse_stale
from core.moments import day
from working_groups.models import Person, ToldApart, WorkingGroup
from working_groups.people import CHANGE, refuse_merged


@transaction.atomic
def merge(
    *, person: Person, into: Person, reason: str, by: User, at: datetime, version: int | None
) -> Person:
    """Say that a record means the human of another, which stays; return the one that goes.

    RuleBroken where the account does not change people of all places and groups of both.
    """
    goes, stays = held_still(person, into)
    refuse_stale(goes, version)
    _refuse_pair(goes, stays)
    refuse_beyond(by, goes, stays)
    _refuse_apart(goes, stays)
    said = {"merged_into": stays, "merged_at": at, "merge_reason": reason}
    return _stored(goes, stays, said, at)


@transaction.atomic
def undo_merge(*, person: Person, by: User, at: datetime, version: int | None) -> Person:
    """Take a merge back: the two records mean two people again, as before it."""
    if person.merged_into is None:
        raise RuleBroken(_("This record is not merged into another."), code="not_merged")
    goes, stays = held_still(person, person.merged_into)
    refuse_stale(goes, version)
    if goes.merged_into_id != stays.pk:
        raise RuleBroken(_("This record is not merged into another."), code="not_merged")
    refuse_beyond(by, goes, stays)
    said = {"merged_into": None, "merged_at": None, "merge_reason": ""}
    return _stored(goes, stays, said, at)


def held_still(person: Person, other: Person) -> tuple[Person, Person]:
    """Let nobody else change the two meanwhile; always the older one first."""
    rows = Person.objects.select_for_update(of=("self",)).order_by("pk")
    held = {each.pk: each for each in rows.filter(pk__in=(person.pk, other.pk))}
    return held[person.pk], held[other.pk]


def _stored(goes: Person, stays: Person, said: dict[str, Any], at: datetime) -> Person:
    """Store the one that goes; the one that stays has a new version, too: it means more or less."""
    stays.version += 1
    store_record(stays, {}, at)
    goes.version += 1
    stored: Person = store_record(goes, said, at)
    return stored


def _refuse_pair(goes: Person, stays: Person) -> None:
    """Refuse what would not lead to the human in one step."""
    if goes.pk == stays.pk:
        text = _("A record is not merged into itself.")
        raise RuleBroken(text, code="itself", field="into")
    refuse_merged(goes, field="")
    refuse_merged(stays, field="into")
    if goes.merged.exists():
        text = _("Others were merged into this record: let it stay, or undo that first.")
        raise RuleBroken(text, code="others_merged", field="into")


def _refuse_apart(goes: Person, stays: Person) -> None:
    """Refuse to make one of two whom somebody told to be two: that is taken back first."""
    if told := ToldApart.objects.of(goes, stays).first():
        text = _("On %(day)s it was told that these are two people. Take that back first.")
        raise RuleBroken(text % {"day": day(told.told_at)}, code="told_apart", field="into")


def refuse_beyond(by: User, *people: Person) -> None:
    """Refuse where a place or a group of one of the records is out of reach."""
    keys = [each.pk for each in people]
    humans = Person.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    groups = WorkingGroup.objects.filter(memberships__person__in=humans.values("pk"))
    reach = scope_of(by, CHANGE).either
    joined = humans.select_related("community", "oblast")
    if all(reach.covers(each.place) for each in joined) and not (
        groups.exclude(pk__in=WorkingGroup.objects.inside(reach).values("pk")).exists()
    ):
        return
    text = _(
        "These two belong to places or groups besides yours. Ask whoever coordinates all of them."
    )
    raise RuleBroken(text, code="out_of_reach")
