"""What working groups do, as the feed watches it (integrations/models/watched.py)."""

from __future__ import annotations

from typing import Any

from integrations.models.lookups import (
    AROUND,
    GROUP,
    IN_GROUP,
    NUMBER,
    OF_GROUP,
    VERSION,
    part_of_community,
)
from integrations.models.people import MEMBERS, MERGED_MEMBERS
from integrations.models.triggers import (
    Lookup,
    Source,
    of_lookup,
    of_members,
    of_parts,
    of_records,
)
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Funding,
    Grant,
    GrantPartner,
    Handout,
    Initiative,
    InitiativeCommunity,
    Meeting,
    Membership,
    Problem,
    WorkingGroup,
)

WORKING_GROUPS = part_of_community("working-groups", "working_groups_workinggroup", **VERSION)
MEMBERSHIPS = Source(
    "memberships",
    "working_groups_membership",
    record=NUMBER,
    lookups=(GROUP, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
MEETINGS = Source(
    "meetings",
    "working_groups_meeting",
    record=NUMBER,
    lookups=(GROUP, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
SITTING = Lookup("working_groups_meeting", "sitting", "sitting.id = r.meeting_id", ("group_id",))
OF_SITTING = Lookup(
    "working_groups_workinggroup", "home", "home.id = sitting.group_id", ("community_id",)
)


def _part_of_meeting(kind: str, table: str) -> Source:
    lookups = (SITTING, OF_SITTING, OF_GROUP)
    return Source(kind, table, record=NUMBER, lookups=lookups, **IN_GROUP, **VERSION)


AGENDA_ITEMS = _part_of_meeting("agenda-items", "working_groups_agendaitem")
ATTENDANCES = _part_of_meeting("attendances", "working_groups_attendance")
# an entry for each community of an initiative: from one that it leaves it is gone
INITIATIVE = Lookup(
    "working_groups_initiative", "initiative", "initiative.id = r.initiative_id", ("version",)
)
HANDOUTS = part_of_community("handouts", "working_groups_handout", **VERSION)
INITIATIVES = Source(
    "initiatives",
    "working_groups_initiativecommunity",
    record="r.initiative_id::text",
    oblast="around.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    version="initiative.version",
    lookups=(AROUND, INITIATIVE),
)
ITEM_OF = Lookup("working_groups_agendaitem", "item", "item.id = r.agenda_item_id", ("meeting_id",))
OF_ITEM_SITTING = Lookup(
    "working_groups_meeting", "sitting", "sitting.id = item.meeting_id", ("group_id",)
)
DECISIONS = Source(
    "decisions",
    "working_groups_decision",
    record=NUMBER,
    lookups=(ITEM_OF, OF_ITEM_SITTING, OF_SITTING, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
DECISION_OF = Lookup(
    "working_groups_decision", "decided", "decided.id = r.decision_id", ("agenda_item_id",)
)
OF_DECISION = Lookup(
    "working_groups_agendaitem", "item", "item.id = decided.agenda_item_id", ("meeting_id",)
)
ACTION_POINTS = Source(
    "action-points",
    "working_groups_actionpoint",
    record=NUMBER,
    lookups=(DECISION_OF, OF_DECISION, OF_ITEM_SITTING, OF_SITTING, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
PROBLEMS = Source(
    "problems",
    "working_groups_problem",
    record=NUMBER,
    lookups=(GROUP, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
# an entry for each community of the initiative that money is for
PLACE_OF = Lookup(
    "working_groups_initiativecommunity",
    "home",
    "home.initiative_id = r.initiative_id",
    ("community_id",),
)
FUNDINGS = Source(
    "fundings",
    "working_groups_funding",
    record=NUMBER,
    lookups=(PLACE_OF, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
FUNDING = Lookup(
    "working_groups_funding", "funding", "funding.initiative_id = r.initiative_id", ("version",)
)
FUNDED = Source(
    "fundings",
    "working_groups_initiativecommunity",
    record="funding.id::text",
    oblast="around.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    version="funding.version",
    lookups=(AROUND, FUNDING),
)
GRANTS = Source(
    "grants",
    "working_groups_grant",
    record=NUMBER,
    oblast="r.oblast_id",
    version="r.version",
)
SOURCES_OF_GROUPS = (
    *(WORKING_GROUPS, MEMBERSHIPS, MEETINGS, AGENDA_ITEMS, ATTENDANCES),
    *(PROBLEMS, DECISIONS, ACTION_POINTS, INITIATIVES, HANDOUTS),
    *(FUNDINGS, FUNDED, GRANTS),
)
MOVED_GROUPS = (  # what a community that goes to another raion takes with it
    *(of_lookup(each, AROUND) for each in (WORKING_GROUPS, INITIATIVES, HANDOUTS)),
    *(of_lookup(each, OF_GROUP) for each in (MEMBERSHIPS, MEETINGS, AGENDA_ITEMS, ATTENDANCES)),
    *(of_lookup(each, OF_GROUP) for each in (PROBLEMS, DECISIONS, ACTION_POINTS, FUNDINGS)),
)
GROUPS: dict[Any, Any] = {
    WorkingGroup: (of_records(WORKING_GROUPS),),
    Membership: (
        of_records(MEMBERSHIPS),
        of_members(MEMBERS),
        of_members(MERGED_MEMBERS, "merged"),
    ),
    Meeting: (of_records(MEETINGS),),
    AgendaItem: (of_records(AGENDA_ITEMS),),
    Attendance: (of_records(ATTENDANCES),),
    Problem: (of_records(PROBLEMS),),
    Decision: (of_records(DECISIONS),),
    ActionPoint: (of_records(ACTION_POINTS),),
    InitiativeCommunity: (of_records(INITIATIVES), of_members(FUNDED)),
    Initiative: ([of_lookup(INITIATIVES, INITIATIVE)],),
    Handout: (of_records(HANDOUTS),),
    Funding: (of_records(FUNDINGS),),
    Grant: (of_records(GRANTS),),
    GrantPartner: (of_parts(GRANTS, "grant_id"),),
}
