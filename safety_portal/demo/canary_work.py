"""Canaries of the work of officers that is not an incident."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Community
from officers.activities import record_activity
from officers.models import Activity, ActivityKind, Officer
from safety_portal.demo.canary import Canary, text_of


def activity_of(scope: str, community: Community, officer: Officer, at: datetime) -> Canary:
    """Return the activity of a scope, whose place and notes say the text."""
    place = text_of(scope, "activity")
    known = Activity.objects.filter(place=place).first()
    if known is None:
        said = {
            "kind": ActivityKind.LESSON,
            "community": community,
            "officers": [officer],
            "held_on": timezone.localdate(at),
            "place": place,
            "notes": text_of(scope, "notes"),
        }
        known = record_activity(said=said, by=User.objects.get(username="canary.superuser"), at=at)
    path = reverse("api:activity-detail", args=[known.pk])
    page = known.get_absolute_url()
    return Canary(scope, "activities", "activity", str(known.pk), page, path)
