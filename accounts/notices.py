"""E-mails about the account itself, where mail is set up."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from accounts.models import AccessEvent
from core import clock, jobs, moments
from core.models import Job
from core.tasks import queue

MAIL = "accounts.tasks.mail_odd_sign_in"


def promise_mail(event: AccessEvent) -> None:
    """Promise a mail about an odd sign-in; without a way to send it the pages alone tell."""
    if settings.EMAIL_URL and event.account and event.account.email:
        arguments = {"event": event.pk}
        queue(jobs.promise(kind=MAIL, arguments=arguments, by=event.account, at=clock.now()))


def mail(*, job: Job) -> None:
    """Send the mail a job promises."""
    event = AccessEvent.objects.select_related("account").get(pk=job.arguments["event"])
    account = event.account
    if account is None:
        return
    text = _(
        "The account %(name)s was signed in on %(moment)s from a browser and a network where it"
        " was never seen before: %(browser)s, %(address)s.\n\nIf it was you, nothing is to be"
        " done. If not, sign in, change the password and end the other sessions."
    ) % {
        "name": account.get_username(),
        "moment": moments.when(event.at),
        "browser": event.detail.get("browser") or _("unknown browser"),
        "address": event.address or "—",
    }
    send_mail(_("Sign-in from a new browser"), text, None, [account.email])
