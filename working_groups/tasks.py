"""What working groups ask of the background."""

from celery import shared_task
from django.conf import settings
from django.utils import translation

from core import clock, jobs
from core.models import Job
from working_groups import reminders


@shared_task
def remind_of_actions() -> None:
    """Promise the reminders of the day; safe to run twice."""
    reminders.remind(today=clock.today(), at=clock.now())


@shared_task(name=reminders.MAIL, acks_late=True)
def mail_reminder(*, job: str) -> None:
    """Send the mail a job promises; a worker that dies after sending may send it twice."""
    found = Job.objects.select_related("by").get(pk=job)
    with translation.override(getattr(found.by, "language", settings.LANGUAGE_CODE)):
        jobs.run(pk=found.pk, work=lambda taken: reminders.mail(job=taken), clock=clock.now)
