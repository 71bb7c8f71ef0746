"""Canaries among what is recorded about a community: a text of each kind in each scope."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from communities.models import (
    Accession,
    Community,
    FireBrigade,
    Memorandum,
    Organisation,
    Programme,
    SafetyAsset,
    Station,
    Visit,
)
from communities.records.scans import SCAN
from communities.services import make_record
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.holders import SERVICES
from safety_portal.demo.pictures import show

DAY = date(2021, 3, 1)


def plant_records(place: str, community: Community, at: datetime) -> Iterator[Canary]:
    """Plant what is missing in a community, and return all of it."""
    programme = programme_of_canaries()
    own: dict[Any, tuple[str, dict[str, Any]]] = {
        Station: ("address", {"kind": "police_station", "opened_on": DAY}),
        SafetyAsset: ("address", {"kind": "shelter", "latitude": 46.5, "longitude": 32.5}),
        FireBrigade: ("name", {"kind": "local"}),
        Accession: ("remarks", {"programme": programme, "questionnaire_on": DAY}),
        Visit: ("with_whom", {"programme": programme, "on": DAY}),
    }
    for model, (field, said) in own.items():
        yield _record(place, model, field, community, said, at)
    for service in SERVICES:
        said = {"service": service, "signed_on": DAY, "cofinancing_uah": 0}
        scope = f"{place}.{service}"
        canary = _record(scope, Memorandum, "obligations", community, said, at)
        show(SCAN, Memorandum.objects.get(pk=canary.id))
        yield canary


def _record(
    scope: str, model: Any, field: str, community: Community, said: dict[str, Any], at: datetime
) -> Canary:
    """Return a record whose words are the text."""
    slug, kind = model.slug(), model.slug("_")
    text = text_of(scope, kind)
    record = model.objects.filter(community=community, **{field: text}).first() or make_record(
        record=model(community=community),
        said=said | {field: text},
        by=User.objects.get(username="canary.superuser"),
        at=at,
    )
    path = reverse(f"api:{slug}-detail", args=[record.pk])
    page = reverse(f"communities:{slug}-edit", args=[record.pk])  # its own: others share a page
    return Canary(scope, model.resource(), kind, str(record.pk), page, path)


def programme_of_canaries() -> Programme:
    """Return a programme nobody has joined yet, so that an accession contradicts no other."""
    known = Programme.objects.filter(code="canary").first()
    owner = Organisation.objects.order_by("pk").first() or Organisation.objects.create(
        kind="ministry", name_uk="Міністерство", name_en="Ministry"
    )
    return known or Programme.objects.create(
        code="canary", name_uk="Канарка", name_en="Canary", owner=owner, started_on=DAY
    )
