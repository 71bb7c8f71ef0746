"""Reports asked for and built, by the services that build them for people."""

from datetime import UTC, datetime

from communities.territories import Territory
from core import jobs
from core.periods import Month, Period
from reports import services
from reports.models import Edition
from reports.orders import Order

JUNE = Month(2026, 6)
LATER = datetime(2026, 7, 2, 0, 0, tzinfo=UTC)


def order(
    unit=None,
    *,
    month: Month = JUNE,
    service: str = "both",
    language: str = "uk",
    territories: str = "as_it_was",
) -> Order:
    """Return an order for a monthly report; without a unit it is the nation's."""
    return Order(
        kind="monthly",
        territory=Territory(unit),
        period=Period.of_months(month),
        service=service,
        language=language,
        territories=territories,
    )


def run(job, *, at: datetime = LATER) -> None:
    """Do a job as a worker does it."""
    jobs.run(
        pk=job.pk,
        work=lambda taken: services.build_edition(job=taken, clock=lambda: at),
        clock=lambda: at,
    )


def built(wanted: Order, *, at: datetime = LATER) -> Edition:
    """Return the edition of an order."""
    job = services.promise_for_operator(order=wanted, at=at)
    run(job, at=at)
    return Edition.objects.with_names().get(job=job)
