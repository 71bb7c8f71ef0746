"""Canaries among handovers: the act of the officer of a scope, received by somebody in words."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from officers import handovers
from officers.models import Handover, Officer
from reports.handovers.remaining import stored_lines_of
from safety_portal.demo.canary import Canary, text_of


def handover_of(scope: str, officer: Officer, at: datetime) -> Canary:
    """Return the act of a scope, whose receiver says the text."""
    by = User.objects.get(username="canary.superuser")
    post, text = officer.assignments.earliest("pk"), text_of(scope, "handover")
    act = Handover.objects.filter(assignment=post, other_receiver=text).first()
    if act is None:
        said = {"other_receiver": text, "handed_on": timezone.localdate(at)}
        lines = stored_lines_of(post, by)
        act = handovers.make(assignment=post, said=said, lines=lines, by=by, at=at)
    path = reverse("api:handover-detail", args=[act.pk])
    return Canary(scope, "handovers", "handover", str(act.pk), act.get_absolute_url(), path)
