"""Workbooks that take longer: promised as a job, written by a worker, kept for a day.

A right that ends ends the writing; and nobody is handed a file that was made with other rights.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models.rights import held_by
from core import jobs
from core.exceptions import RuleBroken
from core.models import Job
from incidents import workbook
from incidents.list_filters import IncidentListFilter
from incidents.models import Incident

JOB = "incidents.tasks.write_workbook"  # jobs are called as their tasks
FOLDER = "exports"


class Reader:
    """Whoever asked, as filters want it; there is no request any more."""

    def __init__(self, user: Any) -> None:
        self.user = user


def promise(*, query: str, rows: int, by: User, at: datetime) -> Job:
    """Write down that the list with these filters, so many rows, will be written as a workbook."""
    arguments = {
        "query": query,
        "rows": rows,
        "language": get_language(),
        "rights": by.rights_version,
    }
    return jobs.promise(kind=JOB, arguments=arguments, by=by, at=at)


def place_of(job: Job) -> str:
    """Return where the storage has the file of a job."""
    return f"{FOLDER}/{job.pk}.xlsx"


def may_have(job: Job, user: Any) -> bool:
    """Say whether a reader has the very rights the file was written with."""
    return job.arguments["rights"] == user.rights_version


def write(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Write the workbook a job promises; safe to run twice."""
    user = User.objects.get(pk=job.by_id or 0)
    most = max(job.arguments["rows"], 1)

    def hear(rows: int) -> None:
        now = User.objects.filter(pk=user.pk, is_active=True).first()
        if now is None or not may_have(job, now) or not held_by(now):
            raise RuleBroken(_("Your right to these data has changed. Ask for the file again."))
        jobs.report(job=job, progress=min(99, 100 * rows // most), step="", at=clock())

    hear(0)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        workbook.write(_rows(job, user), file.name, hear=hear)
        default_storage.delete(place_of(job))
        default_storage.save(place_of(job), File(file))


def _rows(job: Job, user: User) -> Any:
    mine = Incident.objects.visible_to(user)
    asked = IncidentListFilter(QueryDict(job.arguments["query"]), mine, request=Reader(user))
    if not asked.is_valid():
        raise RuleBroken(_("The filters can no longer be read."))
    return asked.qs.order_by(*asked.columns)
