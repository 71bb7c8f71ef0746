"""Strikes: recorded, changed, and made the group of incidents that exist already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Oblast, scope_of
from core.exceptions import RuleBroken, refuse_stale
from incidents.models import Incident, IncidentStatus, Strike, StrikeOblast

ADD, CHANGE = "incidents.add_strike", "incidents.change_strike"
NEAR = timedelta(hours=48)  # after it began: what may be a consequence of it


def oblasts_for(user: Any, right: str) -> QuerySet[Oblast]:
    """Return the oblasts whose strikes somebody records."""
    region = scope_of(user, right).either
    return Oblast.objects.all() if region.nation else Oblast.objects.filter(pk__in=region.oblasts)


@transaction.atomic
def record_strike(
    *, title: str, started_at: datetime, oblasts: Iterable[Oblast], by: User, at: datetime
) -> Strike:
    """Store a new strike."""
    strike = Strike.objects.create(
        title=title, started_at=started_at, recorded_by=by, created_at=at, updated_at=at
    )
    StrikeOblast.objects.bulk_create(StrikeOblast(strike=strike, oblast=each) for each in oblasts)
    return strike


@transaction.atomic
def change_strike(
    *, strike: Strike, said: dict[str, Any], at: datetime, version: int | None = None
) -> Strike:
    """Change what is said of a strike; an oblast where incidents belong to it stays."""
    strike = Strike.objects.select_for_update().get(pk=strike.pk)
    refuse_stale(strike, version)
    oblasts = said.pop("oblasts", None)
    for name, value in said.items():
        setattr(strike, name, value)
    strike.version += 1
    strike.updated_at = at
    strike.save()
    if oblasts is not None:
        _change_oblasts(strike, oblasts)
    return strike


def _change_oblasts(strike: Strike, oblasts: Iterable[Oblast]) -> None:
    wanted = {each.pk for each in oblasts}
    stored = set(strike.places.values_list("oblast", flat=True))
    gone = stored - wanted
    if Incident.objects.filter(strike=strike, oblast__in=gone).exists():
        text = _("Incidents of an oblast you took away belong to this strike.")
        raise RuleBroken(text, code="in_use", field="oblasts")
    strike.places.filter(oblast__in=gone).delete()
    StrikeOblast.objects.bulk_create(
        StrikeOblast(strike=strike, oblast_id=each) for each in sorted(wanted - stored)
    )


def candidates(strike: Strike, user: Any) -> QuerySet[Incident]:
    """Return the incidents that may belong to a strike: of its oblasts, soon after it began."""
    seen = Incident.objects.visible_to(user).filter(strike=None, category__sensitive=False)
    near = (strike.started_at - timedelta(hours=1), strike.started_at + NEAR)
    here = seen.filter(oblast__in=strike.places.values("oblast"), occurred_at__range=near)
    return here.exclude(status__in=(IncidentStatus.DRAFT, IncidentStatus.VOID))


@transaction.atomic
def group(*, strike: Strike, incidents: QuerySet[Incident], at: datetime) -> int:
    """Make incidents part of a strike, and return how many; no count of incidents changes."""
    return _move(incidents, strike, at)


@transaction.atomic
def ungroup(*, incidents: QuerySet[Incident], at: datetime) -> int:
    """Take incidents out of their strike, and return how many."""
    return _move(incidents, None, at)


def _move(incidents: QuerySet[Incident], strike: Strike | None, at: datetime) -> int:
    held = Incident.objects.select_for_update(of=("self",)).filter(pk__in=incidents.values("pk"))
    moved = list(held.order_by("pk"))
    for each in moved:
        each.strike, each.updated_at = strike, at
        each.version += 1
    Incident.objects.bulk_update(moved, ["strike", "updated_at", "version"])
    return len(moved)
