"""What the triggers of the feed join a table with, to find where its rows lie; shared by sources."""

from __future__ import annotations

from integrations.models.triggers import Lookup, Source

NUMBER = "r.id::text"
VERSION = {"version": "r.version"}
HOME = Lookup(
    "communities_community", "around", "around.id = r.community_id", ("raion_id",), "LEFT JOIN"
)
GROUP = Lookup("working_groups_workinggroup", "home", "home.id = r.group_id", ("community_id",))
OF_GROUP = Lookup(
    "communities_community", "around", "around.id = home.community_id", ("oblast_id", "raion_id")
)
IN_GROUP = {
    "oblast": "around.oblast_id",
    "raion": "around.raion_id",
    "community": "home.community_id",
}
AROUND = Lookup(
    "communities_community", "around", "around.id = r.community_id", ("oblast_id", "raion_id")
)


def part_of_community(kind: str, table: str, **more: str) -> Source:
    """Return a kind whose rows lie in the community they name."""
    around = {"oblast": "around.oblast_id", "raion": "around.raion_id"}
    place = around | {"record": NUMBER, "community": "r.community_id"}
    return Source(kind, table, lookups=(AROUND,), **place, **more)
