"""Trainings and who was there: written down where one may, changed by whoever saw the version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import change_record, store_record
from core.exceptions import RuleBroken, refuse_stale
from working_groups.models import Training, TrainingAttendance
from working_groups.people import with_oblast

VIEW, ADD, CHANGE = (f"working_groups.{each}_training" for each in ("view", "add", "change"))
SEE_PRESENCE, ADD_PRESENCE, CHANGE_PRESENCE = (
    f"working_groups.{each}_trainingattendance" for each in ("view", "add", "change")
)
Said = dict[str, Any]


@transaction.atomic
def add_training(*, said: Said, by: User, at: datetime) -> Training:
    """Write down a training that belongs to a place in reach."""
    said = with_oblast(said)
    _refuse_place(said, by, ADD)
    stored: Training = store_record(Training(recorded_by=by, created_at=at), said, at)
    return stored


@transaction.atomic
def change_training(
    *, training: Training, said: Said, by: User, at: datetime, version: int | None
) -> Training:
    """Change what is said of a training; RuleBroken where it would move out of reach."""
    held = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    refuse_stale(held, version)
    said = with_oblast(said)
    if any(getattr(held, name) != said[name] for name in ("community", "oblast") if name in said):
        _refuse_place({"community": held.community, "oblast": held.oblast} | said, by, CHANGE)
    held.version += 1
    stored: Training = store_record(held, said, at)
    return stored


def _refuse_place(said: Said, by: User, right: str) -> None:
    """Refuse to let a training belong where one writes none down."""
    place = said.get("community") or said.get("oblast")
    if scope_of(by, right).either.covers(place):
        return
    field = "community" if said.get("community") or not said.get("oblast") else "oblast"
    text = _("You write down no trainings of this place. Choose one of yours.")
    raise RuleBroken(text, code="out_of_reach", field=field)


@transaction.atomic
def add_presence(*, said: Said, by: User, at: datetime) -> TrainingAttendance:
    """Put a person on the list of a training."""
    training = Training.objects.select_for_update(of=("self",)).get(pk=said["training"].pk)
    if training.attendances.filter(person=said["person"]).exists():
        text = _("This person is on the list of the training already.")
        raise RuleBroken(text, code="on_the_list", field="person")
    row = TrainingAttendance(recorded_by=by, created_at=at)
    stored: TrainingAttendance = store_record(row, said, at)
    return stored


def change_presence(
    *, attendance: TrainingAttendance, said: Said, at: datetime, version: int | None
) -> TrainingAttendance:
    """Change whether a person was at a training."""
    changed: TrainingAttendance = change_record(
        record=attendance, said=said, at=at, version=version
    )
    return changed
