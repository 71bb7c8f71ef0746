"""All or none of very many records: promised, stored by a worker, told line by line."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from core import clock, jobs
from core.models import Job, JobState
from incidents.api import chunks
from incidents.api.tasks import store_whole_bulk
from incidents.models import Incident
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db
BULK, NDJSON = "/api/v1/incidents/bulk/?atomic=1", "application/x-ndjson"
MOST = 2


@pytest.fixture(autouse=True)
def few(settings):
    """Let three lines be too many to wait for."""
    settings.LIMITS = settings.LIMITS | {"bulk_atomic": MOST}


@pytest.fixture
def lines(body):
    return [{"id": str(uuid.uuid4()), **body} for _each in range(MOST + 1)]


@pytest.fixture
def send(api, police):
    """Send lines as the police officer; return the answer."""

    def sent(lines):
        text = "\n".join(map(json.dumps, lines)).encode()
        return api(police).generic("POST", BULK, text, content_type=NDJSON)

    return sent


@pytest.fixture
def work(send, api, police):
    """Send lines and let a worker do what was promised; return the job as the API tells it."""

    def worked(lines):
        address = send(lines)["Location"]
        store_whole_bulk(job=address.rstrip("/").rpartition("/")[2])
        return api(police).get(address).json()

    return worked


def told(answer):
    return [json.loads(each) for each in answer.content.splitlines()]


@pytest.mark.limit("bulk_atomic")
def test_more_lines_than_one_waits_for_are_promised(send, lines):
    assert send(lines[:MOST]).status_code == 200
    answer = send(lines)

    assert answer.status_code == 202
    assert answer.json()["state"] == "waiting"
    assert answer.json()["answer"] is None
    assert answer["Location"].endswith(f"/api/v1/jobs/{answer.json()['id']}/")
    assert Incident.objects.count() == MOST


def test_a_worker_stores_all_and_tells_of_each(work, lines, api, police):
    job = work(lines)

    assert (job["state"], job["progress"], job["error"]) == ("done", 100, "")
    answers = told(api(police).get(job["answer"]))
    assert [each["id"] for each in answers] == [each["id"] for each in lines]
    assert {each["result"] for each in answers} == {"created"}
    assert {str(each.pk) for each in Incident.objects.filter(logged_by=police)} == {
        each["id"] for each in lines
    }
    context = Incident.pgh_event_model.objects.first().pgh_context.metadata
    assert (context["user"], context["source"]) == (police.pk, f"bulk {job['id']}")


def test_sent_again_nothing_changes(work, lines, api, police):
    work(lines)
    again = work(lines)

    assert {each["result"] for each in told(api(police).get(again["answer"]))} == {"unchanged"}
    assert Incident.objects.count() == len(lines)


def test_one_wrong_line_lets_nothing_be_stored(work, lines, api, police):
    lines[1]["channel"] = "no such"

    job = work(lines)

    assert (job["state"], "1" in job["error"]) == ("failed", True)
    [wrong] = told(api(police).get(job["answer"]))
    assert (wrong["line"], wrong["result"]) == (2, "rejected")
    assert [each["pointer"] for each in wrong["errors"]] == ["/channel"]
    assert Incident.objects.count() == 0


def test_a_cancelled_job_stores_nothing(send, lines, api, police):
    address = send(lines)["Location"]
    caller, key = api(police), address.rstrip("/").rpartition("/")[2]

    assert caller.delete(address).status_code == 204
    store_whole_bulk(job=key)

    assert caller.get(address).json()["state"] == "cancelled"
    assert caller.get(f"{address}answer/").status_code == 404
    assert caller.delete(address).status_code == 409
    assert Incident.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_cancelled_while_it_stores_takes_everything_back(work, lines, monkeypatch):
    store = chunks.Chunk.store

    def cancelled_elsewhere():
        jobs.cancel(job=Job.objects.get(), at=clock.now())
        connection.close()

    def store_then_cancel(self):
        store(self)
        with ThreadPoolExecutor(1) as somebody:
            somebody.submit(cancelled_elsewhere).result()

    monkeypatch.setattr(chunks.Chunk, "store", store_then_cancel)

    job = work(lines)

    assert (job["state"], job["answer"]) == ("cancelled", None)
    assert Incident.objects.count() == 0


def test_a_right_that_ended_meanwhile_stores_nothing(send, lines, police):
    key = send(lines).json()["id"]
    User.objects.filter(pk=police.pk).update(is_active=False)

    store_whole_bulk(job=key)

    assert Job.objects.get(pk=key).state == JobState.FAILED
    assert Incident.objects.count() == 0


def test_a_worker_that_comes_twice_stores_once(send, lines):
    key = send(lines).json()["id"]

    store_whole_bulk(job=key)
    Job.objects.filter(pk=key).update(state=JobState.WAITING)
    store_whole_bulk(job=key)

    job = Job.objects.get(pk=key)
    assert (job.state, bool(job.error)) == (JobState.FAILED, True)  # its lines are gone by then
    assert Incident.objects.count() == settings.LIMITS["bulk_atomic"] + 1


def test_nobody_else_knows_of_a_job(send, lines, api, community):
    address = send(lines)["Location"]
    other = api(account("officer", community=community, service="police"))

    assert other.get(address).status_code == 404
    assert other.delete(address).status_code == 404
    assert other.get("/api/v1/jobs/").json()["results"] == []
