"""What leaked in comparable systems: filters, orders, cursors, counts, choices, search, figures."""

import base64
import re

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import UniqueConstraint

from communities.api import CommunityFilter, CommunityViewSet
from communities.parts_api import BeatViewSet, PartFilter, StarostaDistrictViewSet
from incidents.api import IncidentViewSet
from incidents.filters import IncidentFilter
from incidents.models import Category, Incident
from officers.activity_filters import ActivityResourceFilter
from officers.api import ActivityViewSet
from safety_portal.demo.canary import MARK
from safety_portal.demo.holders import PLACES, holders
from safety_portal.policy import policy
from tests.contracts.expecting import leaks
from tests.contracts.telling import Told, body_of
from tests.contracts.trying import worth_looking_for
from tests.contracts.walking import MEASURES, Visit, period

BY_NAME = {each.name: each for each in holders()}
NARROW = BY_NAME["canary.officer.narrow"]  # home, police
WIDE = BY_NAME["canary.ministry_analyst"]  # the nation, both
NOWHERE = "UA99999999999999999"
LISTS = {
    "/api/v1/incidents/": (IncidentViewSet, IncidentFilter),
    "/api/v1/communities/": (CommunityViewSet, CommunityFilter),
    "/api/v1/starosta-districts/": (StarostaDistrictViewSet, PartFilter),
    "/api/v1/beats/": (BeatViewSet, PartFilter),
    "/api/v1/activities/": (ActivityViewSet, ActivityResourceFilter),
}
LISTED = {  # the kinds of canaries a list holds, one in each place (incidents: of each service)
    "/api/v1/incidents/": {"incident", "case"},
    "/api/v1/communities/": {"alias"},
    "/api/v1/starosta-districts/": {"starosta"},
    "/api/v1/beats/": {"beat"},
    "/api/v1/activities/": {"activity"},
}
PAGES = ("/", "/incidents/", "/communities/", "/officers/", "/reports/", "/map.geojson")
FOREIGN = {  # filter -> a value that fits a foreign row, and one that fits none
    "territory": lambda row: (row.community.code, NOWHERE),
    "officer": lambda row: (str(row.responses.get().officer_id), "2000000000"),
    "kind": lambda row: ("lesson", None),
    "updated_since": lambda row: ("2026-01-01T00:00:00Z", None),
    "number": lambda row: (row.number, "99-1999-000001"),
    "service": lambda row: ("rescue", None),
    "category": lambda row: (row.category.code, None),
    "group": lambda row: (row.category.group, None),
    "status": lambda row: (row.status, None),
    "since": lambda row: (str(row.occurred_at.date()), None),
    "until": lambda row: (str(row.received_at.date()), None),
    "war_related": lambda row: ("false", None),
    "counted": lambda row: ("true", None),
    "type": lambda row: (row.community.type, None),
    "q": lambda row: (row.community.code, NOWHERE),
    "clock": lambda row: ("reported", None),
    "channel": lambda row: (row.channel, None),
    "people": lambda row: ("killed", None),
    "responded": lambda row: ("true", None),
    "mine": lambda row: ("false", None),
    "box": lambda row: ("22,44,41,53", "22,44,23,45"),
    "on": lambda row: ("2026-01-01", None),
    "eligible_on": lambda row: ("2026-01-01", None),
    "territories": lambda row: ("as_it_is_now", None),
    "ended": lambda row: ("false", None),
}
SEARCH = ("/api/v1/incidents/", "q")
WORDS = ("elsewhere", "nowhere")  # the words of a foreign row, and of none


@pytest.fixture
def foreign(world):
    """The rescue incident of another oblast."""
    key = next(
        e.id for e in world.canaries if (e.scope, e.kind) == ("elsewhere.rescue", "incident")
    )
    return Incident.objects.select_related("community", "category").get(pk=key)


@pytest.fixture
def narrow(world):
    return world.client(NARROW)


def scopes_in(answer):
    """Return the places a page tells of; one's own job lies in no place."""
    told = {found[1] for found in MARK.finditer(body_of(answer))} - {f"own.{NARROW.name}"}
    return {each.partition(".")[0] for each in told}


