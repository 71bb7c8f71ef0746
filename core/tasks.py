"""The sweeper: what was promised and lost by the queue is put there again."""

from celery import current_app, shared_task
from django.conf import settings

from core import clock
from core.models import Job


@shared_task
def requeue_overdue_jobs() -> None:
    """Queue every open job nobody holds; a job taken twice is done once (core.jobs.take)."""
    most = settings.LIMITS["job_sweep"]
    for job in Job.objects.overdue(clock.now()).order_by("created_at")[:most]:
        current_app.send_task(job.kind, kwargs={"job": str(job.pk)})
