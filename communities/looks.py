"""How the state of a community is shown."""

from communities.models.states import CommunityState

TAGS = {
    CommunityState.OCCUPIED: ("bad", "alert"),
    CommunityState.PARTLY_OCCUPIED: ("warn", "alert"),
    CommunityState.ACTIVE: ("warn", "alert"),
    CommunityState.POSSIBLE: ("", "info"),
    CommunityState.CONTROLLED: ("good", "check"),
}


def state_tag(status: str) -> dict[str, str]:
    """Return the tag of a state: its kind, its icon and its words."""
    kind, icon = TAGS[CommunityState(status)]
    return {"kind": kind, "icon": icon, "label": str(CommunityState(status).label)}
