"""The written policy and the code know the same routes, roles, rights, models and fields."""

from functools import cache

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from drf_spectacular.generators import SchemaGenerator

from accounts.role_words import ROLE_WORDS
from accounts.roles import ROLES
from communities.models import ScopedQuerySet
from indicators.catalogue import CATALOGUE
from safety_portal.policy import FILE, PART_OF, PolicyWrong, policy, read
from tests.browser.reach import NOT_OPENED, REACHED
from tests.contracts.walking import routes_of_the_code

OURS = (
    "accounts",
    "core",
    "communities",
    "officers",
    "incidents",
    "indicators",
    "working_groups",
    "reports",
    "dashboards",
    "integrations",
)
WRITE = "write it in safety_portal/policy.yaml"
UNSCOPED = {  # tables whose rows are reached through a scoped row only
    "accounts.AccessEvent": "through its account: communities.administration",
    "accounts.User": "through its grants: communities.giving; and as the author of a record in reach",
    "accounts.ApiClient": "through its account: communities.administration",
    "accounts.BrowserSession": "one's own, on one's own page",
    "accounts.ClientSecret": "through its client",
    "core.Job": "its own visible_to: whoever asked for it",
    "working_groups.ActionReminder": "through its action point: what reminders promised",
    "core.Attachment": "through the record that names it: core.attachments.attached",
    "core.IdempotencyRecord": "one's own, by one's own key: core.api.once",
    "core.ImportPreview": "for the nation or not at all: communities.importing.readers",
    "core.ImportLine": "through its import",
    "communities.AccessGrant": "its own visible_to: the whole territory, for every service it names",
    "officers.OfficerPersonal": "through its officer",
    "officers.Enrolment": "through its officer",
    "officers.StageChange": "through its officer",
    "working_groups.CheckIn": "through its meeting",
    "working_groups.WaitingName": "through its meeting",
    "working_groups.MeetingCalendar": "its own visible_to: whoever made it; who holds its secret",
    "core.SavedView": "its own visible_to: whoever saved it",
    "working_groups.PersonContact": "through its person",
    "working_groups.InitiativeCommunity": "through its initiative",
    "working_groups.InitiativeStage": "through its initiative",
    "working_groups.GrantPartner": "through its grant",
    "working_groups.ProposalContact": "through its proposal",
    "incidents.IncidentText": "through its incident",
    "incidents.StrikeOblast": "through its strike",
    "officers.ActivityOfficer": "through its activity",
    "incidents.IncidentWords": "through its incident",
    "integrations.Webhook": "its client's own: integrations.api.webhooks; people through the client",
    "integrations.Delivery": "through its webhook",
    "integrations.Change": "by the scope of each kind, then and now: integrations.feed",
}


def models():
    """Return the tables of ours; those of the history go with the tables they tell of."""
    found = (model for label in OURS for model in apps.get_app_config(label).get_models())
    return {
        each._meta.label: each
        for each in found
        if not (each._meta.proxy or hasattr(each, "pgh_tracked_model"))
    }


@cache
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def test_routes_of_the_code_are_those_of_the_policy():
    code = routes_of_the_code()
    written = {each.name: each.address for each in policy().routes.values()}

    assert code == written, (
        f"A route has no line, or a line no route: {WRITE} (pages, api or machinery)."
    )


def test_every_page_is_opened_in_a_browser():
    pages = {e.name for e in policy().routes.values() if e.group == "pages" and "GET" in e.methods}

    assert pages == set(REACHED) | set(NOT_OPENED), "Say in tests/browser/reach.py how to reach it."
    assert not set(REACHED) & set(NOT_OPENED)


def test_paths_of_the_openapi_document_are_those_of_the_policy():
    documented = {
        (path.lstrip("/"), method.upper())
        for path, methods in schema()["paths"].items()
        for method in methods
    }
    written = {
        (as_openapi(route.address), method)
        for route in policy().routes.values()
        if route.group == "api"
        for method in route.methods
    }

    assert documented == written, f"{WRITE}, in the part api."


def as_openapi(address):
    """Return an address as OpenAPI writes it: {id} for a primary key."""
    for converter, name in (("str:code", "code"), ("uuid:pk", "id"), ("int:pk", "id")):
        address = address.replace(f"<{converter}>", f"{{{name}}}")
    return address


def test_scopes_of_tokens_are_those_of_the_policy():
    wrong = []
    for route in (each for each in policy().routes.values() if each.group == "api"):
        for method in route.methods:
            operation = schema_operation(route, method)
            said = {
                s for way in operation.get("security", []) for found in way.values() for s in found
            }
            wanted = {route.writes if method != "GET" else route.scope} - {""}
            wrong += [f"{route.name} {method}: {said} against {wanted}"] if said != wanted else []

    assert not wrong, wrong


def schema_operation(route, method):
    return schema()["paths"]["/" + as_openapi(route.address)][method.lower()]


def test_roles_are_those_of_the_policy_both_ways():
    assert set(ROLES) == set(policy().roles) == set(ROLE_WORDS), (
        f"A role is missing: {WRITE}, in roles."
    )
    for role, rights in ROLES.items():
        assert set(rights) == policy().permissions(role), f"The rights of {role} differ: {WRITE}."


@pytest.mark.django_db
def test_every_right_exists_and_every_new_kind_of_right_is_in_the_policy():
    known = {
        f"{each.content_type.app_label}.{each.codename}"
        for each in Permission.objects.select_related("content_type")
    }
    usual = {"add", "change", "delete", "view"}
    resources = [each for each in policy().resources.values() if each.model]
    written = {each.permission(action) for each in resources for action in each.actions}
    special = {
        r
        for r in known
        if r.partition(".")[2].partition("_")[0] not in usual and r.partition(".")[0] in OURS
    }

    assert written <= known, "The policy names a right that no model has."
    assert special <= written, f"A right is in no action of a resource: {WRITE}."


def test_models_are_those_of_the_policy():
    assert set(models()) == set(policy().models), f"A table is missing: {WRITE}, in models."


@pytest.mark.parametrize("label", sorted(models()))
def test_every_model_knows_who_may_see_its_rows(label):
    place, model = policy().models[label], models()[label]
    if place == "reference":
        assert label not in UNSCOPED
    elif label not in UNSCOPED:
        assert isinstance(model._default_manager.all(), ScopedQuerySet), (
            f"{label} needs a manager made of a ScopedQuerySet (communities/models/access.py),"
            " or a reason in UNSCOPED of tests/contracts/test_policy.py."
        )
    assert place.removeprefix(PART_OF) in {*policy().resources, "reference", "superusers"}


def test_every_measure_asks_for_a_right_of_the_policy():
    known = {each.permission("view") for each in policy().resources.values() if each.model}

    assert {each.permission for each in CATALOGUE} <= known


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        (
            "  council: {",
            "  mayor: {}\n  council: {weather: [view], ",
            "role council: unknown weather",
        ),
        ("held_by: own", "held_by: nobody", "unknown nobody"),
        ("GET: view officers", "GET: paint officers", "unknown paint"),
        ("  closed: ", "  shut: ", "unknown shut"),
        ("core.Job: jobs", "core.Robot: jobs", "no model core.Robot"),
        ("admin: superusers", "admin: superusers\nadmin: everybody", "Written twice"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(was, becomes, why):
    text = FILE.read_text(encoding="utf-8").replace(was, becomes, 1)

    with pytest.raises(PolicyWrong, match=why):
        read(text)
