"""Fields of the API are those of the policy; who may not see one does not get it, not even empty."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from safety_portal.demo.holders import IN_FORCE, holders
from safety_portal.demo.walls import sees
from safety_portal.policy import policy
from tests.contracts.walking import period

ANSWERS = {  # resource -> the addresses whose answers hold its fields
    "communities": ["/api/v1/communities/{alias}/"],
    "starosta_districts": ["/api/v1/starosta-districts/{starosta}/"],
    "beats": ["/api/v1/beats/{beat}/"],
    "memoranda": ["/api/v1/memoranda/{memorandum}/"],
    "stations": ["/api/v1/stations/{station}/"],
    "safety_assets": ["/api/v1/safety-assets/{safety_asset}/"],
    "fire_brigades": ["/api/v1/fire-brigades/{fire_brigade}/"],
    "accessions": ["/api/v1/accessions/{accession}/"],
    "visits": ["/api/v1/visits/{visit}/"],
    "working_groups": ["/api/v1/working-groups/{group}/"],
    "memberships": ["/api/v1/memberships/{membership}/"],
    "meetings": ["/api/v1/meetings/{meeting}/"],
    "agenda_items": ["/api/v1/agenda-items/{agenda_item}/"],
    "problems": ["/api/v1/problems/{problem}/"],
    "decisions": ["/api/v1/decisions/{decision}/"],
    "action_points": ["/api/v1/action-points/{action_point}/"],
    "initiatives": ["/api/v1/initiatives/{initiative}/"],
    "handouts": ["/api/v1/handouts/{handout}/"],
    "attendances": ["/api/v1/attendances/{attendance}/"],
    "fundings": ["/api/v1/fundings/{funding}/"],
    "money_grants": ["/api/v1/grants/{money_grant}/"],
    "trainings": ["/api/v1/trainings/{training}/"],
    "training_attendances": ["/api/v1/training-attendances/{presence}/"],
    "proposals": ["/api/v1/proposals/{proposal}/"],
    "knowledge_products": ["/api/v1/knowledge-products/"],
    "priorities": ["/api/v1/priorities/{priority}/"],
    "organisations": ["/api/v1/organisations/"],
    "people": ["/api/v1/people/{person}/"],
    "positions": ["/api/v1/positions/{position}/"],
    "incidents": ["/api/v1/incidents/{incident}/"],
    "assignments": ["/api/v1/assignments/{post}/"],
    "activities": ["/api/v1/activities/{activity}/"],
    "equipment": ["/api/v1/equipment/{item}/"],
    "equipment_issues": ["/api/v1/equipment-issues/{issue}/"],
    "public_reports": ["/api/v1/public-reports/{public_report}/"],
    "handovers": ["/api/v1/handovers/{handover}/"],
    "strikes": ["/api/v1/strikes/{strike}/"],
    "courses": ["/api/v1/courses/"],
    "officers": ["/api/v1/officers/{officer}/", "/api/v1/officers/{officer}/stages/"],
    "sensitive_incidents": ["/api/v1/incidents/{case}/"],
    "account": ["/api/v1/me/"],
    "bulks": ["/api/v1/jobs/"],
    "changes": ["/api/v1/changes/"],
    "webhooks": ["/api/v1/webhooks/"],
    "figures": [
        "/api/v1/measures/",
        "/api/v1/measures/incidents.recorded/?{period}",
        "/api/v1/measures/incidents.recorded/explain/?{period}",
    ],
}
SENSITIVE = "home.police.sensitive"
HERE = {"home", "home.police", SENSITIVE, "around"}
KEYED_BY_THE_QUESTION = ("period.", "results.by.", "left_out.")  # their keys are data


@pytest.fixture(scope="module")
def schemas():
    return SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]


def names(data, prefix=""):
    """Yield the path of every member of a JSON answer; entries of a list share theirs."""
    for each in data if isinstance(data, list) else [data]:
        for key, value in each.items() if isinstance(each, dict) else ():
            yield f"{prefix}{key}"
            if not f"{prefix}{key}.".startswith(KEYED_BY_THE_QUESTION):
                yield from names(value, f"{prefix}{key}.")


@pytest.mark.parametrize("resource", ANSWERS)
@pytest.mark.parametrize(
    "holder", [each for each in holders() if each.state == IN_FORCE], ids=lambda each: each.name
)
def test_an_answer_has_the_fields_the_policy_opens_and_no_other(world, holder, resource):
    written = policy().resources[resource]
    filled = {e.kind: e.id for e in world.canaries if e.scope in HERE}
    told = set()
    for address in ANSWERS[resource]:
        url = address.format(**filled, period=period())
        answer = world.client(holder).get(url, headers={"Reading-Purpose": "review"})
        told |= set(names(answer.json())) if answer.status_code == 200 else set()

    closed = {f for f, act in written.protected.items() if not may(holder, act, resource)}
    assert told <= set(written.fields), "A field is new: write it in safety_portal/policy.yaml."
    assert not told & closed, "A protected field is there."
    if told and resource != "figures":
        assert told >= {f for f in written.fields if f not in closed and "." not in f}


def may(holder, action, resource):
    action, _, other = action.partition(" ")
    resource = other or resource
    scope = SENSITIVE if resource == "sensitive_incidents" else "home.police"
    return sees(holder, scope, resource, action)


def test_fields_set_by_the_portal_are_those_nobody_can_write(schemas):
    written = policy().resources["incidents"]
    body = schemas["IncidentRequest"]["properties"]
    top = {each for each in written.fields if "." not in each}

    assert set(written.set_by_the_portal) == top - set(body)


def test_every_resource_of_the_api_has_its_fields_tried():
    used = {
        access.resource or "account"
        for route in policy().routes.values()
        if route.group == "api"
        for access in route.methods.values()
    }

    assert used <= set(ANSWERS), "Name the address of a new resource in ANSWERS."
