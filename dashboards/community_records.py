"""What was recorded about one community by hand, a part of its page for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.looks import CONDITIONS
from communities.models import (
    Accession,
    Community,
    FireBrigade,
    Memorandum,
    SafetyAsset,
    Station,
    Visit,
)
from communities.models.accessions import STEPS, step_words

ACTIONS = ("add", "change")
NAMES = step_words()


@dataclass(frozen=True)
class Part:
    """A kind of records on the page: how it is read, the newest first, and the words for a new one."""

    rows: Any
    order: tuple[str, ...]
    add: str | Promise

    @property
    def model(self) -> Any:
        return self.rows.model


PARTS = (
    Part(
        Memorandum.objects.with_order().select_related("community").prefetch_related("parties"),
        ("-signed_on", "-pk"),
        _("Add a memorandum"),
    ),
    Part(
        Station.objects.select_related("community", "settlement"),
        ("-closed_on", "-opened_on", "-pk"),
        _("Add a station"),
    ),
    Part(
        SafetyAsset.objects.select_related("community", "settlement"),
        ("-pk",),
        _("Add a safety asset"),
    ),
    Part(
        FireBrigade.objects.select_related("community"),
        ("-disbanded_on", "-formed_on", "-pk"),
        _("Add a fire brigade"),
    ),
    Part(
        Accession.objects.select_related("community", "programme"),
        ("joined_on", "pk"),
        _("Add an accession"),
    ),
    Part(
        Visit.objects.select_related("community", "programme"),
        ("-on", "-pk"),
        _("Add a visit"),
    ),
)


def records_of(user: Any, community: Community) -> dict[str, Any]:
    """Return each kind by the name of its resource; None where the reader sees none."""
    return {part.model.resource(): _records(part, user, community) for part in PARTS}


def _records(part: Part, user: Any, community: Community) -> dict[str, Any] | None:
    name, slug = part.model._meta.model_name, part.model.slug()
    if not user.has_perm(f"communities.view_{name}"):
        return None
    seen = part.rows.all().visible_to(user).filter(community=community).order_by(*part.order)
    most = settings.LIMITS["parts_shown"]
    found = list(seen[: most + 1])
    standing = community.dissolved_on is None
    may = {each: standing and user.has_perm(f"communities.{each}_{name}") for each in ACTIONS}
    return {
        "rows": [_told(each) for each in found[:most]],
        "more": len(found) > most,
        "edit": f"communities:{slug}-edit" if may["change"] else "",
        "add": reverse(f"communities:{slug}-add", args=[community.code]) if may["add"] else "",
        "add_words": part.add,
    }


def _told(row: Any) -> Any:
    """Return a row with what its part of the page says besides its fields."""
    if isinstance(row, SafetyAsset):
        row.look = CONDITIONS[row.condition]  # type: ignore[attr-defined]
    if isinstance(row, Accession):
        early = set(row.out_of_order)
        row.told = [  # type: ignore[attr-defined]
            {"name": NAMES[step], "day": getattr(row, step), "early": step in early}
            for step in STEPS
            if getattr(row, step)
        ]
    return row
