"""People and their offices: written down where one may, changed by whoever saw the version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import change_record, store_record
from core.exceptions import RuleBroken, refuse_stale
from working_groups.models import Person, PersonContact, Position

VIEW, ADD, CHANGE = (f"working_groups.{each}_person" for each in ("view", "add", "change"))
SEE_POSITIONS, ADD_POSITION, CHANGE_POSITION = (
    f"working_groups.{each}_position" for each in ("view", "add", "change")
)
Said = dict[str, Any]


def refuse_place(said: Said, by: User, right: str) -> None:
    """Refuse to let a person belong where one writes nobody down."""
    place = said.get("community") or said.get("oblast")
    if scope_of(by, right).either.covers(place):
        return
    field = "community" if said.get("community") or not said.get("oblast") else "oblast"
    text = _("You write down no people of this place. Choose one of yours.")
    raise RuleBroken(text, code="out_of_reach", field=field)


def refuse_merged(person: Person | None, field: str = "person") -> None:
    """Refuse to record anything more of a person whose record was merged into another."""
    if person and person.merged_into_id:
        text = _("This record was merged into person No. %(number)s: name that one.")
        words = text % {"number": person.merged_into_id}
        raise RuleBroken(words, code="merged", field=field)


@transaction.atomic
def add_person(*, said: Said, names: Said, by: User, at: datetime) -> Person:
    """Write down a person of a place in reach; of a community, who is of its oblast, too."""
    said = with_oblast(said)
    refuse_place(said, by, ADD)
    person: Person = store_record(Person(recorded_by=by, created_at=at), said, at)
    PersonContact.objects.create(person=person, **names)
    return person


@transaction.atomic
def change_person(
    *, person: Person, said: Said, names: Said, by: User, at: datetime, version: int | None
) -> Person:
    """Change what is said of a person; RuleBroken `stale` where another version is stored."""
    held = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    refuse_stale(held, version)
    refuse_merged(held, field="")
    said = with_oblast(said)
    if any(getattr(held, name) != said[name] for name in ("community", "oblast") if name in said):
        refuse_place({"community": held.community, "oblast": held.oblast} | said, by, CHANGE)
    held.version += 1
    stored: Person = store_record(held, said, at)
    if names:
        PersonContact.objects.update_or_create(person=stored, defaults=names)
    return stored


def with_oblast(said: Said) -> Said:
    """Return what is said with the oblast of the community that is named."""
    community = said.get("community")
    return said | {"oblast": community.oblast} if community else said


@transaction.atomic
def add_position(*, said: Said, by: User, at: datetime) -> Position:
    """Write down an office of a person in reach."""
    refuse_merged(said["person"])
    stored: Position = store_record(Position(recorded_by=by, created_at=at), said, at)
    return stored


def change_position(
    *, position: Position, said: Said, at: datetime, version: int | None
) -> Position:
    """Change what is said of an office; it stays that of its person."""
    changed: Position = change_record(record=position, said=said, at=at, version=version)
    return changed
