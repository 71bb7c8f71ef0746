"""Canaries behind the wall: a sensitive event in every scope, and a reading of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid5

from django.urls import reverse

from communities.models import Community, Reading, ReadingPurpose
from communities.readings import note_reading
from incidents.models import Category, Incident
from incidents.services import Record, log_incident
from officers.models import Officer
from safety_portal.demo.canary import NAMESPACE, Canary, text_of
from safety_portal.demo.holders import SENSITIVE

WALLED = "violence.domestic"


def behind_the_wall(
    place: str, community: Community, officer: Officer, at: datetime
) -> Iterator[Canary]:
    """Plant a sensitive event, and a reading of it.

    Its words stand for what no page shows unasked; the number of another register is what tells
    of the record itself.
    """
    scope = f"{place}.{SENSITIVE}"
    incident = _sensitive(scope, community, officer, at)
    path = reverse("api:incident-detail", args=[incident.pk])
    page = incident.get_absolute_url()
    yield Canary(scope, "sensitive_incidents", "case", str(incident.pk), page, path)
    words = text_of(place, "reading")
    reading = Reading.objects.filter(words=words).first() or note_reading(
        by=officer.user,
        record=incident,
        group="incident",
        purpose=ReadingPurpose.OTHER,
        words=words,
        at=at,
    )
    page = f"{reverse('dashboards:readings')}#reading-{reading.pk}"
    yield Canary(place, "readings", "reading", str(reading.pk), page)


def _sensitive(scope: str, community: Community, officer: Officer, at: datetime) -> Incident:
    pk, desk = uuid5(NAMESPACE, scope), officer.user
    known = Incident.objects.filter(pk=pk).first()
    if known or desk is None:
        return Incident.objects.get(pk=pk)
    fields = {
        "community": community,
        "category": Category.objects.get(code=WALLED),
        "occurred_at": at - timedelta(hours=1),
        "reported_at": at - timedelta(hours=1),
        "channel": "other",
        "register_number": text_of(scope, "case"),
    }
    words = {"address": text_of(scope, "address"), "narrative": text_of(scope, "incident")}
    record = Record(fields=fields, text=words, responses=[{"officer": officer}])
    return log_incident(pk=pk, record=record, by=desk, at=at)
