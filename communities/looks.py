"""How the state of a community is shown, and what became of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models.assets import AssetCondition
from communities.models.states import CommunityState
from core import moments

TAGS = {
    CommunityState.OCCUPIED: ("bad", "alert"),
    CommunityState.PARTLY_OCCUPIED: ("warn", "alert"),
    CommunityState.ACTIVE: ("warn", "alert"),
    CommunityState.POSSIBLE: ("", "info"),
    CommunityState.CONTROLLED: ("good", "check"),
}

CONDITIONS: dict[str, str] = {  # the kind of the tag
    AssetCondition.WORKS: "good",
    AssetCondition.NEEDS_REPAIR: "warn",
    AssetCondition.BROKEN: "bad",
    AssetCondition.UNKNOWN: "",
}


def state_tag(status: str) -> dict[str, str]:
    """Return the tag of a state: its kind, its icon and its words."""
    kind, icon = TAGS[CommunityState(status)]
    return {"kind": kind, "icon": icon, "label": str(CommunityState(status).label)}


def ended_tag() -> dict[str, str]:
    """Return the tag of a community that ended: nobody controls it today."""
    return {"kind": "warn", "icon": "clock", "label": pgettext("community", "Ended")}


def line_of(unit: Any, name: str, is_of_today: bool) -> str:
    """Return what the line of a unit is called, with what became of a community that ended."""
    ended = getattr(unit, "dissolved_on", None)
    if not ended:
        return name
    if is_of_today:
        return _("%(name)s, before the split") % {"name": name}
    return _("%(name)s, until %(day)s") % {"name": name, "day": moments.day(ended)}
