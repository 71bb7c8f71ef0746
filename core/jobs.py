"""The life of a job: promised in a row, leased by one worker, done once or asked for again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core.exceptions import RuleBroken
from core.models import Job, JobState, lease_end


def promise(*, kind: str, arguments: dict[str, Any], by: models.Model | None, at: datetime) -> Job:
    """Write down that something will be done; whoever commits the row has promised it."""
    return Job.objects.create(kind=kind, arguments=arguments, by=by, created_at=at)  # type: ignore[misc]


def take(*, pk: Any, at: datetime) -> Job | None:
    """Lease an open job nobody holds; None when another worker has it or it is over.

    A job that took its workers down as often as is allowed fails here: nobody else can say so.
    """
    most = settings.LIMITS["job_attempts"]
    worn_out = Job.objects.overdue(at).filter(pk=pk, attempts__gte=most)
    error = _("It stopped without a word every time it was tried.")
    if worn_out.update(state=JobState.FAILED, error=error, leased_until=None, finished_at=at):
        return None
    taken = (
        Job.objects.overdue(at)
        .filter(pk=pk)
        .update(state=JobState.RUNNING, leased_until=lease_end(at), attempts=F("attempts") + 1)
    )
    return Job.objects.get(pk=pk) if taken else None


def report(*, job: Job, progress: int, step: str, at: datetime) -> None:
    """Tell how far a job is and hold it a little longer."""
    _mine(job).update(progress=progress, step=step, leased_until=lease_end(at))


def finish(*, job: Job, at: datetime) -> bool:
    """Mark a job as done; False where it was cancelled, or another try of it is under way.

    Inside the transaction of the work the two stand or fall together.
    """
    done = {"state": JobState.DONE, "progress": 100, "step": "", "leased_until": None}
    return bool(_mine(job).update(**done, finished_at=at))


def cancel(*, job: Job, at: datetime) -> None:
    """End a job before it is done; RuleBroken where it is over already."""
    ended = {"state": JobState.CANCELLED, "step": "", "leased_until": None, "finished_at": at}
    if not Job.objects.open().filter(pk=job.pk).update(**ended):
        raise RuleBroken(_("This job is over already."), code="done_already")


def fail(*, job: Job, error: str, at: datetime, final: bool) -> None:
    """Keep what went wrong; unless it is final, the job waits for the next try."""
    over = final or job.attempts >= settings.LIMITS["job_attempts"]
    _mine(job).update(
        state=JobState.FAILED if over else JobState.WAITING,
        error=error[:500],
        leased_until=None,
        finished_at=at if over else None,
    )


def _mine(job: Job) -> QuerySet[Job]:
    """Return the row while it is open and this try the last: a late worker changes nothing."""
    return Job.objects.open().filter(pk=job.pk, attempts=job.attempts)


def run(*, pk: Any, work: Callable[[Job], Any], clock: Callable[[], datetime]) -> None:
    """Lease a job, do its work and close it.

    A broken rule ends the job with its own words; any other failure is kept on the row and
    raised, and the job waits for the next try.
    """
    job = take(pk=pk, at=clock())
    if job is None:
        return
    try:
        work(job)
    except RuleBroken as refusal:
        fail(job=job, error=refusal.message, at=clock(), final=True)
        return
    except Exception as error:
        message = _("It could not be done: %(error)s") % {"error": type(error).__name__}
        fail(job=job, error=message, at=clock(), final=False)
        raise
    finish(job=job, at=clock())
