"""The queue is a hint: given after the commit, lost without harm, given again by the sweeper."""

import logging
from collections.abc import Callable
from datetime import timedelta

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.utils import translation

from core import clock, imports, jobs
from core.attachments import keeping
from core.availability import is_away
from core.models import IdempotencyRecord, Job

logger = logging.getLogger(__name__)
FORGOTTEN = 1000  # rows taken away by one statement
SWEEP = 30  # seconds between two looks for jobs that nobody holds


def queue(job: Job) -> None:
    """Hand a promised job to a worker once the promise is committed; never fail the promise."""
    transaction.on_commit(lambda: hint(job), robust=True)


def hint(job: Job) -> None:
    """Name a job to the workers; what a broker that is away does not take waits for the sweeper."""
    try:
        current_app.send_task(job.kind, kwargs={"job": str(job.pk)}, expires=2 * SWEEP)
    except Exception as error:
        if not is_away(error):
            raise
        logger.warning("The broker is away: job %s waits for the sweeper", job.pk)


@shared_task(expires=SWEEP)
def requeue_overdue_jobs() -> None:
    """Queue every open job nobody holds; a job taken twice is done once (core.jobs.take).

    Hints expire, so that those given again and again do not heap up before a busy worker.
    """
    most = settings.LIMITS["job_sweep"]
    for job in Job.objects.overdue(clock.now()).order_by("created_at")[:most]:
        hint(job)


@shared_task(name=imports.READ, acks_late=True)
def read_import(*, job: str) -> None:
    """Read the file a job promises to read; safe to run twice."""
    do(job, imports.read)


@shared_task(name=imports.APPLY, acks_late=True)
def apply_import(*, job: str) -> None:
    """Apply the file a job promises to apply; safe to run twice."""
    do(job, imports.apply)


@shared_task
def forget_imported_files() -> None:
    """Take away the files of imports that are over."""
    imports.forget_files(at=clock.now())


@shared_task
def forget_lost_attachments() -> None:
    """Take away the files of attachments that no record names."""
    keeping.forget_lost(at=clock.now())


@shared_task
def forget_answers() -> None:
    """Forget what was kept for keys that are too old to come again, some at a time."""
    before = clock.now() - timedelta(days=settings.LIMITS["idempotency_days"])
    old = IdempotencyRecord.objects.filter(created_at__lt=before).order_by("created_at")
    while found := list(old.values_list("pk", flat=True)[:FORGOTTEN]):
        IdempotencyRecord.objects.filter(pk__in=found).delete()


def do(pk: str, work: Callable[..., None]) -> None:
    """Do the work of a job in the language it was asked in, or else of the person who asked."""
    found = Job.objects.select_related("by").get(pk=pk)
    own = getattr(found.by, "language", settings.LANGUAGE_CODE)
    with translation.override(found.arguments.get("language", own)):
        jobs.run(pk=found.pk, work=lambda taken: work(job=taken, clock=clock.now), clock=clock.now)
