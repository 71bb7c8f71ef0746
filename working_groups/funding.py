"""Money on its way to initiatives: links of chains, written down and changed one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Organisation
from communities.services import store_record
from core.exceptions import RuleBroken, refuse_stale
from core.numbers import number
from working_groups.chains import Link, in_a_circle, overspent
from working_groups.models import Currency, Funding, FundingKind, Initiative

VIEW, ADD, CHANGE = (f"working_groups.{each}_funding" for each in ("view", "add", "change"))
Said = dict[str, Any]
MOVES = ("uah", "kind", "receiver", "giver")  # what changes a sum; an error stands at the first


@transaction.atomic
def add_link(*, said: Said, by: User, at: datetime) -> Funding:
    """Store a link of the chain of an initiative all of which is in reach."""
    initiative = held_still(said["initiative"].pk)
    mine = Initiative.objects.filter(pk=initiative.pk).changeable_by(by, to=ADD)
    if not mine.exists():
        text = _("You write down no money of this initiative.")
        raise RuleBroken(text, code="out_of_reach", field="initiative")
    link = Funding(recorded_by=by, created_at=at)
    refuse_chain(link, said)
    stored: Funding = store_record(link, {**said, "initiative": initiative}, at)
    return stored


@transaction.atomic
def change_link(*, link: Funding, said: Said, at: datetime, version: int | None) -> Funding:
    """Change a link; RuleBroken where the chain would not hold without what it was."""
    initiative = held_still(link.initiative_id)
    held = Funding.objects.select_for_update(of=("self",)).get(pk=link.pk)
    refuse_stale(held, version)
    held.initiative = initiative
    refuse_chain(held, said)
    held.version += 1
    stored: Funding = store_record(held, said, at)
    return stored


def held_still(key: int) -> Initiative:
    """Let nobody else change the money of an initiative meanwhile."""
    held: Initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=key)
    return held


def links_of(rows: Iterable[Funding]) -> list[Link]:
    """Return stored links as the rule reads them."""
    return [Link(each.giver_id, each.receiver_id, each.kind, each.uah) for each in rows]


def refuse_chain(link: Funding, said: Said) -> None:
    """Refuse a link by which money would go in a circle, or be more than came."""
    initiative = said.get("initiative") or link.initiative
    others = Funding.objects.filter(initiative=initiative).exclude(pk=link.pk)
    chain = [*links_of(others), _told(link, said)]
    if in_a_circle(chain) is not None:
        text = _("This money would come back to an organisation that gave it.")
        raise RuleBroken(text, code="circle", field="receiver")
    if found := overspent(chain):
        raise RuleBroken(
            _(
                "%(organisation)s passes on %(goes)s UAH (%(kind)s), but only %(came)s UAH came to it."
            )
            % {
                "organisation": Organisation.objects.get(pk=found.organisation).name,
                "kind": FundingKind(found.kind).label.lower(),
                "came": number(found.came, 2),
                "goes": number(found.goes, 2),
            },
            code="more_than_came",
            field=_moved(link, said),
        )


def _told(link: Funding, said: Said) -> Link:
    """Return a link as it would be with what is said of it."""
    giver = said["giver"].pk if "giver" in said else link.giver_id
    receiver = said.get("receiver", link.receiver)
    kind, uah = said.get("kind", link.kind), said.get("uah", link.uah)
    return Link(giver, receiver.pk if receiver else None, kind, Decimal(uah))


def _moved(link: Funding, said: Said) -> str:
    """Return the field that the refusal of a sum belongs to: the first one that changes it."""
    if link.pk is None:
        return MOVES[0]
    changed = (name for name in MOVES if name in said and said[name] != getattr(link, name))
    return next(changed, MOVES[0])


def in_hryvnias(said: Said) -> Said:
    """Return what is said of money; of hryvnias the amount is said once."""
    if said.get("currency") == Currency.UAH and said.get("uah") is None:
        return {**said, "uah": said.get("amount")}
    return said
