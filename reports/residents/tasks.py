"""Reports to residents in the background."""

from celery import shared_task

from core import clock
from core.half_years import HalfYear
from officers import public_reports


@shared_task
def open_public_reports(*, half: str = "") -> None:
    """Open the reports due on a half-year, by default the one that ended last."""
    asked = HalfYear.parse(half) if half else HalfYear.of(clock.today()).shift(-1)
    public_reports.open_reports(asked, at=clock.now())
