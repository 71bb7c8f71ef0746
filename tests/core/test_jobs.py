"""A job is leased to one worker, tried again, and over at last."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from core import jobs
from core.exceptions import RuleBroken
from core.models import Job, JobState

START = datetime(2026, 7, 1, tzinfo=UTC)
LEASE = timedelta(seconds=settings.LIMITS["job_lease"])
MOST = settings.LIMITS["job_attempts"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return jobs.promise(kind="tests.nothing", arguments={"a": 1}, by=None, at=START)


def stored(job):
    return Job.objects.get(pk=job.pk)


def run(job, work, at=START):
    jobs.run(pk=job.pk, work=work, clock=lambda: at)


def fails(_job):
    raise OSError("no disk")


def refuses(_job):
    raise RuleBroken("There is nothing to build.")


def test_a_promised_job_waits_until_it_is_done(job):
    done = []

    assert stored(job).state == JobState.WAITING
    run(job, done.append)

    assert done == [job]
    assert (stored(job).state, stored(job).progress) == (JobState.DONE, 100)
    assert stored(job).finished_at == START


def test_a_job_that_is_done_is_not_done_again(job):
    done = []
    for _turn in range(2):
        run(job, done.append)

    assert len(done) == 1


def test_a_leased_job_is_nobody_elses_until_the_lease_ends(job):
    first = jobs.take(pk=job.pk, at=START)

    assert first.attempts == 1
    assert jobs.take(pk=job.pk, at=START + LEASE) is None
    assert jobs.take(pk=job.pk, at=START + LEASE + timedelta(seconds=1)).attempts == 2


def test_a_report_of_progress_holds_the_job_longer(job):
    held = jobs.take(pk=job.pk, at=START)

    jobs.report(job=held, progress=40, step="half way", at=START + LEASE)

    assert jobs.take(pk=job.pk, at=START + 2 * LEASE) is None
    assert (stored(job).progress, stored(job).step) == (40, "half way")


def test_a_worker_that_comes_too_late_changes_nothing(job):
    late = jobs.take(pk=job.pk, at=START)
    jobs.take(pk=job.pk, at=START + 2 * LEASE)

    jobs.report(job=late, progress=99, step="late", at=START + 2 * LEASE)
    jobs.fail(job=late, error="late", at=START + 2 * LEASE, final=True)
    jobs.finish(job=late, at=START + 2 * LEASE)

    assert (stored(job).state, stored(job).progress, stored(job).error) == (JobState.RUNNING, 0, "")


def test_a_broken_rule_ends_the_job_with_its_own_words(job):
    run(job, refuses)

    assert (stored(job).state, stored(job).error) == (JobState.FAILED, "There is nothing to build.")
    assert stored(job).finished_at == START


def test_a_failure_is_raised_and_the_job_waits_for_the_next_try(job):
    with pytest.raises(OSError, match="no disk"):
        run(job, fails)

    assert (stored(job).state, stored(job).leased_until) == (JobState.WAITING, None)
    assert "OSError" in stored(job).error


def test_after_the_last_try_a_failure_is_final(job):
    for _turn in range(MOST):
        with pytest.raises(OSError, match="no disk"):
            run(job, fails)

    assert stored(job).state == JobState.FAILED
    run(job, fails)  # nobody tries again


def test_a_job_whose_workers_all_died_fails_by_itself(job):
    at = START
    for _turn in range(MOST):
        assert jobs.take(pk=job.pk, at=at)
        at += 2 * LEASE

    assert jobs.take(pk=job.pk, at=at) is None

    assert stored(job).state == JobState.FAILED
    assert stored(job).finished_at == at
