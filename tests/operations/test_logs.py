"""Logs tell which request, who by key and how long, and nothing that anybody said or is."""

import io
import json
import logging
import uuid
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection

from core import jobs, logs
from core.clock import now
from incidents.models import Incident
from reports.tasks import build_edition

INCIDENTS = "/api/v1/incidents/"
CANARY = "CANARY7413"


@pytest.fixture
def lines():
    """Return a function that gives the lines written since the test began, as production has them."""
    written = io.StringIO()
    form = logs.configuration(level="DEBUG", form="json")["formatters"]["portal"]
    handler = logging.StreamHandler(written)
    handler.setFormatter(form.pop("()")(**form))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def finished(lines):
    return [line for line in lines() if line["event"] == "request_finished"]


def test_a_request_is_one_line_with_its_route_and_account(lines, client, police, community):
    client.force_login(police)

    answer = client.get(f"/communities/?q={CANARY}", headers={"X-Request-ID": "tablet-12345"})

    [line] = finished(lines)
    assert answer["X-Request-ID"] == "tablet-12345"
    assert line.keys() == {
        *("timestamp", "level", "logger", "event", "request_id", "user_id"),
        *("method", "route", "code", "duration_ms"),
    }
    assert (line["request_id"], line["user_id"]) == ("tablet-12345", police.pk)
    assert (line["method"], line["route"], line["code"]) == ("GET", "communities:list", 200)


@pytest.mark.parametrize(
    "sent", ["short", "with space in it", "x" * 65, 'quote"quote', "line\\nline", "кирилиця"]
)
def test_an_id_that_is_not_well_formed_is_not_taken_over(lines, client, db, sent):
    answer = client.get("/healthz", headers={"X-Request-ID": sent})

    assert uuid.UUID(answer["X-Request-ID"])
    assert [line["request_id"] for line in finished(lines)] == [answer["X-Request-ID"]]


def test_a_problem_document_and_the_history_name_the_request(
    api, police, community, categories, body
):
    client, pk = api(police), uuid.uuid4()

    problem = client.put(f"{INCIDENTS}{pk}/", body | {"channel": "none"})
    client.put(f"{INCIDENTS}{pk}/", body, headers={"X-Request-ID": "tablet-99999"})

    assert problem.json()["request_id"] == problem["X-Request-ID"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT metadata->>'request' FROM pghistory_context")
        assert cursor.fetchall() == [("tablet-99999",)]


@pytest.fixture
def body(body):
    """A body whose every free text is a canary."""
    return body | {"address": f"{CANARY} street 5", "narrative": f"{CANARY} said so"}


def test_a_run_over_many_routes_logs_none_of_what_was_said(
    lines, client, api, police, coordinator, community, body
):
    """Addresses, queries, bodies, names, passwords, cookies, tokens: all of them carry the canary."""
    police.full_name = police.username = f"{CANARY} name"
    police.save()
    writer, pk = api(police), uuid.uuid4()
    client.cookies["theme"] = CANARY
    headers = {"User-Agent": CANARY, "Referer": f"https://{CANARY}/", "X-Any": CANARY}

    made = writer.put(f"{INCIDENTS}{pk}/", body, headers=headers)
    writer.put(f"{INCIDENTS}{uuid.uuid4()}/", body | {"channel": CANARY, CANARY: CANARY})
    writer.put(f"{INCIDENTS}{CANARY}/", body)
    writer.get(f"{INCIDENTS}?search={CANARY}&{CANARY}={CANARY}")
    client.post("/sign-in/", {"username": CANARY, "password": CANARY}, headers=headers)
    client.post("/oauth/token/", {"grant_type": CANARY, "client_id": CANARY})
    client.get(INCIDENTS, headers={"Authorization": f"Bearer {CANARY}"})
    client.get(f"/{CANARY}/?{CANARY}={CANARY}", headers=headers)
    client.get("/healthz", headers={"Host": CANARY + ".example"})
    client.get(f"/incidents/?search={CANARY}")
    client.force_login(coordinator)
    for address in ("/", "/incidents/", f"/incidents/{pk}/", "/search/", "/officers/", "/reports/"):
        client.get(address, {"q": CANARY, "search": CANARY}, headers=headers)
    client.post(f"/incidents/{pk}/return/", {"reason": CANARY})

    assert made.status_code == 201
    assert len(finished(lines)) >= 16
    assert CANARY not in json.dumps(lines())


def test_a_failure_is_told_without_its_words(lines, client, coordinator, monkeypatch):
    client.force_login(coordinator)
    client.raise_request_exception = False

    def fail(*_args, **_kwargs):
        try:
            raise DatabaseError(f"Key (name)=({CANARY}) exists")  # noqa: TRY301
        except DatabaseError as error:
            raise RuntimeError(CANARY) from error

    with replaced(Incident.objects.__class__, "visible_to", fail):
        assert client.get("/incidents/").status_code == 500

    [line] = [line for line in lines() if line["event"] == "request_failed"]
    assert [each["type"] for each in line["failure"]] == [
        "builtins.RuntimeError",
        "django.db.utils.DatabaseError",
    ]
    assert any("incidents/views/listing.py" in frame for frame in line["failure"][0]["at"])
    assert CANARY not in json.dumps(lines())


@contextmanager
def replaced(owner, name, value):
    """Break a method for the block: what a defect or a lost server would do."""
    kept = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def test_messages_of_libraries_are_written_without_their_arguments(lines):
    logging.getLogger("kombu").error("Cannot reach %s", CANARY)
    logging.getLogger("reports.tasks").error("No broker: job %s waits", "of ours")

    assert [line["event"] for line in lines()] == [
        "Cannot reach %s",
        "No broker: job of ours waits",
    ]


def test_a_task_is_logged_with_its_job_and_the_request_that_asked(lines, coordinator):
    """The worker's own steps, run here: what it binds before a task is on every line of it."""
    from django_structlog.celery.receivers import CeleryReceiver

    job = jobs.promise(kind="reports.build", arguments={}, by=coordinator, at=now())
    receiver = CeleryReceiver()
    build_edition.push_request(
        kwargs={"job": str(job.pk)},
        __django_structlog__={"request_id": "tablet-12345", "user_id": coordinator.pk},
    )
    try:
        receiver.receiver_task_prerun("task-1", build_edition)
        receiver.receiver_task_failure("task-1", ValueError(CANARY), sender=build_edition)
    finally:
        build_edition.pop_request()

    started, failed = lines()
    assert started["event"] == "task_started"
    assert failed["event"] == "task_failed"
    for line in (started, failed):
        assert line["job"] == str(job.pk)
        assert line["task_id"] == "task-1"
        assert line["request_id"] == "tablet-12345"
    assert CANARY not in json.dumps(lines())
