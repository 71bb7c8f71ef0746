"""A job is promised by its row: lost messages and killed workers leave one edition, whole."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from core import clock, jobs
from core.models import Job, JobState
from core.tasks import queue, requeue_overdue_jobs
from reports import files, services
from reports.models import Edition
from tests.factories.reports import LATER, order
from tests.reliability.portal import wait_until
from tests.reliability.workers import done, forget_messages, kill, lease_runs_out, state_of

pytestmark = pytest.mark.django_db(transaction=True)


def promised(june_community):
    return services.promise_for_operator(order=order(june_community), at=LATER)


def stored(job):
    """Return the names of everything in the storage, and what belongs there."""
    edition = Edition.objects.get(job=job)
    location = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    found = {str(each.relative_to(location)) for each in location.rglob("*") if each.is_file()}
    return found, {files.place(edition, name) for name in files.BUILT}


@pytest.mark.parametrize(
    "progress",
    [
        pytest.param(10, id="reading"),
        pytest.param(50, id="pdf"),
        pytest.param(75, id="xlsx", marks=pytest.mark.full),
    ],
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
    forget_messages()
    worker()

    requeue_overdue_jobs()
    wait_until(lambda: done(job))

    assert Edition.objects.get().job == job


def test_without_the_sweeper_a_lost_message_would_be_a_lost_promise(worker, community):
    job = promised(community)
    queue(job)
    forget_messages()
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
