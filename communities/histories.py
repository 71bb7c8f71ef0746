"""What was said of a unit through time: the lines about it, and the counts of its residents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import ControlStatus, Population
from communities.models.facts import ControlKind

KINDS = {  # the tag of what an act says
    ControlKind.OCCUPIED: "bad",
    ControlKind.ACTIVE: "warn",
    ControlKind.ACTIVE_ERESOURCES: "warn",
    ControlKind.POSSIBLE: "",
}
OVER_ALL = {
    "community": _("the whole community"),
    "raion": _("the whole raion"),
    "oblast": _("the whole oblast"),
}


@dataclass(frozen=True)
class Line:
    """One line of the act about a unit, as a page shows it."""

    about: str
    kind: str
    label: str
    first: Any
    until: Any  # the first day it no longer holds
    row: ControlStatus


def lines_over(community: Any) -> tuple[list[Line], list[Line]]:
    """Return the lines about all of a community, and those about its settlements, by their days."""
    rows = ControlStatus.objects.filter(
        Q(community=community)
        | Q(raion=community.raion_id, raion__isnull=False)
        | Q(oblast=community.oblast_id)
        | Q(settlement__community=community)
    ).select_related("settlement")
    lines = [line(row) for row in rows.order_by(F("starts_on").asc(nulls_first=True), "pk")]
    parts = [each for each in lines if each.row.settlement_id]
    return [each for each in lines if not each.row.settlement_id], parts


def line(row: ControlStatus) -> Line:
    """Return how a line is shown."""
    kind = ControlKind(row.status)
    about = row.settlement.title if row.settlement else str(OVER_ALL[row.level])
    held = row.held
    return Line(about, KINDS[kind], str(kind.label), held.lower, held.upper, row)


def counts_of(community: Any, today: Any) -> list[Population]:
    """Return the known counts of residents, the newest first."""
    known = Population.objects.filter(community=community, on__lte=today).order_by("-on")
    return list(known[: settings.LIMITS["parts_shown"]])
