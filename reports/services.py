"""Asking for a report and building it: one edition for every job, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import GrantedService, Oblast, scope_of
from communities.territories import Territory, refuse_what_is_no_more
from core import bounds, jobs
from core.demo import shows_demo_data
from core.exceptions import RuleBroken
from core.models import Job, JobState
from core.periods import Month, Period
from indicators.catalogue import CATALOGUE
from reports import content, files
from reports.models import Edition, EditionKind
from reports.orders import Order

JOB = "reports.tasks.build_edition"  # the kind of our jobs is the name of their task
ADD = "reports.add_edition"
NEEDED = (ADD, "reports.view_edition", *sorted({each.permission for each in CATALOGUE}))


@transaction.atomic
def request_edition(*, order: Order, by: User, at: datetime) -> Job:
    """Promise an edition; asked twice before it is built, it is promised once."""
    refuse_what_cannot_be(order, at)
    refuse_without_rights(order, by)
    refuse_what_is_no_more(order.territory, order.territories)
    arguments = {**order.written(), "person": by.pk}
    _hold(repr(sorted(arguments.items())))
    same = Job.objects.open().filter(kind=JOB, by=by, arguments=arguments).first()
    return same or jobs.promise(kind=JOB, arguments=arguments, by=by, at=at)


@transaction.atomic
def promise_monthly_editions(*, month: Month, at: datetime) -> list[Job]:
    """Promise the report of a month for every oblast and the nation; nothing twice."""
    _hold("monthly editions")
    territories = [Territory(), *map(Territory, Oblast.objects.order_by("code"))]
    orders = [_monthly(each, month) for each in territories]
    promised = Job.objects.filter(kind=JOB).exclude(state=JobState.FAILED)
    ended = timezone.make_aware(datetime.combine(month.shift(1).first_day, time()))
    known = list(  # what an operator built while the month still ran is no report of it
        promised.filter(arguments__person=None, created_at__gte=ended).values_list(
            "arguments", flat=True
        )
    )
    return [
        jobs.promise(kind=JOB, arguments=arguments, by=None, at=at)
        for arguments in ({**order.written(), "person": None} for order in orders)
        if arguments not in known
    ]


def promise_for_operator(*, order: Order, at: datetime) -> Job:
    """Promise an edition to whoever runs the server: it has no scope to be held against."""
    refuse_what_cannot_be(order, at)
    return jobs.promise(kind=JOB, arguments={**order.written(), "person": None}, by=None, at=at)


def build_edition(*, job: Job, clock: Callable[[], datetime]) -> Edition:
    """Freeze the edition of a job and store its files; done again, it finds what is there."""
    order = Order.read(job.arguments)
    _refuse_stale_rights(order, job)
    edition = Edition.objects.filter(job=job).first()
    if edition is None:
        jobs.report(job=job, progress=10, step=_("Reading the figures"), at=clock())
        edition = _freeze(order, job, clock)
    for place, name in enumerate(files.BUILT):
        _refuse_stale_rights(order, job)
        step = _("Writing the file %(format)s") % {"format": name.upper()}
        jobs.report(job=job, progress=50 + 25 * place, step=step, at=clock())
        files.keep(edition, name)
    return edition


def refuse_what_cannot_be(order: Order, at: datetime) -> None:
    """Raise RuleBroken for a period before anything was kept, or one that has not begun."""
    first = bounds.first_day()
    if order.period.start < first:
        message = _("Choose a month from %(year)s on.") % {"year": first.year}
        raise RuleBroken(message, code="too_early", field="month")
    if order.period.starts_at > at:
        message = _("This month has not begun yet.")
        raise RuleBroken(message, code="not_begun", field="month")


def refuse_without_rights(order: Order, by: User) -> None:
    """Raise RuleBroken unless a person may see everything the report would say."""
    seen = set(order.services)
    for permission in NEEDED:
        seen &= set(scope_of(by, permission).services_in(order.territory.unit))
    if not seen:
        message = _("You may not build reports of this territory: %(territory)s.")
        raise RuleBroken(
            message % {"territory": order.territory.name}, code="no_right", field="territory"
        )
    if seen != set(order.services):
        message = _("In this territory you see one service only: %(service)s.")
        words = GrantedService(seen.pop()).label
        raise RuleBroken(message % {"service": words}, code="no_right", field="service")


def _refuse_stale_rights(order: Order, job: Job) -> None:
    """Hold a job against the rights its person has now, not those of the day it was asked."""
    if job.arguments["person"] is None:
        return
    if job.by is None:
        raise RuleBroken(_("The account that asked for it no longer exists."), code="no_right")
    job.by.refresh_from_db()
    refuse_without_rights(order, job.by)


def _monthly(territory: Territory, month: Month) -> Order:
    return Order(
        kind=EditionKind.MONTHLY,
        territory=territory,
        period=Period.of_months(month),
        service=GrantedService.BOTH,
        language=settings.LANGUAGE_CODE,
    )


def _freeze(order: Order, job: Job, clock: Callable[[], datetime]) -> Edition:
    with _one_moment(), translation.override(order.language):
        at = clock().replace(microsecond=0)
        said = content.read(order=order, at=at, demo=shows_demo_data())
    with transaction.atomic():
        _hold(repr(sorted(order.written().items())))
        built = Edition.objects.filter(job=job).first()  # by a worker thought dead
        if built:
            return built
        _refuse_stale_rights(order, job)
        last = Edition.objects.filter(**order.key).aggregate(last=Max("number"))["last"] or 0
        said["number"] = last + 1
        return Edition.objects.create(
            **order.key,
            number=last + 1,
            job=job,
            as_of=at,
            content=said,
            content_hash=content.digest(said),
        )


def _hold(name: str) -> None:
    """Let one transaction at a time do what is named, until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read every figure from one and the same state of the database."""
    inside = connection.in_atomic_block  # a transaction that began earlier keeps its own rules
    with transaction.atomic():
        if not inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
