"""Reports on their way, in the words of the person who waits for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.http import urlencode

from communities.models import Community, GrantedService, Oblast, Raion
from communities.territories import Territory
from core import moments
from core.models import Job, JobState
from reports.services import JOB


@dataclass(frozen=True)
class Item:
    """A job with the name of what it builds and the address to ask for it again."""

    job: Job
    title: str
    note: str
    again: str

    @property
    def progress(self) -> int | None:
        """Return how far it is in per cent; None before and after the work."""
        return self.job.progress if self.job.state == JobState.RUNNING else None

    @property
    def words(self) -> str:
        """Return what is being done now, or the usual word for the state."""
        return self.job.step or self.job.get_state_display()


def jobs_of(user: Any, *, since: datetime) -> list[Item]:
    """Return a person's open jobs, and those that failed lately, the newest first."""
    mine = Job.objects.visible_to(user).filter(kind=JOB)
    failed = mine.filter(state=JobState.FAILED, finished_at__gte=since)
    return describe((mine.open() | failed).order_by("-created_at")[: settings.LIMITS["jobs_shown"]])


def describe(jobs: Iterable[Job]) -> list[Item]:
    """Name jobs, in the same number of queries for any number of them."""
    found = list(jobs)
    names = _names({job.arguments["territory"] for job in found})
    return [_item(job, names) for job in found]


def _item(job: Job, names: dict[str, str]) -> Item:
    said = job.arguments
    month = date.fromisoformat(said["from"])
    again = {
        "territory": said["territory"] or "UA",
        "month": f"{month:%Y-%m}",
        "service": said["service"],
        "language": said["language"],
    }
    return Item(
        job=job,
        title=f"{names.get(said['territory'], said['territory'])}, {moments.month(month)}",
        note=str(GrantedService(said["service"]).label),
        again=urlencode(again),
    )


def _names(codes: set[str]) -> dict[str, str]:
    units = [
        unit
        for model in (Oblast, Raion, Community)
        for unit in model.objects.filter(code__in=codes)
    ]
    return {"": Territory().name} | {unit.code: Territory(unit).name for unit in units}
