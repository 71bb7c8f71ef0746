"""Many records at once: each line is answered, chunks stand or fall alone, twice changes nothing."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from core import clock
from incidents import services
from incidents.api import bulk, chunks
from incidents.models import Incident, IncidentText, Response, Transition
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
BULK = "/api/v1/incidents/bulk/"
NDJSON = "application/x-ndjson"


@pytest.fixture
def send(api, police):
    """Send lines as the police officer, or as somebody else; return what became of each."""

    def sent(lines, *, by=police, query=""):
        text = lines if isinstance(lines, bytes) else "\n".join(map(json.dumps, lines)).encode()
        answer = api(by).generic("POST", f"{BULK}{query}", text, content_type=NDJSON)
        if not answer.streaming:
            return answer
        assert answer["Content-Type"] == NDJSON
        return [json.loads(each) for each in b"".join(answer.streaming_content).splitlines()]

    return sent


@pytest.fixture
def lines(body):
    """Return a function that makes new records."""

    def made(count, **changed):
        return [{"id": str(uuid.uuid4()), **body, **changed} for _each in range(count)]

    return made


def results(answers):
    return [each["result"] for each in answers]


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer["errors"]}


def test_new_records_are_stored_whole(send, lines, police):
    officer = police.officer
    went = [{"officer": officer.pk, "role": "lead"}]

    answers = send(lines(3, responses=went))

    assert results(answers) == ["created"] * 3
    assert [each["line"] for each in answers] == [1, 2, 3]
    stored = Incident.objects.in_bulk()
    for each in answers:
        incident = stored[uuid.UUID(each["id"])]
        assert (each["number"], each["version"]) == (incident.number, 1)
        assert (incident.status, incident.rescued, incident.logged_by) == ("submitted", 2, police)
        assert incident.text.narrative == "Горів сарай"
        assert [t.to_status for t in incident.transitions.all()] == ["submitted"]
        assert [r.officer for r in incident.responses.all()] == [officer]
    assert len({each.number for each in stored.values()}) == 3


def test_the_same_lines_again_change_nothing(send, lines):
    body = lines(4)
    first = send(body)
    before = list(Incident.objects.order_by("pk").values())

    again = send(body)

    assert results(again) == ["unchanged"] * 4
    assert [each["number"] for each in again] == [each["number"] for each in first]
    assert list(Incident.objects.order_by("pk").values()) == before


def test_what_was_put_alone_is_unchanged_in_a_bulk(send, lines, api, police):
    [line] = lines(1)
    alone = {name: value for name, value in line.items() if name != "id"}
    api(police).put(f"/api/v1/incidents/{line['id']}/", alone)

    assert results(send([line])) == ["unchanged"]


def test_a_line_with_its_version_replaces_the_record(send, lines):
    [line] = lines(1)
    send([line])

    answers = send([line | {"version": 1, "channel": "102"}])

    assert results(answers) == ["updated"]
    assert answers[0]["version"] == 2
    assert Incident.objects.get().channel == "102"


def test_each_line_that_is_wrong_says_why_and_spoils_no_other(send, lines, elsewhere):
    hidden = IncidentFactory.create(community=elsewhere)
    good, changed, stale, unknown = (lines(1)[0] for _each in range(4))
    send([changed, stale])
    wrong = [
        b"",
        b"{",
        b"[]",
        b'{"id": 5}',
        b'{"id": "no uuid", "id": "twice"}',
        *(
            json.dumps(each).encode()
            for each in (
                lines(1, community=elsewhere.code)[0],
                lines(1, rescued=5, occurred_at="2026-06-15T09:40:00")[0],
                changed | {"channel": "102"},
                stale | {"version": 7},
                unknown | {"version": 1},
                good | {"id": str(hidden.pk)},
                good | {"version": "1"},
            )
        ),
        b"\xff",
    ]

    answers = send(b"\n".join([*wrong, json.dumps(good).encode()]))

    assert results(answers) == ["rejected"] * len(wrong) + ["created"]
    assert [codes(each) for each in answers[: len(wrong)]] == [
        {"": "not_json"},
        {"": "not_json"},
        {"": "not_an_object"},
        {"/id": "invalid"},
        {"/id": "duplicate_key"},
        {"/community": "does_not_exist"},
        {"/occurred_at": "naive", "/rescued": "unknown_field"},
        {"": "precondition_required"},
        {"": "precondition_failed"},
        {"": "precondition_failed"},
        {"": "id_taken"},
        {"/version": "invalid"},
        {"": "not_utf8"},
    ]
    assert hidden.number not in json.dumps(answers)


def test_a_uuid_that_comes_twice_is_one_record(send, lines):
    [line] = lines(1)

    assert results(send([line, line, line | {"channel": "102"}])) == [
        "created",
        "unchanged",
        "rejected",
    ]
    assert Incident.objects.count() == 1


def test_chunks_are_stored_one_by_one(send, lines, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    body = lines(5)
    body[3]["channel"] = "no such"

    answers = send(body)

    assert results(answers) == ["created", "created", "created", "rejected", "created"]
    assert [each["line"] for each in answers] == [1, 2, 3, 4, 5]


def test_a_right_that_ends_meanwhile_stops_the_rest(send, lines, police, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    store = chunks.Chunk.store

    def store_and_close(self):
        store(self)
        User.objects.filter(pk=police.pk).update(is_active=False)

    monkeypatch.setattr(chunks.Chunk, "store", store_and_close)

    answers = send(lines(5))

    assert results(answers) == ["created", "created", "stopped"]
    assert (answers[-1]["line"], codes(answers[-1])) == (3, {"": "right_ended"})
    assert Incident.objects.count() == 2


def test_all_or_none(send, lines):
    body = lines(3)
    wrong = [*body, lines(1, channel="no such")[0]]

    refused = send(wrong, query="?atomic=1")
    stored = Incident.objects.count()
    answers = send(body, query="?atomic=1")

    assert refused.status_code == 400
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/3/channel"]
    assert stored == 0
    assert results(answers) == ["created"] * 3


def test_a_bulk_has_its_author_in_the_history(send, lines, police):
    send(lines(2))

    events = Incident.pgh_event_model.objects.select_related("pgh_context")
    assert {each.pgh_context.metadata["user"] for each in events} == {police.pk}
    assert {each.pgh_context.metadata["url"] for each in events} == {BULK}


def test_whoever_may_not_write_sends_no_bulk(send, lines, coordinator, community):
    police_of_nowhere = account("council", community=community)

    for reader in (coordinator, police_of_nowhere):
        assert send(lines(1), by=reader).status_code == 403
    assert send(lines(1), by=None).status_code == 401


def test_a_body_of_another_type_is_refused(api, police):
    answer = api(police).post(BULK, {})

    assert answer.status_code == 415
    assert NDJSON in answer["Accept"]


@pytest.mark.limit("bulk_lines")
@pytest.mark.limit("bulk_bytes")
@pytest.mark.parametrize("name", ["bulk_lines", "bulk_bytes"])
def test_a_bulk_has_its_limits(send, lines, settings, name):
    body = lines(3)
    size = len("\n".join(map(json.dumps, body)))
    fits = size if name == "bulk_bytes" else 3
    for most, stored in ((fits - 1, 0), (fits, 3)):
        settings.LIMITS = settings.LIMITS | {name: most}
        answer = send(body)
        assert Incident.objects.count() == stored
        assert stored or answer.status_code == 413


def test_a_bulk_costs_the_same_queries_for_a_few_and_for_many(
    send, lines, django_assert_max_num_queries
):
    send(lines(1))  # rights and categories are read once
    with django_assert_max_num_queries(40) as few:
        send(lines(2))
    with django_assert_max_num_queries(40) as many:
        send(lines(40))

    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_a_uuid_that_is_taken_meanwhile_is_settled_at_the_next_try(
    send, lines, police, monkeypatch
):
    """Another connection stores the record between two statements of the chunk."""
    [line, other] = lines(2)
    log, tries = services.log_incidents, []

    def elsewhere(first):
        services.log_incident(pk=first.pk, record=first.record, by=police, at=clock.now())
        connection.close()

    def log_after_somebody_else(**rest):
        tries.append(len(rest["new"]))
        if len(tries) == 1:
            with ThreadPoolExecutor(1) as somebody:
                somebody.submit(elsewhere, rest["new"][0]).result()
        return log(**rest)

    monkeypatch.setattr(services, "log_incidents", log_after_somebody_else)

    answers = send([line, other])

    assert tries == [2, 1]
    assert results(answers) == ["rejected", "created"]
    assert codes(answers[0]) == {"": "precondition_required"}
    assert Incident.objects.count() == 2
    assert IncidentText.objects.count() == Transition.objects.count() == 2


def test_responses_of_many_are_told_by_their_place(send, lines, community):
    stranger = OfficerFactory.create()
    here = OfficerFactory.create(service="police")
    AssignmentFactory.create(officer=here, community=community)
    body = [
        *lines(1, responses=[{"officer": here.pk}]),
        *lines(1, responses=[{"officer": here.pk}, {"officer": stranger.pk}]),
    ]

    answers = send(body)

    assert results(answers) == ["created", "rejected"]
    assert codes(answers[1]) == {"/responses/1/officer": "does_not_exist"}
    assert Response.objects.count() == 1