@pytest.mark.parametrize("address", LISTS)
def test_no_filter_finds_or_betrays_what_is_out_of_reach(narrow, foreign, address):
    known = LISTS[address][1].base_filters
    assert set(known) <= set(FOREIGN), (
        "A filter is new: say in FOREIGN what would find a foreign row."
    )

    for name in known:
        value, none = WORDS if (address, name) == SEARCH else FOREIGN[name](foreign)
        answer = narrow.get(address, {name: value, "count": "exact"})
        assert answer.status_code == 200, name
        assert scopes_in(answer) <= {"home"}, name
        if none:
            assert answer.json() == narrow.get(address, {name: none, "count": "exact"}).json()


@pytest.mark.parametrize("address", LISTS)
def test_every_order_and_every_page_count_the_same_rows(world, narrow, address):
    whole = narrow.get(address, {"count": "exact"}).json()
    keys = {str(row) for row in whole["results"]}
    assert whole["count"] == len(keys) == len(listed(world, NARROW, address))

    for ordering in LISTS[address][0].orderings:
        found = narrow.get(address, {"ordering": ordering}).json()["results"]
        assert {str(row) for row in found} == keys, ordering


@pytest.mark.parametrize("address", LISTS)
def test_a_cursor_of_a_wider_reader_opens_nothing_and_tells_nothing(world, narrow, address):
    for ordering in LISTS[address][0].orderings:
        seen, url = 0, f"{address}?ordering={ordering}&limit=1"
        while url:
            page = world.client(WIDE).get(url).json()
            seen, url = seen + len(page["results"]), page["next"]
            if url:
                sealed = url.partition("cursor=")[2].partition("&")[0]
                inside = base64.urlsafe_b64decode(sealed.replace("%3D", "=") + "==")
                assert b"CANARY" not in inside
                assert not any(
                    str(v).encode() in inside
                    for v in page["results"][0].values()
                    if v and len(str(v)) > 8
                )
                assert scopes_in(narrow.get(url)) <= {"home"}
        assert seen == len(listed(world, WIDE, address))


def listed(world, holder, address):
    return [each for each in world.seen_by(holder) if each.kind in LISTED[address]]


@pytest.mark.parametrize("path", [each for each in PAGES if each not in {"/", "/map.geojson"}])
def test_a_mark_of_a_wider_reader_opens_nothing(world, narrow, settings, path):
    settings.LIMITS = settings.LIMITS | {"list_page": 1}
    turned = 0
    url = path
    while url and turned < 3:
        page = world.client(WIDE).get(url)
        url = page.context["page"].older and f"{path}{page.context['page'].older}"
        if url:
            assert scopes_in(narrow.get(url)) <= {"home"}
            turned += 1

    assert turned


@pytest.mark.parametrize("path", PAGES)
def test_a_foreign_territory_in_the_address_is_like_one_that_does_not_exist(narrow, foreign, path):
    answers = [narrow.get(path, {"territory": code}) for code in (foreign.community.code, NOWHERE)]

    assert answers[0].status_code == answers[1].status_code != 200
    assert scopes_in(answers[0]) <= {"home"}
    assert body_of(answers[0]).count("CANARY") == body_of(answers[1]).count("CANARY")


@pytest.mark.parametrize("holder", [NARROW, BY_NAME["canary.auditor"]], ids=lambda each: each.name)
def test_the_search_finds_what_is_in_reach_and_nothing_else(world, holder):
    route = policy().routes["search"]
    numbers = Incident.objects.values_list("number", flat=True)
    asked = worth_looking_for(world, holder)
    words = {word for each in asked for word in (each.text, each.id)}
    for each in (*words, *numbers):
        body = body_of(world.client(holder).get("/search/", {"q": each}))
        shown = Told(body.replace(each, ""))  # the page repeats the question
        assert not leaks(world, Visit(route, ""), holder, shown), each
    for kind, word in (
        ("incident", words_of(world, holder, "incident")),
        ("officer", words_of(world, holder, "officer")),
    ):
        answer = world.client(holder).get("/search/", {"q": word})
        own = next(e for e in world.seen_by(holder) if e.kind == kind)
        assert own.page in body_of(answer)


