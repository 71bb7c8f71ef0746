"""What the written policy answers to a visit, and whether an answer tells more than it may."""

from __future__ import annotations

from communities.models import RECORDS
from safety_portal.demo.holders import (
    BOTH,
    CLOSED,
    IN_FORCE,
    REACH,
    SERVICES,
    SUPERUSER,
    Holder,
)
from safety_portal.demo.walls import sees
from safety_portal.policy import EVERYBODY, SIGNED_IN, SUPERUSERS, policy
from tests.contracts.telling import Told
from tests.contracts.walking import Visit, World

ASKS_NOTHING = {"people:undo-merge", "api:person-undo-merge"}  # but of a record that was merged
OPENED_BY_A_SECRET = {"meetings:feed", "meetings:present"}  # which the walk does not have
ANSWERS_EACH_LINE = {"api:incident-bulk"}  # what is wrong stands in a line of the answer
OPEN, STRANGER, REFUSED, HIDDEN = "open", "a stranger", "refused", "not there"


def expected(visit: Visit, method: str, holder: Holder) -> str:
    """Return what the written policy answers to a request of an account."""
    access = visit.route.methods[method]
    if access.people == EVERYBODY:
        return OPEN
    if holder.state == CLOSED:
        return STRANGER
    if access.people == SIGNED_IN or (access.people == SUPERUSERS and holder.role == SUPERUSER):
        return OPEN
    resource = visit.resource or access.resource
    if not _may(holder, access.action, resource):
        return REFUSED
    if visit.canary is None or sees(holder, visit.canary.scope, resource, access.action):
        return OPEN
    return HIDDEN


def _may(holder: Holder, action: str, resource: str) -> bool:
    """Say whether an account may do something anywhere at all."""
    if policy().resources[resource].held_by == "own" or holder.role == SUPERUSER:
        return True
    return holder.state == IN_FORCE and policy().may(holder.role, action, resource)


def statuses(visit: Visit, method: str, outcome: str) -> set[int]:
    """Return the answers that mean an outcome; unsafe requests are sent empty, so open ones are 400."""
    if outcome == OPEN:
        told = visit.route.name in ANSWERS_EACH_LINE
        again = {200} if told or visit.route.methods[method].people == EVERYBODY else set()
        again |= {409} if visit.route.name in ASKS_NOTHING else set()
        gone = {404} if visit.route.name in OPENED_BY_A_SECRET else set()
        known = {
            "GET": {200, 302} | gone,
            "POST": {302, 400} | again | gone,
            "DELETE": {204, 409, 428},
        }
        return known.get(method, {400, 412, 428})
    if outcome == STRANGER:
        return {401} if visit.route.group == "api" else {302}
    if outcome == REFUSED:
        return {403, 404}
    return {409} if method == "PUT" and visit.route.name in policy().exceptions["taken"] else {404}


RESOURCE_OF = {  # the kind of a text -> the resource it is a field of
    **dict.fromkeys(("alias", "residents", "community"), "communities"),
    "starosta": "starosta_districts",
    "beat": "beats",
    **{each.slug("_"): each.resource() for each in RECORDS},
    "person": "people",
    "group": "working_groups",
    "membership": "memberships",
    "meeting": "meetings",
    "agenda_item": "agenda_items",
    "initiative": "initiatives",
    "handout": "handouts",
    "problem": "problems",
    "decision": "decisions",
    "action_point": "action_points",
    "attendance": "attendances",
    "funding": "fundings",
    "money_grant": "money_grants",
    "priority": "priorities",
    "proposal": "proposals",
    "training": "trainings",
    "presence": "training_attendances",
    "position": "positions",
    **dict.fromkeys(("officer", "rank", "step", "paper"), "officers"),
    **dict.fromkeys(("incident", "address", "register", "reason", "note", "desk"), "incidents"),
    **dict.fromkeys(("case", "few"), "sensitive_incidents"),
    **dict.fromkeys(("activity", "notes"), "activities"),
    "item": "equipment",
    "issue": "equipment_issues",
    "handover": "handovers",
    "public_report": "public_reports",
    "reading": "readings",
    "strike": "strikes",
    "post": "assignments",
    "report": "reports",
    **dict.fromkeys(("job", "export"), "jobs"),
    "bulk": "bulks",
    "account": "accounts",
    "grant": "grants",
    "client": "clients",
    "webhook": "webhooks",
    "event": "events",
    **dict.fromkeys(("import", "line"), "imports"),
    **dict.fromkeys(("workbook", "row"), "incident_imports"),
    **dict.fromkeys(("sheet", "line_of_sheet"), "sheets"),
}
NAMES = ("officer", "rank")  # what the exception on responders lets a form show
RAIONS = {"home": ("home", "near"), "near": ("home", "near")}  # others have a raion to themselves
OBLASTS = dict.fromkeys(("home", "near", "far"), ("home", "near", "far"))


def leaks(world: World, visit: Visit, holder: Holder, told: Told) -> set[str]:
    """Return the canaries an answer shows that its reader may not see."""
    known = world.sorted_for(holder)
    wider = _responders(visit, holder)
    asked = visit.canary.id if visit.canary else None  # a page repeats its own address
    found = {
        text
        for text, scope, kind in told.marks
        if (scope, RESOURCE_OF[kind]) not in known.scopes and not (scope in wider and kind in NAMES)
    }
    return found | {
        each.text
        for each in known.hidden.told_by(told)
        if each.id != asked and each.scope not in wider
    }


def _responders(visit: Visit, holder: Holder) -> set[str]:
    """Return the scopes whose officers the exception lets a form name."""
    if visit.route.name not in policy().exceptions["responders"]:
        return set()
    found = set()
    for place in [visit.canary.scope.partition(".")[0]] if visit.canary else REACH[holder.where]:
        found |= {f"{each}.{s}" for each in RAIONS.get(place, (place,)) for s in SERVICES}
        services = SERVICES if holder.service == BOTH else (holder.service,)
        found |= {f"{each}.{s}" for each in OBLASTS.get(place, (place,)) for s in services}
    return found
