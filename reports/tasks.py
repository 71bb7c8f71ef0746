"""Reports in the background: each task fetches by key and calls one service."""

from celery import shared_task
from django.conf import settings
from django.utils import translation

from core import clock, jobs
from core.models import Job
from core.periods import Month
from core.tasks import queue
from reports import services


@shared_task(name=services.JOB, acks_late=True)
def build_edition(*, job: str) -> None:
    """Build the edition a job promises; safe to run twice."""
    found = Job.objects.select_related("by").get(pk=job)
    language = getattr(found.by, "language", settings.LANGUAGE_CODE)
    with translation.override(language):
        jobs.run(
            pk=found.pk,
            work=lambda taken: services.build_edition(job=taken, clock=clock.now),
            clock=clock.now,
        )


@shared_task
def build_monthly_reports(*, month: str = "") -> None:
    """Promise the reports of a month, by default the one that ended, and queue them."""
    ended = Month.parse(month) if month else Month.of(clock.today()).shift(-1)
    for job in services.promise_monthly_editions(month=ended, at=clock.now()):
        queue(job)
