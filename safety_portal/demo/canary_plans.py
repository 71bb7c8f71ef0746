"""Canaries among what working groups plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.canary_records import DAY
from working_groups.models import (
    Person,
    Priority,
    Proposal,
    ProposalContact,
    ProposalKind,
    Theme,
    Training,
    TrainingKind,
    WorkingGroup,
)
from working_groups.priorities import put_first
from working_groups.trainings import add_presence, add_training


def plans_of(place: str, group: WorkingGroup, by: User, at: datetime) -> Iterator[Canary]:
    """Plant what the working group of a place puts first."""
    text = text_of(place, "priority")
    said = {"group": group, "year": at.year, "rank": 1, "theme": Theme.OTHER, "text": text}
    priority = Priority.objects.filter(text=text).first() or put_first(said=said, by=by, at=at)
    path = reverse("api:priority-detail", args=[priority.pk])
    page = reverse("priorities:edit", args=[priority.pk])
    yield Canary(place, "priorities", "priority", str(priority.pk), page, path)
    yield from _written(place, group, at)
    yield from _trained(place, group, by, at)


def _written(place: str, group: WorkingGroup, at: datetime) -> Iterator[Canary]:
    """Plant an idea that was brought to a group; the group accepts none by the public form."""
    text = text_of(place, "proposal")
    proposal = Proposal.objects.filter(text=text).first()
    if proposal is None:
        said = {"group": group, "kind": ProposalKind.IDEA, "text": text}
        proposal = Proposal.objects.create(**said, created_at=at, updated_at=at)
        ProposalContact.objects.create(proposal=proposal, last_name="Канарка", first_name="Канарка")
    path = reverse("api:proposal-detail", args=[proposal.pk])
    page = proposal.get_absolute_url()
    yield Canary(place, "proposals", "proposal", str(proposal.pk), page, path)


def _trained(place: str, group: WorkingGroup, by: User, at: datetime) -> Iterator[Canary]:
    """Plant a training of the community of a group, with the person of the place."""
    title = text_of(place, "training")
    said = {
        "programme": group.programme,
        "kind": TrainingKind.SEMINAR,
        "title": title,
        "topic": Theme.OTHER,
        "held_on": DAY,
        "community": group.community,
    }
    training = Training.objects.filter(title=title).first() or add_training(said=said, by=by, at=at)
    person = Person.objects.get(contact__last_name=text_of(place, "person"))
    there = training.attendances.first() or add_presence(
        said={"training": training, "person": person}, by=by, at=at
    )
    path = reverse("api:training-detail", args=[training.pk])
    page = training.get_absolute_url()
    yield Canary(place, "trainings", "training", str(training.pk), page, path)
    path = reverse("api:training-attendance-detail", args=[there.pk])
    yield Canary(place, "training_attendances", "presence", str(there.pk), path, path)
