"""The contract of `/api/v1/incidents/`, as integrators rely on it."""

import uuid
from datetime import timedelta

import pytest

from core import clock
from incidents.models import Incident
from tests.factories.communities import SettlementFactory
from tests.factories.incidents import CategoryFactory, IncidentFactory, ResponseFactory
from tests.factories.officers import OfficerFactory

INCIDENTS = "/api/v1/incidents/"


@pytest.fixture
def put(api, police):
    """Put a body at an address of its own, or at a given one, as the police officer."""
    client = api(police)

    def send(body, pk=None, **headers):
        return client.put(f"{INCIDENTS}{pk or uuid.uuid4()}/", body, headers=headers)

    return send


def test_put_creates_a_submitted_incident_with_a_number(put, body, community):
    answer = put(body)

    assert answer.status_code == 201
    oblast, year, given = answer.json()["number"].split("-")
    assert (oblast, int(year)) == (community.oblast.number, clock.today().year)
    assert len(given) == len("000001")
    assert int(given) > 0
    assert answer.json()["status"] == "submitted"
    assert answer.json()["service"] == "police"
    assert answer["ETag"] == '"1.plain"'
    assert answer["Location"].endswith(f"{answer.json()['id']}/")


def test_every_error_of_a_body_comes_at_once(put, body, elsewhere):
    wrong = body | {
        "status": "verified",
        "colour": "red",
        "community": elsewhere.code,
        "category": "no.such",
        "occurred_at": "2026-06-15T09:40",
        "people": {"rescued": -1},
    }

    answer = put(wrong)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {each["pointer"]: each["code"] for each in answer.json()["errors"]} == {
        "/status": "not_writable",
        "/colour": "unknown_field",
        "/community": "does_not_exist",
        "/category": "does_not_exist",
        "/occurred_at": "naive",
        "/people/rescued": "min_value",
    }
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        pytest.param({"occurred_at": "2026-06-15T10:00:00+03:00"}, "/occurred_at", id="order"),
        pytest.param({"occurred_at": "1980-06-15T10:00:00+03:00"}, "/occurred_at", id="too old"),
        pytest.param({"reported_at": "2126-06-15T10:00:00+03:00"}, "/reported_at", id="future"),
        pytest.param({"latitude": 46.6}, "/longitude", id="half a point"),
        pytest.param({"latitude": 10, "longitude": 32}, "/latitude", id="not in Ukraine"),
        pytest.param(
            {"people": {"rescued": 1, "children_rescued": 2}},
            "/people/children_rescued",
            id="more children than people",
        ),
        pytest.param({"channel": "smoke"}, "/channel", id="unknown channel"),
        pytest.param({"narrative": "я" * 10_001}, "/narrative", id="too long"),
        pytest.param({"address": "a\x00b"}, "/address", id="zero character"),
    ],
)
def test_a_wrong_value_is_named(put, body, change, pointer):
    answer = put(body | change)

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert not Incident.objects.exists()


def test_an_officer_of_nowhere_near_cannot_be_named(put, body):
    stranger = OfficerFactory.create()

    answer = put(body | {"responses": [{"officer": stranger.pk}]})

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/responses/0/officer"]


def test_the_own_officer_is_named_once(put, body, police):
    named = {"officer": police.officer.pk, "role": "lead"}

    assert put(body | {"responses": [named]}).json()["responses"][0]["officer"] == named["officer"]
    assert put(body | {"responses": [named, named]}).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"channel": "101", "channel": "102"}', id="a key twice"),
        pytest.param('{"accuracy_m": NaN}', id="NaN"),
        pytest.param('{"a": ' * 40 + "1" + "}" * 40, id="too deep"),
        pytest.param("[" * 100_000, id="far too deep"),
        pytest.param('{"channel": ', id="cut off"),
        pytest.param("[]", id="not an object"),
    ],
)
def test_json_that_says_no_one_thing_is_refused(api, police, text):
    answer = api(police).put(
        f"{INCIDENTS}{uuid.uuid4()}/", data=text, content_type="application/json"
    )

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_body_over_the_limit_is_413(api, police, settings):
    settings.LIMITS = settings.LIMITS | {"json_bytes": 100}

    answer = api(police).put(f"{INCIDENTS}{uuid.uuid4()}/", {"narrative": "я" * 200})

    assert answer.status_code == 413


