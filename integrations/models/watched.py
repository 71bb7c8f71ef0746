"""The tables whose changes the feed tells of: a line a table.

A trigger has to belong to a model; these are proxies, so that the apps below know nothing of the
feed. A new resource of the API is a Source here and a Kind in integrations/kinds.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

import pgtrigger
from django.db.models import Model

from communities.models import (
    RECORDS,
    Beat,
    Boundary,
    CityDistrict,
    Community,
    CommunityAlias,
    ControlStatus,
    Oblast,
    Organisation,
    Population,
    Programme,
    Raion,
    ServiceScopedQuerySet,
    Settlement,
    StarostaDistrict,
    Succession,
)
from incidents.models import (
    Category,
    ClassifierCode,
    Incident,
    IncidentText,
    Response,
    Strike,
    StrikeOblast,
)
from integrations.models.lookups import GROUP, HOME, IN_GROUP, NUMBER, OF_GROUP, VERSION
from integrations.models.people import (
    FOR_GONE,
    GONE,
    MEMBER,
    MEMBERS,
    MERGED,
    MERGED_MEMBERS,
    STAYS,
)
from integrations.models.triggers import (
    Lookup,
    Source,
    of_lookup,
    of_members,
    of_parts,
    of_records,
)
from integrations.models.watched_plans import MOVED_PLANS, PLANS, SOURCES_OF_PLANS
from officers.models import (
    Activity,
    ActivityOfficer,
    Assignment,
    EquipmentIssue,
    EquipmentItem,
    Handover,
    Officer,
    OfficerPersonal,
    PublicReport,
    TrainingCourse,
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
    Person,
    PersonContact,
    Position,
    Problem,
    WorkingGroup,
)

CATEGORY = Lookup("incidents_category", "category", "category.id = r.category_id", ("sensitive",))
PLACE = Lookup(
    "communities_settlement", "place", "place.id = r.settlement_id", ("community_id",), "LEFT JOIN"
)
AROUND = Lookup(
    "communities_community", "around", "around.id = r.community_id", ("oblast_id", "raion_id")
)
INCIDENTS = Source(
    "incidents",
    "incidents_incident",
    record=NUMBER,
    oblast="r.oblast_id",
    raion="r.raion_id",
    community="r.community_id",
    home="place.community_id",
    service="r.service",
    sensitive="category.sensitive",
    version="r.version",
    lookups=(CATEGORY, PLACE),
)
COMMUNITIES = Source(
    "communities",
    "communities_community",
    oblast="r.oblast_id",
    raion="r.raion_id",
    community="r.id",
)


def _part_of_community(kind: str, table: str, **more: str) -> Source:
    around = {"oblast": "around.oblast_id", "raion": "around.raion_id"}
    place = around | {"record": NUMBER, "community": "r.community_id"}
    return Source(kind, table, lookups=(AROUND,), **place, **more)


DISTRICTS = _part_of_community("starosta-districts", "communities_starostadistrict")
BEATS = _part_of_community("beats", "communities_beat")
OFFICER = Lookup(
    "officers_officer", "officer", "officer.id = r.officer_id", ("kind", "rank", "service")
)
ASSIGNMENTS = Source(
    "assignments",
    "officers_assignment",
    record=NUMBER,
    oblast="around.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    service="officer.service",
    version="r.version",
    lookups=(AROUND, OFFICER),
)
UNIT = Lookup("communities_organisation", "unit", "unit.id = r.unit_id", ("oblast_id",))
OFFICERS = Source(
    "officers",
    "officers_officer",
    record=NUMBER,
    oblast="unit.oblast_id",
    service="r.service",
    version="r.version",
    lookups=(UNIT,),
)
# an entry for each community an officer serves or served: whoever holds one sees the officer
POSTED = Lookup("officers_officer", "officer", "officer.id = r.officer_id", ("version",))
SERVING = Source(
    "officers",
    "officers_assignment",
    record="r.officer_id::text",
    oblast="around.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    service="officer.service",
    version="officer.version",
    lookups=(AROUND, POSTED),
)
ACTIVITIES = _part_of_community("activities", "officers_activity", service="r.service", **VERSION)


def _recorded(model: Any) -> Source:
    of_service = isinstance(model.objects.all(), ServiceScopedQuerySet)
    own = VERSION | ({"service": "r.service"} if of_service else {})
    return _part_of_community(model.anchor, model._meta.db_table, **own)


RECORDED = {model: _recorded(model) for model in RECORDS}
PROGRAMMES = Source("programmes", "communities_programme", record="r.code")
OBLASTS = Source("oblasts", "communities_oblast")
RAIONS = Source("raions", "communities_raion")
SETTLEMENTS = Source("settlements", "communities_settlement")
CITY_DISTRICTS = Source("city-districts", "communities_citydistrict")
STATUSES = Source("control-statuses", "communities_controlstatus", record=NUMBER)
SUCCESSIONS = Source("successions", "communities_succession", record=NUMBER)
BOUNDARIES = Source("boundaries", "communities_boundary", record=NUMBER)
CATEGORIES = Source("categories", "incidents_category")
CLASSIFIERS = Source("classifiers", "incidents_classifiercode", record=NUMBER)
# an entry for each oblast of a strike: from one that it leaves it is gone
STRIKE = Lookup("incidents_strike", "strike", "strike.id = r.strike_id", ("version",))
STRIKES = Source(
    "strikes",
    "incidents_strikeoblast",
    record="r.strike_id::text",
    oblast="r.oblast_id",
    version="strike.version",
    lookups=(STRIKE,),
)
# an item lies where its owner does, and its issues with it (decision 37)
OWNER = Lookup(
    "communities_organisation", "owner", "owner.id = r.owner_id", ("oblast_id", "service")
)
ITEM = Lookup("officers_equipmentitem", "item", "item.id = r.item_id", ("owner_id",))
OF_ITEM = Lookup(
    "communities_organisation", "owner", "owner.id = item.owner_id", ("oblast_id", "service")
)
_OWNED = {"record": NUMBER, "oblast": "owner.oblast_id", "service": "owner.service", **VERSION}
EQUIPMENT = Source("equipment", "officers_equipmentitem", lookups=(OWNER,), **_OWNED)
EQUIPMENT_ISSUES = Source(
    "equipment-issues", "officers_equipmentissue", lookups=(ITEM, OF_ITEM), **_OWNED
)
# acts and reports lie where the post is that they are of
POST = Lookup("officers_assignment", "post", "post.id = r.assignment_id", ("community_id",))
OF_POST = Lookup(
    "communities_community", "around", "around.id = post.community_id", ("oblast_id", "raion_id")
)
LEAVES = Lookup("officers_officer", "officer", "officer.id = post.officer_id", ("service",))
_OF_POST: dict[str, Any] = {
    "record": NUMBER,
    "oblast": "around.oblast_id",
    "raion": "around.raion_id",
    "community": "post.community_id",
    "service": "officer.service",
    "lookups": (POST, OF_POST, LEAVES),
    **VERSION,
}
HANDOVERS = Source("handovers", "officers_handover", **_OF_POST)
PUBLIC_REPORTS = Source("public-reports", "officers_publicreport", **_OF_POST)
COURSES = Source("courses", "officers_trainingcourse", record=NUMBER, version="r.version")
# a person lies where he or she belongs, and an office with the person
PEOPLE = Source(
    "people",
    "working_groups_person",
    record=NUMBER,
    oblast="r.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    lookups=(HOME,),
    **VERSION,
)
HOLDER = Lookup(
    "working_groups_person", "holder", "holder.id = r.person_id", ("oblast_id", "community_id")
)
OF_HOLDER = Lookup(
    "communities_community", "around", "around.id = holder.community_id", ("raion_id",), "LEFT JOIN"
)
POSITIONS = Source(
    "positions",
    "working_groups_position",
    record=NUMBER,
    oblast="holder.oblast_id",
    raion="around.raion_id",
    community="holder.community_id",
    lookups=(HOLDER, OF_HOLDER),
    **VERSION,
)
WORKING_GROUPS = _part_of_community("working-groups", "working_groups_workinggroup", **VERSION)
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
HANDOUTS = _part_of_community("handouts", "working_groups_handout", **VERSION)
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
SOURCES = (
    *(INCIDENTS, COMMUNITIES, DISTRICTS, BEATS, OBLASTS, RAIONS, SETTLEMENTS, CITY_DISTRICTS),
    *(*RECORDED.values(), PROGRAMMES),
    *(STATUSES, SUCCESSIONS, BOUNDARIES, CATEGORIES, CLASSIFIERS, STRIKES),
    *(OFFICERS, SERVING, ASSIGNMENTS, ACTIVITIES, COURSES, EQUIPMENT, EQUIPMENT_ISSUES),
    *(HANDOVERS, PUBLIC_REPORTS, PEOPLE, POSITIONS),
    *(WORKING_GROUPS, MEMBERSHIPS, MEMBERS, MEETINGS, AGENDA_ITEMS, ATTENDANCES),
    *(INITIATIVES, HANDOUTS),
    *(PROBLEMS, DECISIONS, ACTION_POINTS),
    *(FUNDINGS, FUNDED, GRANTS),
    *SOURCES_OF_PLANS,
    *(MERGED, MERGED_MEMBERS),
)
Triggers = Iterable[pgtrigger.Trigger]
WATCHED: dict[type[Model], tuple[Triggers, ...]] = {
    Incident: (of_records(INCIDENTS),),
    # a record is stored with its words: only what changes of them is news
    IncidentText: (of_parts(INCIDENTS, "incident_id", inserted=False),),
    Response: (of_parts(INCIDENTS, "incident_id"),),
    Category: (of_records(CATEGORIES), [of_lookup(INCIDENTS, CATEGORY)]),
    ClassifierCode: (of_records(CLASSIFIERS),),
    StrikeOblast: (of_records(STRIKES),),
    Strike: ([of_lookup(STRIKES, STRIKE)],),
    Community: (
        of_records(COMMUNITIES),
        [of_lookup(each, AROUND) for each in (DISTRICTS, BEATS, ASSIGNMENTS, ACTIVITIES)],
        [of_lookup(each, AROUND) for each in RECORDED.values()],
        [
            of_lookup(SERVING, AROUND),
            of_lookup(HANDOVERS, OF_POST),
            of_lookup(PUBLIC_REPORTS, OF_POST),
            of_lookup(PEOPLE, HOME),
            of_lookup(POSITIONS, OF_HOLDER),
            of_lookup(WORKING_GROUPS, AROUND),
            of_lookup(MEMBERSHIPS, OF_GROUP),
            of_lookup(MEETINGS, OF_GROUP),
            of_lookup(AGENDA_ITEMS, OF_GROUP),
            of_lookup(ATTENDANCES, OF_GROUP),
            of_lookup(MEMBERS, OF_GROUP, "members"),
            of_lookup(INITIATIVES, AROUND),
            of_lookup(HANDOUTS, AROUND),
            of_lookup(PROBLEMS, OF_GROUP),
            of_lookup(DECISIONS, OF_GROUP),
            of_lookup(ACTION_POINTS, OF_GROUP),
            of_lookup(FUNDINGS, OF_GROUP),
            *MOVED_PLANS,
            of_lookup(MERGED, HOME, "merged"),
            of_lookup(MERGED_MEMBERS, OF_GROUP, "merged_members"),
        ],
    ),
    CommunityAlias: (of_parts(COMMUNITIES, "community_id"),),
    Population: (of_parts(COMMUNITIES, "community_id"),),
    StarostaDistrict: (of_records(DISTRICTS),),
    Beat: (of_records(BEATS),),
    Beat.settlements.through: (of_parts(BEATS, "beat_id"),),
    Assignment: (
        of_records(ASSIGNMENTS),
        of_members(SERVING),
        [of_lookup(HANDOVERS, POST), of_lookup(PUBLIC_REPORTS, POST)],
    ),
    Assignment.settlements.through: (of_parts(ASSIGNMENTS, "assignment_id"),),
    Officer: (
        of_records(OFFICERS),
        [of_lookup(ASSIGNMENTS, OFFICER), of_lookup(SERVING, POSTED)],
    ),
    OfficerPersonal: (of_parts(OFFICERS, "officer_id", inserted=False),),
    Organisation: ([of_lookup(OFFICERS, UNIT)],),
    **{model: (of_records(source),) for model, source in RECORDED.items()},
    Programme: (of_records(PROGRAMMES),),
    Activity: (of_records(ACTIVITIES),),
    ActivityOfficer: (of_parts(ACTIVITIES, "activity_id", inserted=False),),
    Oblast: (of_records(OBLASTS),),
    Raion: (of_records(RAIONS),),
    Settlement: (
        of_records(SETTLEMENTS),
        of_parts(COMMUNITIES, "community_id"),
        of_parts(DISTRICTS, "starosta_district_id"),
        [of_lookup(INCIDENTS, PLACE)],
    ),
    CityDistrict: (of_records(CITY_DISTRICTS),),
    ControlStatus: (of_records(STATUSES),),
    Succession: (of_records(SUCCESSIONS), of_parts(COMMUNITIES, "predecessor_id")),
    Boundary: (of_records(BOUNDARIES),),
    EquipmentItem: (of_records(EQUIPMENT), [of_lookup(EQUIPMENT_ISSUES, ITEM)]),
    EquipmentIssue: (of_records(EQUIPMENT_ISSUES),),
    Handover: (of_records(HANDOVERS),),
    PublicReport: (of_records(PUBLIC_REPORTS),),
    Person: (
        of_records(PEOPLE),
        [of_lookup(POSITIONS, HOLDER), of_lookup(MEMBERS, MEMBER, "members")],
        of_members(MERGED, "merged"),
        [
            of_lookup(MERGED, STAYS, "merged"),
            of_lookup(MERGED_MEMBERS, GONE, "gone_members"),
            of_lookup(MERGED_MEMBERS, FOR_GONE, "merged_members"),
        ],
    ),
    WorkingGroup: (of_records(WORKING_GROUPS),),
    Membership: (
        of_records(MEMBERSHIPS),
        of_members(MEMBERS),
        of_members(MERGED_MEMBERS, "merged"),
    ),
    Meeting: (of_records(MEETINGS),),
    AgendaItem: (of_records(AGENDA_ITEMS),),
    Attendance: (of_records(ATTENDANCES),),
    InitiativeCommunity: (of_records(INITIATIVES), of_members(FUNDED)),
    Initiative: ([of_lookup(INITIATIVES, INITIATIVE)],),
    Handout: (of_records(HANDOUTS),),
    Problem: (of_records(PROBLEMS),),
    Decision: (of_records(DECISIONS),),
    ActionPoint: (of_records(ACTION_POINTS),),
    Funding: (of_records(FUNDINGS),),
    Grant: (of_records(GRANTS),),
    GrantPartner: (of_parts(GRANTS, "grant_id"),),
    **PLANS,
    PersonContact: (of_parts(PEOPLE, "person_id", inserted=False),),
    Position: (of_records(POSITIONS),),
    TrainingCourse: (of_records(COURSES),),
    TrainingCourse.partners.through: (of_parts(COURSES, "trainingcourse_id"),),
}


def _watch(model: type[Model], triggers: Triggers) -> type[Model]:
    own = {
        "proxy": True,
        "app_label": "integrations",
        "default_permissions": (),
        "triggers": list(triggers),
    }
    body = {"__module__": __name__, "Meta": type("Meta", (), own)}
    return type(f"Watched{model.__name__.replace('_', '')}", (model,), body)


PROXIES = [_watch(model, chain(*triggers)) for model, triggers in WATCHED.items()]
