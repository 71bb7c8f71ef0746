"""What once broke the portal or crossed a scope is refused, and stays refused."""

import json
import uuid

import pytest

from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
INCIDENTS = "/api/v1/incidents/"


@pytest.fixture
def writer(community):
    """A machine that reads both services and writes police records in one oblast."""
    user = account("api_client", nation=True)
    account_of_oblast = account("api_writer", oblast=community.oblast, service="police")
    account_of_oblast.grants.update(user=user)
    return user


def body_of(incident):
    return {
        "community": incident.community.code,
        "category": incident.category.code,
        "occurred_at": incident.occurred_at.isoformat(),
        "reported_at": incident.reported_at.isoformat(),
        "channel": "101",
        "narrative": "changed by somebody else",
    }


@pytest.mark.parametrize("where", ["the other service", "another oblast"])
def test_the_right_to_read_is_no_right_to_change(api, writer, community, elsewhere, where):
    place = community if where == "the other service" else elsewhere
    service = "rescue" if where == "the other service" else "police"
    incident = IncidentFactory.create(community=place, service=service)

    answer = api(writer).put(
        f"{INCIDENTS}{incident.pk}/", body_of(incident), headers={"If-Match": '"1.plain"'}
    )

    assert answer.status_code == 403
    assert Incident.objects.get(pk=incident.pk).version == 1


def test_a_foreign_draft_cannot_be_taken_over(api, writer, community, elsewhere):
    draft = IncidentFactory.create(community=elsewhere, status="draft", number=None)
    body = body_of(draft) | {"community": community.code}

    answer = api(writer).put(f"{INCIDENTS}{draft.pk}/", body, headers={"If-Match": '"1.plain"'})

    assert answer.status_code == 403
    assert Incident.objects.get(pk=draft.pk).community == elsewhere


def test_a_category_of_the_other_service_is_refused(api, community, categories):
    rescuer = account("officer", community=community, service="rescue")
    body = body_of(IncidentFactory.build(community=community)) | {"category": "crime.theft"}

    answer = api(rescuer).put(f"{INCIDENTS}{uuid.uuid4()}/", body)

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/category"]


def test_officers_out_of_reach_and_out_of_being_get_one_answer(api, police, community, categories):
    stranger = OfficerFactory.create()
    AssignmentFactory.create(officer=stranger)
    body = body_of(IncidentFactory.build(community=community))

    answers = [
        api(police).put(f"{INCIDENTS}{uuid.uuid4()}/", body | {"responses": [{"officer": key}]})
        for key in (stranger.pk, 999_999_999)
    ]

    assert answers[0].json()["errors"] == answers[1].json()["errors"]


def test_a_figure_holds_no_response_to_a_record_one_may_not_see(api, police, community):
    rescuer = account("officer", community=community, service="rescue")
    incident = IncidentFactory.create(community=community, service="police")
    incident.responses.create(
        officer=OfficerFactory.create(kind="community_rescue"), service="rescue"
    )
    question = "/api/v1/measures/responses.made/?from=2026-06-01&to=2026-07-01"

    assert api(rescuer).get(question).json()["results"][0]["value"] == "0"
    assert api(police).get(question).json()["results"][0]["value"] == "1"


def test_staff_without_every_right_cannot_enter_the_admin(client, coordinator):
    coordinator.is_staff = True
    coordinator.save()
    client.force_login(coordinator)

    assert client.get("/admin/incidents/incident/").status_code == 302


def test_an_officer_does_not_annul_what_a_reviewer_verified(client, police, community):
    incident = IncidentFactory.create(community=community, status="verified")
    client.force_login(police)

    answer = client.post(
        f"/incidents/{incident.pk}/void/", {"reason": "no", "version": incident.version}
    )

    assert answer.status_code == 403
    assert Incident.objects.get(pk=incident.pk).status == "verified"


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(
            lambda c: c.get("/", headers={"Cookie": 'session="\\000aaaaaaaa"'}), id="cookie"
        ),
        pytest.param(lambda c: c.get("/api/v1/communities/%00/"), id="path"),
        pytest.param(lambda c: c.get("/api/v1/schema/?version=%0d%0aX:1"), id="schema version"),
        pytest.param(lambda c: c.get("/search/?q=%00%00"), id="search"),
        pytest.param(lambda c: c.get("/reports/?territory=%00"), id="report territory"),
        pytest.param(lambda c: c.get("/sign-in/?next=/sign-in/"), id="sign-in loop"),
        pytest.param(
            lambda c: c.post(
                "/oauth/token/",
                {"grant_type": "client_credentials", "client_id": "a\x00b", "client_secret": "x"},
            ),
            id="client of a zero character",
        ),
        pytest.param(lambda c: c.post("/incidents/log/", {"category": "a\x00b"}), id="form"),
    ],
)
def test_hostile_requests_are_no_failure_of_ours(client, police, send):
    client.force_login(police)

    assert send(client).status_code < 500


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        pytest.param(json.dumps({"category": "\x00"}), "/category", id="zero"),
        pytest.param('{"people": {"a": ["\\ud800"]}}', "/people/a/0", id="half a pair"),
    ],
)
def test_text_that_is_none_is_named(api, police, text, pointer):
    answer = api(police).put(
        f"{INCIDENTS}{uuid.uuid4()}/", data=text, content_type="application/json"
    )

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_explaining_a_figure_costs_the_same_for_one_record_and_for_three(
    api, coordinator, community, django_assert_num_queries
):
    address = "/api/v1/measures/incidents.recorded/explain/?from=2026-06-01&to=2026-07-01"
    client = api(coordinator)
    IncidentFactory.create(community=community)  # and its category, which raises all rights
    client.get(address)  # which reads what the account holds
    for _turn in range(2):
        IncidentFactory.create(community=community)
        with django_assert_num_queries(6):
            assert client.get(address).status_code == 200