def test_list_shows_the_incidents_of_my_community_and_service_only(
    api, police, community, elsewhere
):
    mine = IncidentFactory.create(community=community)
    IncidentFactory.create(community=elsewhere)
    IncidentFactory.create(community=community, service="rescue")

    answer = api(police).get(INCIDENTS)

    assert [row["id"] for row in answer.json()["results"]] == [str(mine.pk)]


def test_a_record_outside_is_not_there(api, police, elsewhere):
    hidden = IncidentFactory.create(community=elsewhere)

    assert api(police).get(f"{INCIDENTS}{hidden.pk}/").status_code == 404


def test_pages_follow_each_other_without_gaps(api, coordinator, community):
    for hours in (0, 0, 1, 2, 3):
        moment = clock.now() - timedelta(hours=hours)
        IncidentFactory.create(community=community, occurred_at=moment)
    client, seen, address = api(coordinator), [], f"{INCIDENTS}?limit=2"

    while address:
        page = client.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    back = client.get(page["previous"]).json()

    expected = Incident.objects.order_by("-occurred_at", "-id").values_list("pk", flat=True)
    assert seen == [str(pk) for pk in expected]
    assert [row["id"] for row in back["results"]] == seen[2:4]


def test_a_list_tells_a_record_as_its_own_address_does(api, coordinator, community):
    village = SettlementFactory.create(community=community)
    attended = ResponseFactory.create(
        incident__community=community,
        incident__settlement=village,
        incident__latitude="46.123456",
        incident__longitude="32.654321",
        arrived_at=clock.now(),
    ).incident
    ResponseFactory.create(incident=attended, role="support")
    IncidentFactory.create(
        community=community,
        occurred_at=attended.occurred_at - timedelta(hours=1),
        status="draft",
        number=None,
    )
    client = api(coordinator)

    listed = client.get(INCIDENTS).json()["results"]

    assert [each["settlement"] for each in listed] == [village.code, None]
    assert [each["latitude"] for each in listed] == [46.123456, None]
    assert [len(each["responses"]) for each in listed] == [2, 0]
    assert listed == [client.get(f"{INCIDENTS}{each['id']}/").json() for each in listed]


def test_a_cursor_of_other_filters_is_refused(api, coordinator, community):
    IncidentFactory.create_batch(3, community=community)
    client = api(coordinator)
    address = client.get(f"{INCIDENTS}?limit=1").json()["next"]

    answer = client.get(address + "&service=police")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/cursor"


@pytest.mark.parametrize(
    "query",
    ["colour=red", "limit=0", "limit=1001", "limit=x", "ordering=name", "service=army",
     "category=none", "since=yesterday", "cursor=x", "count=all", "service=police&service=rescue"],
)  # fmt: skip
def test_a_parameter_nobody_knows_is_named(api, coordinator, query):
    answer = api(coordinator).get(f"{INCIDENTS}?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


def test_a_territory_takes_its_whole_subtree(api, ministry, community, elsewhere):
    mine = IncidentFactory.create(community=community)
    IncidentFactory.create(community=elsewhere)

    for code in (community.oblast.code, community.raion.code, community.code):
        answer = api(ministry).get(f"{INCIDENTS}?territory={code}").json()
        assert [row["id"] for row in answer["results"]] == [str(mine.pk)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_makes_the_same_number_of_queries_for_any_length(
    api, coordinator, community, count, django_assert_num_queries
):
    IncidentFactory.create_batch(count, community=community, category=CategoryFactory.create())
    client = api(coordinator)

    with django_assert_num_queries(5):  # one asks, once, what is sensitive
        assert len(client.get(INCIDENTS).json()["results"]) == count


def test_a_reader_cannot_write(api, ministry, body):
    assert api(ministry).put(f"{INCIDENTS}{uuid.uuid4()}/", body).status_code == 403


def test_nobody_is_asked_to_sign_in(api, db):
    answer = api().get(INCIDENTS)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_refusals_speak_the_readers_language(put, body):
    wrong = body | {"channel": "smoke"}

    english = put(wrong, **{"Accept-Language": "en"}).json()["title"]
    ukrainian = put(wrong, **{"Accept-Language": "uk"}).json()["title"]

    assert english == "Bad request"
    assert ukrainian == "Неправильний запит"