def words_of(world, holder, kind):
    own = next(each for each in world.seen_by(holder) if each.kind == kind)
    return Incident.objects.get(pk=own.id).number if kind == "incident" else own.text


@pytest.mark.parametrize("field", ["community", "responders", "category"])
def test_a_form_offers_and_takes_nothing_out_of_reach(narrow, foreign, field):
    values = {
        "community": foreign.community_id,
        "responders": foreign.responses.get().officer_id,
        "category": "domestic.violence",
    }

    answers = [
        narrow.post("/incidents/log/", {field: each}) for each in (values[field], 999_999_999)
    ]

    assert [each.status_code for each in answers] == [400, 400]
    assert "elsewhere" not in scopes_in(answers[0])
    assert answers[0].context["form"].errors.get(field) == answers[1].context["form"].errors.get(
        field
    )


@pytest.mark.parametrize("code", MEASURES)
def test_a_figure_counts_only_what_its_reader_may_see(world, narrow, foreign, code):
    address = f"/api/v1/measures/{code}/"
    for more in ("", "explain/"):
        asked = f"{address}{more}?{period()}"
        answers = [
            narrow.get(f"{asked}&territory={each}") for each in (foreign.community.code, NOWHERE)
        ]
        assert [each.status_code for each in answers] == [404, 404]
        first, second = ({**each.json(), "request_id": ""} for each in answers)
        assert first == second
    assert narrow.get(f"{address}?{period()}&service=rescue").status_code == 404

    by = "community"
    rows = narrow.get(f"{address}?{period()}&by={by}").json()["results"]
    home = next(e.id for e in world.canaries if e.scope == "home")
    assert [each["by"][by] for each in rows] == [home]
    records = narrow.get(f"{address}explain/?{period()}").json()["results"]
    assert len(records) == 1


@pytest.mark.parametrize(
    "holder",
    [WIDE, BY_NAME["canary.council"], BY_NAME["canary.raion_coordinator"]],
    ids=lambda e: e.name,
)
def test_records_of_a_category_that_becomes_sensitive_are_gone_everywhere(world, holder):
    Category.objects.filter(code__in=["crime.theft", "fire.residential"]).update(sensitive=True)
    gone = [each for each in world.canaries if each.resource == "incidents"]
    client = world.client(holder)
    paths = [
        *PAGES,
        "/api/v1/incidents/?count=exact",
        f"/api/v1/measures/incidents.recorded/explain/?{period()}",
    ]
    paths += [e.page for e in world.canaries if e.kind in {"alias", "officer"}]

    for path in paths:
        body = body_of(client.get(path))
        assert not [e.text for e in gone if e.text in body or e.id in body], path
    for each in gone:
        assert client.get(each.page).status_code == client.get(each.api).status_code == 404
        assert client.get(f"{each.page}edit/").status_code == 404


def test_places_of_the_map_are_the_reader_s_own(world):
    for name, places in (
        ("canary.officer", {"home"}),
        ("canary.raion_coordinator", {"home", "near"}),
    ):
        answer = world.client(BY_NAME[name]).get(f"/map.geojson?{period()}")
        assert scopes_in(answer) <= places < set(PLACES)


