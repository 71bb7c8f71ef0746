"""A PUT sent again, at once, by somebody else, or with a stale version: one record, no overwriting."""

import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection, connections

from core import clock
from incidents import services
from incidents.models import Incident, IncidentStatus
from incidents.services import move_incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory

INCIDENTS = "/api/v1/incidents/"


@pytest.fixture
def put(api, police):
    """Put a body at an address, as the police officer (signed in once) or as somebody else."""
    session = api(police).cookies

    def send(body, pk, *, by=police, **headers):
        client = api(None if by is police else by)
        client.cookies.update(session if by is police else {})
        return client.put(f"{INCIDENTS}{pk}/", body, headers=headers)

    return send


def at_once(send, bodies):
    """Send all bodies at the same moment, each on a connection of its own."""
    start = Barrier(len(bodies))

    def one(body):
        start.wait()
        try:
            return send(body)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies))


def fifty_at_once(put, body):
    pk = uuid.uuid4()
    return at_once(lambda each: put(each, pk), [body] * 50)


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_puts_at_once_make_one_record(put, body):
    answers = fifty_at_once(put, body)

    assert Incident.objects.count() == 1
    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [201]
    assert len({answer.content for answer in answers}) == 1
    replayed = {a.status_code: a.headers.get("Idempotent-Replayed") for a in answers}
    assert replayed == {200: "true", 201: None}


@pytest.mark.django_db(transaction=True)
def test_fifty_find_a_portal_that_forgets_the_uuid(put, body, monkeypatch):
    """Without the UUID as its key the same trial makes more than one record."""
    log = services.log_incident
    monkeypatch.setattr(services, "log_incident", lambda pk, **rest: log(pk=uuid.uuid4(), **rest))

    fifty_at_once(put, body)

    assert Incident.objects.count() > 1


def test_the_same_put_again_gives_the_same_record(put, body):
    pk = uuid.uuid4()
    first = put(body, pk)

    again = put(dict(reversed(body.items())), pk)

    assert again.status_code == 200
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert Incident.objects.count() == 1


def test_a_retry_after_verification_gives_the_verified_record(put, body, coordinator):
    pk = uuid.uuid4()
    put(body, pk)
    incident = Incident.objects.get(pk=pk)
    move_incident(incident=incident, to=IncidentStatus.VERIFIED, by=coordinator, at=clock.now())

    again = put(body, pk)

    assert again.status_code == 200
    assert again["Idempotent-Replayed"] == "true"
    assert again["ETag"] == '"2.plain"'
    assert again.json()["status"] == "verified"


def test_a_retry_after_an_edit_changes_nothing_back(put, body):
    pk = uuid.uuid4()
    put(body, pk)
    put(body | {"channel": "102"}, pk, **{"If-Match": '"1.plain"'})

    again = put(body, pk)

    assert again.status_code == 200
    assert again["Idempotent-Replayed"] == "true"
    assert again.json()["channel"] == "102"


def test_another_body_needs_the_version(put, body):
    pk = uuid.uuid4()
    put(body, pk)

    assert put(body | {"channel": "102"}, pk).status_code == 428
    assert Incident.objects.get(pk=pk).channel == "101"


def test_the_same_body_of_another_account_needs_the_version(put, body, community):
    pk = uuid.uuid4()
    put(body, pk)
    colleague = account("officer", community=community, service="police")

    assert put(body, pk, by=colleague).status_code == 428
    assert Incident.objects.get().logged_by.username != colleague.username


def test_a_uuid_taken_elsewhere_tells_nothing_and_is_logged(put, body, elsewhere, police, caplog):
    hidden = IncidentFactory.create(community=elsewhere)

    with caplog.at_level(logging.WARNING):
        answer = put(body, hidden.pk)

    assert answer.status_code == 409
    assert answer.json()["type"].endswith("id_taken")
    assert hidden.number not in answer.content.decode()
    logged = [each.getMessage() for each in caplog.records if "id_taken" in each.getMessage()]
    assert len(logged) == 1
    assert str(hidden.pk) in logged[0]
    assert str(police.pk) in logged[0]


def test_a_stale_version_is_answered_with_the_record_as_it_is(put, body):
    pk = uuid.uuid4()
    put(body, pk)
    current = put(body | {"channel": "102"}, pk, **{"If-Match": '"1.plain"'})

    stale = put(body | {"channel": "112"}, pk, **{"If-Match": '"1.plain"'})

    assert stale.status_code == 412
    assert stale["Content-Type"] == "application/problem+json"
    assert stale["ETag"] == current["ETag"] == '"2.plain"'
    assert stale.json()["current"] == current.json()
    assert put(body, pk, **{"If-Match": f"W/{stale['ETag']}"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_told_what_the_other_wrote(put, body):
    pk = uuid.uuid4()
    put(body, pk)
    changed = [body | {"channel": channel} for channel in ("102", "112")]

    answers = at_once(lambda each: put(each, pk, **{"If-Match": '"1.plain"'}), changed)

    written, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (written.status_code, refused.status_code) == (200, 412)
    assert refused.json()["current"] == written.json()
    assert Incident.objects.get().version == 2


def test_a_version_of_a_record_that_is_not_there_fails(put, body):
    answer = put(body, uuid.uuid4(), **{"If-Match": '"1.plain"'})

    assert answer.status_code == 412
    assert "current" not in answer.json()
    assert not Incident.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_answered_though_the_line_is_lost_then(
    api, police, body, monkeypatch
):
    wrapper, client = type(connections["default"]), api(police)
    commit = wrapper._commit

    def commit_and_lose_the_line(self):
        commit(self)
        with psycopg.connect(self.connection.info.dsn) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [self.connection.info.backend_pid])

    with monkeypatch.context() as patched:
        patched.setattr(wrapper, "_commit", commit_and_lose_the_line)
        answer = client.put(f"{INCIDENTS}{uuid.uuid4()}/", body)
    connection.close()

    assert answer.status_code == 201
    assert str(Incident.objects.get().pk) == answer.json()["id"]
