"""A job is promised by its row: lost messages and killed workers leave one edition, whole."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from core import clock, jobs
from core.models import Job, JobState
from core.tasks import queue, requeue_overdue_jobs
from reports import files, services
from reports.models import Edition
from tests.factories.reports import LATER, order
from tests.reliability.portal import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(transactional_db, tmp_path, settings):
    """Return a function that starts a real worker on the test database; all are killed after."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    }
    _forget_messages()
    started = []

    def start():
        command = [sys.executable, "-m", "celery", "-A", "safety_portal", "worker", "-c", "1"]
        process = subprocess.Popen(
            [*command, "--loglevel", "ERROR", "--without-gossip", "--without-mingle"],
            cwd=settings.BASE_DIR,
            env=os.environ | _addresses() | {"PORTAL_VAR": str(tmp_path)},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def _addresses():
    """Name the test database and the queue of this test process as the environment does."""
    about = connection.get_connection_params()
    host = about.get("host", "")
    user = ":".join(filter(None, [about.get("user", ""), about.get("password", "")]))
    port = f"&port={about['port']}" if about.get("port") else ""
    return {
        "DATABASE_URL": f"postgres://{user}@/{about['dbname']}?host={host}{port}",
        "PORTAL_INSTANCE": settings.INSTANCE,
    }


def kill(process):
    """Kill a worker with its children, and bury it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def promised(june_community):
    return services.promise_for_operator(order=order(june_community), at=LATER)


def state_of(job):
    job.refresh_from_db()
    return job.state


def done(job):
    return state_of(job) == JobState.DONE


def lease_runs_out(job):
    """Let the time pass that a dead worker still holds the job."""
    before = clock.now() - timedelta(seconds=1)
    assert Job.objects.filter(pk=job.pk, leased_until__isnull=False).update(leased_until=before)


def stored(job):
    """Return the names of everything in the storage, and what belongs there."""
    edition = Edition.objects.get(job=job)
    location = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    found = {str(each.relative_to(location)) for each in location.rglob("*") if each.is_file()}
    return found, {files.place(edition, name) for name in files.BUILT}


def _forget_messages():
    """Empty the queue, as the loss of the broker does."""
    with current_app.connection_for_write() as broker:
        broker.default_channel.queue_purge(settings.INSTANCE)


@pytest.mark.parametrize(
    "progress",
    [pytest.param(10, id="reading"), pytest.param(50, id="pdf"), pytest.param(75, id="xlsx")],
)
def test_a_worker_killed_in_the_middle_leaves_one_whole_edition(worker, community, progress):
    job, first = promised(community), worker()
    queue(job)
    wait_until(lambda: Job.objects.get(pk=job.pk).progress >= progress, look=0.002)
    kill(first)

    lease_runs_out(job)
    worker()
    requeue_overdue_jobs()
    wait_until(lambda: done(job))

    assert job.attempts == 2
    found, wanted = stored(job)
    assert found == wanted


def test_a_message_lost_with_the_broker_is_given_again(worker, community):
    job = promised(community)
    queue(job)
    _forget_messages()
    worker()

    requeue_overdue_jobs()
    wait_until(lambda: done(job))

    assert Edition.objects.get().job == job


def test_without_the_sweeper_a_lost_message_would_be_a_lost_promise(worker, community):
    job = promised(community)
    queue(job)
    _forget_messages()
    other = promised(community)
    worker()
    queue(other)

    wait_until(lambda: done(other))

    assert state_of(job) == JobState.WAITING


def test_a_message_given_many_times_to_two_workers_makes_one_edition(worker, community):
    job = promised(community)
    for _turn in range(5):
        queue(job)
    worker(), worker()

    wait_until(lambda: done(job))

    assert job.attempts == 1
    assert Edition.objects.get().number == 1


def worn_out(job, at):
    """Take a job again and again, each time losing the worker."""
    lease = timedelta(seconds=settings.LIMITS["job_lease"] + 1)
    for _turn in range(settings.LIMITS["job_attempts"]):
        assert jobs.take(pk=job.pk, at=at)
        at += lease
    return at


def test_a_job_that_kills_every_worker_fails_and_says_so_to_who_waits(
    client, coordinator, community, categories
):
    wanted = order(community.oblast)
    at = clock.now()
    job = services.request_edition(order=wanted, by=coordinator, at=at)

    assert jobs.take(pk=job.pk, at=worn_out(job, at)) is None

    assert state_of(job) == JobState.FAILED
    client.force_login(coordinator)
    assert job.error
    assert job.error in client.get("/reports/").content.decode()


def a_late_worker_speaks(job):
    """Let the lease run out, another worker take the job, and then hear the first again."""
    late = jobs.take(pk=job.pk, at=LATER)
    again = LATER + timedelta(seconds=settings.LIMITS["job_lease"] + 1)
    jobs.take(pk=job.pk, at=again)
    jobs.report(job=late, progress=99, step="late", at=again)
    jobs.finish(job=late, at=again)
    jobs.fail(job=late, error="late", at=again, final=True)
    job.refresh_from_db()
    return job


def test_a_late_worker_changes_nothing(community):
    job = a_late_worker_speaks(promised(community))

    assert (job.state, job.progress, job.error) == (JobState.RUNNING, 0, "")


def test_without_the_fence_the_late_worker_would_be_believed(community, monkeypatch):
    monkeypatch.setattr(jobs, "_mine", lambda job: Job.objects.filter(pk=job.pk))

    assert a_late_worker_speaks(promised(community)).state == JobState.FAILED