SHARED_ONCE = {  # what may stand once in the country, and why that tells nobody of a hidden row
    "working_groups.community_once_in_an_initiative": "of an initiative in reach",
    "working_groups.initiative_takes_a_stage_once": "of an initiative in reach",
    "working_groups.Handout.asset": "a safety asset in reach",
    "integrations.change_has_a_position_of_its_own": "given by the portal, never asked for",
    "accounts.User.username": "given by administrators",
    "accounts.BrowserSession.key": "given by the portal",
    "accounts.ApiClient.application": "made with it",
    "accounts.ApiClient.account": "made with it",
    "core.idempotency_key_answers_once": "a key is its account's own",
    "working_groups.CheckIn.meeting": "of a meeting in reach",
    "working_groups.MeetingCalendar.digest": "given by the portal, never asked for",
    "working_groups.calendar_has_one_address_at_a_time": "its account's own",
    "core.saved_view_has_its_own_name": "a name is its account's own",
    "communities.Community.code": "from the codifier, which is public",
    "communities.Memorandum.file": "given by the portal, never asked for",
    "officers.OfficerPersonal.photo": "given by the portal, never asked for",
    "working_groups.WorkingGroup.order_file": "given by the portal, never asked for",
    "working_groups.AgendaItem.material": "given by the portal, never asked for",
    "working_groups.Person.user": "given by administrators of the nation",
    "working_groups.community_has_one_group_at_a_time": "of a community in reach",
    "working_groups.person_is_in_a_group_once": "of a group in reach",
    "working_groups.meeting_number_is_one_only": "given by the portal, never asked for",
    "working_groups.agenda_has_one_item_at_a_place": "of a meeting in reach",
    "working_groups.person_is_at_a_meeting_once": "of a meeting in reach",
    "working_groups.reminder_is_sent_once": "promised by the portal, never asked for",
    "working_groups.pair_is_told_apart_once": "of two people in reach",
    "working_groups.partner_once_in_a_grant": "of a grant in reach",
    "working_groups.person_is_at_a_training_once": "of a training in reach",
    "working_groups.Proposal.agenda_item": "given by the portal, never asked for",
    "working_groups.KnowledgeProduct.file": "given by the portal, never asked for",
    "working_groups.priority_has_a_rank_of_its_own": "of a group in reach",
    "officers.Officer.user": "given by administrators of the nation",
    "officers.officer_has_one_primary_assignment_at_a_time": "of an officer in reach",
    "officers.badge_number_is_one_only": "a service gives a number once; that it is given is told",
    "officers.certificate_number_is_one_only": "given once by its provider; that it is given is told",
    "officers.inventory_number_is_one_only": "an owner gives a number once; owners are those in reach",
    "officers.equipment_has_one_holder_at_a_time": "of an item in reach",
    "officers.assignment_reports_once_on_a_half_year": "of an assignment in reach",
    "officers.assignment_has_one_handover_to_sign": "of an assignment in reach",
    "officers.StageChange.replaces": "of an officer in reach",
    "officers.officer_takes_one_step_at_a_time": "of an officer in reach",
    "officers.officer_is_once_on_a_course": "of an officer in reach",
    "officers.officer_once_in_an_activity": "of an activity in reach",
    "incidents.Incident.number": "given by the portal",
    "reports.Edition.job": "given by the portal",
}
OF_A_PLACE = {"community", "oblast", "raion", "predecessor", "incident", "preview", "part"}


def test_no_rule_of_uniqueness_betrays_a_row_out_of_reach():
    """What must stand once stands once in a place one holds, or nobody below the nation sets it."""
    told = [
        name
        for label, place in policy().models.items()
        if place != "reference"
        for name, fields in unique_in(apps.get_model(label))
        if not fields & OF_A_PLACE and name not in SHARED_ONCE
    ]

    assert not told


def unique_in(model):
    """Yield what has to be unique in a table: its name, and the fields it is made of."""
    label = model._meta.label
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield f"{label}.{field.name}", {field.name}
    for each in model._meta.constraints:
        if isinstance(each, UniqueConstraint | ExclusionConstraint):
            named = {*getattr(each, "fields", ()), *re.findall(r"F\((\w+)\)", repr(each))}
            yield f"{model._meta.app_label}.{each.name}", named


def test_a_name_taken_out_of_reach_is_free(world):
    """A form answers the same whether a name stands in a hidden community or nowhere."""
    council = world.client(BY_NAME["canary.council.narrow"])
    home = next(e.id for e in world.canaries if (e.scope, e.kind) == ("home", "alias"))
    taken = next(e for e in world.canaries if (e.scope, e.kind) == ("elsewhere", "starosta"))
    answers = [
        council.post(f"/communities/{home}/starosta-districts/add/", {"name_uk": name})
        for name in (taken.text, "Нова Слобода")
    ]

    assert [each.status_code for each in answers] == [answers[0].status_code] * 2
    if answers[0].status_code == 400:
        assert answers[0].context["form"].errors == answers[1].context["form"].errors
