"""An officer is written down: who it is, the names, and the first step of the path."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Organisation, Service, scope_of
from communities.models.organisations import OrganisationKind
from core.exceptions import RuleBroken, refuse_stale
from officers.models import Officer, OfficerPersonal, OfficerStage, service_of
from officers.stages import take_step

ADD, VIEW = "officers.add_officer", "officers.view_officer"
HOMES = (OrganisationKind.SERVICE, OrganisationKind.DIRECTORATE, OrganisationKind.UNIT)


def homes_for(
    user: Any, right: str, services: Iterable[str] = Service.values
) -> QuerySet[Organisation]:
    """Return the units of services where somebody may have officers."""
    scope = scope_of(user, right)
    condition = Q(pk__in=[])
    for service in services:
        region = scope.of(service)
        held = Q() if region.nation else Q(oblast__in=region.oblasts)
        if region:
            condition |= held & Q(service__in=("", service))
    return Organisation.objects.filter(condition, kind__in=HOMES)


@transaction.atomic
def add_officer(
    *, said: dict[str, Any], names: dict[str, str], on: date, by: User, at: datetime
) -> Officer:
    """Store a new officer, who is a candidate since a day."""
    _refuse_known_badge(said)
    officer = Officer.objects.create(**said)
    OfficerPersonal.objects.create(officer=officer, **names)
    take_step(officer=officer, stage=OfficerStage.CANDIDATE, on=on, by=by, at=at)
    return officer


@transaction.atomic
def change_officer(
    *, officer: Officer, said: dict[str, Any], names: dict[str, Any], version: int | None = None
) -> Officer:
    """Change who an officer is said to be; what is not said, the path and the posts stay.

    RuleBroken `stale` where another version is stored than the one seen.
    """
    officer = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    refuse_stale(officer, version)
    _refuse_known_badge(said, officer)
    for name, value in said.items():
        setattr(officer, name, value)
    officer.save(update_fields=["version", *said])  # which the database counts, of names too
    if names:
        OfficerPersonal.objects.update_or_create(officer=officer, defaults=names)
    return officer


def _refuse_known_badge(said: dict[str, Any], officer: Officer | None = None) -> None:
    """Refuse a badge number that another officer of the same service has."""
    kind = said.get("kind") or (officer.kind if officer else "")
    number = said.get("badge_number", officer.badge_number if officer else "")
    others = Officer.objects.filter(service=service_of(kind), badge_number=number)
    if officer:
        others = others.exclude(pk=officer.pk)
    if number and others.exists():
        text = _("Another officer of the service has this badge number.")
        raise RuleBroken(text, code="badge_taken", field="badge_number")
