"""What accounts ask of the background."""

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from accounts import notices, sessions
from core import clock, jobs
from core.models import Job


@shared_task(name=notices.MAIL, acks_late=True)
def mail_odd_sign_in(*, job: str) -> None:
    """Send the mail a job promises; a worker that dies after sending may send it twice."""
    found = Job.objects.select_related("by").get(pk=job)
    with translation.override(getattr(found.by, "language", settings.LANGUAGE_CODE)):
        jobs.run(pk=found.pk, work=lambda taken: notices.mail(job=taken), clock=clock.now)


@shared_task
def forget_sessions() -> None:
    """Remove sessions that are over, and what is known of browsers of long ago."""
    call_command("clearsessions")
    sessions.forget(clock.now())
