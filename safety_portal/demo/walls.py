"""Canaries and the accounts that try to reach them, loaded into the demo, with who should see what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from communities.models import Community
from core.history import authored
from safety_portal.demo import canaries, holders
from safety_portal.demo.accounts import BILOZERKA
from safety_portal.demo.canary import Canary
from safety_portal.demo.holders import Holder
from safety_portal.demo.loading import LOCK, Refused, refuse_outside_a_demo
from safety_portal.demo.mark import is_demo
from safety_portal.policy import policy

SENSITIVE = "sensitive_incidents"


def sees(holder: Holder, scope: str, resource: str, action: str = "view") -> bool:
    """Say what the written policy answers: whether a holder may do something in a scope."""
    return not walls(holder, scope, resource, action)


def walls(holder: Holder, scope: str, resource: str, action: str = "view") -> set[str]:
    """Return what stands between a holder and what lies in a scope."""
    return _of_the_grant(holder, scope, whole=action != "view") | _of_the_role(
        holder, scope, resource, action
    )


def _of_the_grant(holder: Holder, scope: str, *, whole: bool) -> set[str]:
    """Return the day, the owner, the place and the service: what a grant does not reach."""
    if holder.reaches(scope, whole=whole):
        return set()
    if scope.startswith(f"{holders.OWN}."):
        return {"owner"}
    in_force = replace(holder, state=holders.IN_FORCE)
    there = {
        "day": replace(holder, where=holders.NATION, service=holders.BOTH),
        "place": replace(in_force, service=holders.BOTH),
        "service": replace(in_force, where=holders.NATION),
    }
    return {name for name, other in there.items() if not other.reaches(scope, whole=whole)}


def _of_the_role(holder: Holder, scope: str, resource: str, action: str) -> set[str]:
    """Return the role, where it may not do this, and the wall around what is sensitive."""
    if policy().resources[resource].held_by == holders.OWN or holder.role == holders.SUPERUSER:
        return set()
    sensitive = holders.is_sensitive(scope)
    found = {"sensitive"} if sensitive and not _is_behind_the_wall(holder) else set()
    if sensitive and resource == SENSITIVE:
        return found
    return found if policy().may(holder.role, action, resource) else found | {"role"}


def _is_behind_the_wall(holder: Holder) -> bool:
    """Say whether sensitive records exist for a holder, where the grant reaches."""
    own = holder.where == "home" and policy().may(holder.role, "keep_sensitive", SENSITIVE)
    return own or policy().may(holder.role, "read_sensitive", SENSITIVE)


def load(at: datetime) -> dict[str, Any]:
    """Load what is missing into the demo and return all of it as plain JSON, with fresh tokens."""
    refuse_outside_a_demo()
    if not is_demo():
        raise Refused("Canaries live beside the demo data: run load_demo first.")
    with authored(source="load_canaries"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        ground = _ground()
        people = holders.open_accounts(ground["home"], at)
        planted = canaries.plant(ground, people, at)
        known: dict[str, str] = settings.OAUTH2_PROVIDER["SCOPES"]  # type: ignore[assignment]
        scopes = sorted(known)
        return {
            "accounts": [
                _account(each) | {"token": holders.issue_token(people[each.name], scopes, at)}
                for each in holders.holders()
            ],
            "scopes": {place: unit.code for place, unit in ground.items()},
            "records": [_record(each) for each in planted],
        }


def _ground() -> dict[str, Community]:
    """Choose the communities: that of the demo's officers, and the first ones ever farther away."""
    shown = Community.objects.shown().select_related("oblast", "raion").order_by("code")
    home = shown.get(code=BILOZERKA)
    near = shown.filter(raion=home.raion).exclude(pk=home.pk)
    far = shown.filter(oblast=home.oblast).exclude(raion=home.raion)
    found = (home, near[0], far[0], shown.exclude(oblast=home.oblast)[0])
    return dict(zip(holders.PLACES, found, strict=True))


def _account(holder: Holder) -> dict[str, str]:
    return {
        "username": holder.name,
        "password": holder.password,
        "role": holder.role or "superuser",
        "where": holder.where,
        "service": holder.service,
        "state": holder.state,
    }


def _record(canary: Canary) -> dict[str, Any]:
    seen_by = [e.name for e in holders.holders() if sees(e, canary.scope, canary.resource)]
    return {
        "scope": canary.scope,
        "resource": canary.resource,
        "kind": canary.kind,
        "text": canary.text,
        "id": canary.id,
        "page": canary.page,
        "api": canary.api,
        "seen_by": seen_by,
    }
