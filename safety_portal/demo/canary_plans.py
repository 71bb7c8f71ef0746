"""Canaries among what working groups plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from safety_portal.demo.canary import Canary, text_of
from working_groups.models import Priority, Theme, WorkingGroup
from working_groups.priorities import put_first


def plans_of(place: str, group: WorkingGroup, by: User, at: datetime) -> Iterator[Canary]:
    """Plant what the working group of a place puts first."""
    text = text_of(place, "priority")
    said = {"group": group, "year": at.year, "rank": 1, "theme": Theme.OTHER, "text": text}
    priority = Priority.objects.filter(text=text).first() or put_first(said=said, by=by, at=at)
    path = reverse("api:priority-detail", args=[priority.pk])
    page = reverse("priorities:edit", args=[priority.pk])
    yield Canary(place, "priorities", "priority", str(priority.pk), page, path)
