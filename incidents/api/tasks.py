"""What calls of the API left to a worker."""

from celery import shared_task

from core import clock, job_files
from core.tasks import do
from incidents import long_exports
from incidents.api import whole_bulks


@shared_task(name=whole_bulks.JOB, acks_late=True)
def store_whole_bulk(*, job: str) -> None:
    """Store the records a job promises to store, all or none; safe to run twice."""
    do(job, whole_bulks.store)


@shared_task
def forget_job_files() -> None:
    """Take away the workbooks and bulks that are no longer kept."""
    for folder in (long_exports.FOLDER, whole_bulks.FOLDER):
        job_files.forget(folder, at=clock.now())
