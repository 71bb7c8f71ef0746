"""The steps of a record over the API: read, taken, refused, and taken once however often sent."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from core import clock
from core.api.once import HEADER, REPLAYED
from core.models import IdempotencyRecord
from core.tasks import forget_answers
from incidents.models import Incident, IncidentStatus, Transition
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(community, categories):
    return IncidentFactory.create(
        community=community, category=categories["fire.residential"], service="police"
    )


@pytest.fixture
def steps(api, coordinator, incident):
    """Send or read steps as the coordinator, or as somebody else."""

    class Steps:
        url = f"/api/v1/incidents/{incident.pk}/transitions/"

        def get(self, by=coordinator):
            return api(by).get(self.url)

        def take(self, to, by=coordinator, reason=None, **headers):
            body = {"to": to} | ({"reason": reason} if reason is not None else {})
            return api(by).post(self.url, body, headers=headers)

    return Steps()


def test_a_step_is_taken_and_told(steps, incident, coordinator):
    answer = steps.take("verified")

    assert answer.status_code == 201
    assert answer["ETag"] == '"2.plain"'
    told = answer.json()
    assert (told["was"], told["to"], told["by"]) == ("submitted", "verified", coordinator.pk)
    assert steps.get().json()["results"][-1] == told
    incident.refresh_from_db()
    assert (incident.status, incident.version) == ("verified", 2)


def test_a_record_is_closed_once_it_is_verified(steps):
    assert steps.take("closed").status_code == 409
    steps.take("verified")
    assert steps.take("closed").status_code == 201
    assert steps.take("void", reason="Помилка").json()["type"].endswith("no_such_step")


@pytest.mark.parametrize(
    ("to", "reason", "status", "code"),
    [
        ("draft", None, 400, "/to"),
        ("no such", None, 400, "/to"),
        ("returned", None, 409, "required"),
        ("returned", " ", 409, "required"),
        ("void", "x" * 501, 400, "/reason"),
        ("submitted", None, 403, "permission_denied"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(steps, incident, to, reason, status, code):
    answer = steps.take(to, reason=reason)

    assert answer.status_code == status
    assert code in answer.content.decode()
    incident.refresh_from_db()
    assert incident.status == "submitted"


def test_a_stale_version_is_refused(steps):
    for wanted, status in (('"9.plain"', 412), ("*", 412), ('W/"1.plain"', 201)):
        assert steps.take("verified", **{"If-Match": wanted}).status_code == status


def test_whoever_sees_the_record_reads_its_steps(steps, incident, community, elsewhere):
    for reader, read, taken in (
        (account("council", community=community), 200, 403),
        (account("officer", community=community, service="rescue"), 404, 404),
        (account("oblast_coordinator", oblast=elsewhere.oblast), 404, 404),
        (None, 401, 401),
    ):
        assert steps.get(by=reader).status_code == read
        assert steps.take("verified", by=reader).status_code == taken


# --- the key of a call


def test_a_step_sent_again_with_its_key_is_taken_once(steps):
    first = steps.take("verified", **{HEADER: "k1"})

    again = steps.take("verified", **{HEADER: "k1"})

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again["ETag"], again["Content-Type"]) == (first["ETag"], first["Content-Type"])
    assert again[REPLAYED] == "true"
    assert REPLAYED not in first
    assert Transition.objects.filter(to_status="verified").count() == 1


def test_a_refusal_is_given_again_too_and_left_nothing(steps, incident):
    first = steps.take("closed", **{HEADER: "k1"})
    incident.status = IncidentStatus.VERIFIED
    incident.save()

    again = steps.take("closed", **{HEADER: "k1"})

    assert first.status_code == again.status_code == 409
    assert again.content == first.content
    assert again["Content-Type"] == "application/problem+json"


def test_another_body_with_the_same_key_is_refused(steps):
    steps.take("verified", **{HEADER: "k1"})

    answer = steps.take("void", reason="Помилка", **{HEADER: "k1"})

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("key_reused")


def test_a_key_belongs_to_its_account_and_address(steps, coordinator, api, community, categories):
    steps.take("verified", **{HEADER: "k1"})
    other = IncidentFactory.create(
        community=community, category=categories["fire.residential"], service="police"
    )
    url = f"/api/v1/incidents/{other.pk}/transitions/"

    assert api(coordinator).post(url, {"to": "verified"}, headers={HEADER: "k1"}).status_code == 201
    colleague = account("oblast_coordinator", oblast=community.oblast)
    assert steps.take("verified", by=colleague, **{HEADER: "k1"}).status_code == 409


def test_who_may_not_do_it_now_is_refused_first(steps, coordinator):
    steps.take("verified", **{HEADER: "k1"})
    coordinator.grants.all().delete()

    assert steps.take("verified", **{HEADER: "k1"}).status_code == 403


@pytest.mark.limit("idempotency_key")
@pytest.mark.parametrize(("key", "status"), [("", 400), ("x" * 255, 201), ("x" * 256, 400)])
def test_a_key_has_its_length(steps, key, status):
    assert steps.take("verified", **{HEADER: key}).status_code == status


@pytest.mark.limit("idempotency_days")
def test_keys_are_forgotten_when_they_are_old(steps):
    steps.take("verified", **{HEADER: "old"})
    IdempotencyRecord.objects.update(created_at=clock.now() - timedelta(days=91))
    steps.take("closed", **{HEADER: "young"})

    forget_answers()

    assert [each.key for each in IdempotencyRecord.objects.all()] == ["young"]


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_take_the_step_once(api, coordinator, incident):
    url, start, answers = f"/api/v1/incidents/{incident.pk}/transitions/", Barrier(10), []
    clients = [api(coordinator) for _each in range(10)]

    def take(client):
        start.wait()
        answers.append(client.post(url, {"to": "verified"}, headers={HEADER: "k1"}))
        connection.close()

    threads = [Thread(target=take, args=[client]) for client in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert Transition.objects.filter(to_status="verified").count() == 1
    assert {each.status_code for each in answers} <= {201, 409}
    assert {
        each.json()["type"].rpartition("-")[2] for each in answers if each.status_code == 409
    } <= {"key_in_flight"}
    assert Incident.objects.get().version == 2
