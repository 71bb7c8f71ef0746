"""Reminders of action points by e-mail: some days before one is due, and the day after.

A reminder and the job that sends it are promised in one transaction; a worker that dies after
sending may send a mail twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core import jobs, moments
from core.addresses import of_page
from core.models import Job
from core.tasks import queue
from working_groups.models import ActionPoint, ActionReminder, Moment

MAIL = "working_groups.tasks.mail_reminder"
BEFORE = timedelta(days=3)


def remind(*, today: date, at: datetime) -> int:
    """Promise the mails of a day and return how many; without a way to send mail none."""
    if not settings.EMAIL_URL:
        return 0
    unfinished = ActionPoint.objects.unfinished()
    soon = unfinished.filter(due_on__gte=today, due_on__lte=today + BEFORE)
    late = unfinished.overdue(today)
    return _promised(soon, Moment.BEFORE, at) + _promised(late, Moment.AFTER, at)


def _promised(actions: Any, moment: Moment, at: datetime) -> int:
    """Promise a mail for each of these of which nobody was reminded yet."""
    told = ActionReminder.objects.filter(
        action=OuterRef("pk"), due_on=OuterRef("due_on"), moment=moment
    )
    waiting = actions.filter(~Exists(told)).order_by("pk")
    return sum(_promise(each, moment, at) for each in waiting.iterator(chunk_size=500))


@transaction.atomic
def _promise(action: ActionPoint, moment: Moment, at: datetime) -> bool:
    """Promise one mail, unless another worker did meanwhile."""
    reminder, new = ActionReminder.objects.get_or_create(
        action=action, moment=moment, due_on=action.due_on, defaults={"at": at}
    )
    if new:
        arguments = {"reminder": reminder.pk}
        queue(jobs.promise(kind=MAIL, arguments=arguments, by=action.recorded_by, at=at))
    return new


def mail(*, job: Job) -> None:
    """Send the mail a job promises, unless the action point was finished or moved since."""
    found = ActionReminder.objects.filter(pk=job.arguments["reminder"])
    reminder = found.select_related(
        "action__owner_person__contact",
        "action__owner_person__user",
        "action__recorded_by",
        "action__decision__agenda_item__meeting__group__community",
    ).first()
    if reminder is None:
        return
    action = reminder.action
    addresses = _addresses(action)
    if addresses and not action.is_finished and action.due_on == reminder.due_on:
        send_mail(_subject(reminder), _text(action), None, addresses)


def _addresses(action: ActionPoint) -> list[str]:
    """Return where the reminder goes: to who does it, and to who wrote it down."""
    person = action.owner_person.whole if action.owner_person else None
    account = person.user if person else None
    contact = getattr(person, "contact", None)
    own = (account.email if account else "") or (contact.email if contact else "")
    return sorted({each for each in (own, action.recorded_by.email) if each})


def _subject(reminder: ActionReminder) -> str:
    community = reminder.action.decision.agenda_item.meeting.group.community.title
    words = _("An action point is due soon: %(community)s")
    if reminder.moment == Moment.AFTER:
        words = _("An action point is overdue: %(community)s")
    return words % {"community": community}


def _text(action: ActionPoint) -> str:
    return _("%(what)s\n\nDue on: %(day)s\nDone by: %(owner)s\n%(address)s") % {
        "what": action.text,
        "day": moments.day(action.due_on),
        "owner": action.owner,
        "address": of_page(action.get_absolute_url()),
    }
