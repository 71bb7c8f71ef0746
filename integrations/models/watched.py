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
from integrations.models.lookups import (
    AROUND,
    HOME,
    NUMBER,
    OF_GROUP,
    VERSION,
    part_of_community,
)
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
from integrations.models.watched_groups import GROUPS, MOVED_GROUPS, SOURCES_OF_GROUPS
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
from working_groups.models import Person, PersonContact, Position

CATEGORY = Lookup("incidents_category", "category", "category.id = r.category_id", ("sensitive",))
PLACE = Lookup(
    "communities_settlement", "place", "place.id = r.settlement_id", ("community_id",), "LEFT JOIN"
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


DISTRICTS = part_of_community("starosta-districts", "communities_starostadistrict")
BEATS = part_of_community("beats", "communities_beat")
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
ORGANISATIONS = Source(
    "organisations", "communities_organisation", record=NUMBER, version="r.version"
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
ACTIVITIES = part_of_community("activities", "officers_activity", service="r.service", **VERSION)


def _recorded(model: Any) -> Source:
    of_service = isinstance(model.objects.all(), ServiceScopedQuerySet)
    own = VERSION | ({"service": "r.service"} if of_service else {})
    return part_of_community(model.anchor, model._meta.db_table, **own)


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
SOURCES = (
    *(INCIDENTS, COMMUNITIES, DISTRICTS, BEATS, OBLASTS, RAIONS, SETTLEMENTS, CITY_DISTRICTS),
    *(*RECORDED.values(), PROGRAMMES, ORGANISATIONS),
    *(STATUSES, SUCCESSIONS, BOUNDARIES, CATEGORIES, CLASSIFIERS, STRIKES),
    *(OFFICERS, SERVING, ASSIGNMENTS, ACTIVITIES, COURSES, EQUIPMENT, EQUIPMENT_ISSUES),
    *(HANDOVERS, PUBLIC_REPORTS, PEOPLE, POSITIONS),
    *(MEMBERS, MERGED, MERGED_MEMBERS),
    *SOURCES_OF_GROUPS,
    *SOURCES_OF_PLANS,
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
            of_lookup(MEMBERS, OF_GROUP, "members"),
            *MOVED_GROUPS,
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
    Organisation: (of_records(ORGANISATIONS), [of_lookup(OFFICERS, UNIT)]),
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
    **GROUPS,
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
