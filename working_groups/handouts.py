"""Handouts: what initiatives hand over, and the safety assets it becomes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import SafetyAsset, scope_of
from communities.services import make_record, store_record
from core.exceptions import RuleBroken, refuse_stale
from working_groups.models import Handout, Initiative, Unit

VIEW, ADD, CHANGE = (f"working_groups.{each}_handout" for each in ("view", "add", "change"))
ADD_ASSET = "communities.add_safetyasset"
Said = dict[str, Any]


@transaction.atomic
def hand_over(*, said: Said, by: User, at: datetime) -> Handout:
    """Store what an initiative handed over in one of its communities.

    What `new_asset` says becomes a safety asset of that community in the same step.
    """
    said = dict(said)
    initiative = _held_still(said["initiative"])
    if not scope_of(by, ADD).either.covers(said["community"]):
        text = _("You write down nothing that this community was handed.")
        raise RuleBroken(text, code="out_of_reach", field="community")
    handout = Handout(recorded_by=by, created_at=at)
    return _stored(handout, initiative, said, by, at)


@transaction.atomic
def change_handout(
    *, handout: Handout, said: Said, by: User, at: datetime, version: int | None
) -> Handout:
    """Change what is said of something handed over."""
    initiative = _held_still(handout.initiative)
    held = Handout.objects.select_for_update(of=("self",)).get(pk=handout.pk)
    refuse_stale(held, version)
    held.version += 1
    return _stored(held, initiative, dict(said), by, at)


def _held_still(initiative: Initiative) -> Initiative:
    """Let the communities of the initiative stay as they are meanwhile."""
    return Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)


def _stored(
    handout: Handout, initiative: Initiative, said: Said, by: User, at: datetime
) -> Handout:
    new = said.pop("new_asset", None)
    community = said.get("community") or handout.community
    if not initiative.places.filter(community=community).exists():
        text = _("The initiative is not for this community.")
        raise RuleBroken(text, code="another_community", field="community")
    if new:
        said["asset"] = _asset(community, _as_many(handout, said) | new, by, at)
    elif asset := said.get("asset"):
        _refuse_taken(asset, handout)
    stored: Handout = store_record(handout, said | {"initiative": initiative}, at)
    return stored


def _as_many(handout: Handout, said: Said) -> Said:
    """Return the quantity of a new asset that names none: all that was handed over in pieces."""
    much = said.get("quantity", handout.quantity)
    if said.get("unit", handout.unit) != Unit.PIECE or much is None or much != int(much):
        return {}
    return {"quantity": int(much)}


def _asset(community: Any, said: Said, by: User, at: datetime) -> SafetyAsset:
    """Store the safety asset that a handout becomes."""
    if not scope_of(by, ADD_ASSET).either.covers(community):
        text = _("You write down no safety assets of this community.")
        raise RuleBroken(text, code="out_of_reach", field="new_kind")
    record = SafetyAsset(community=community)
    asset: SafetyAsset = make_record(record=record, said=said, by=by, at=at)
    return asset


def _refuse_taken(asset: SafetyAsset, handout: Handout) -> None:
    if Handout.objects.filter(asset=asset).exclude(pk=handout.pk).exists():
        text = _("This safety asset came from another handout already.")
        raise RuleBroken(text, code="asset_taken", field="asset")
