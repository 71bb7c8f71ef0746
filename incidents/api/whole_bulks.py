"""Records that stand or fall together and are too many to wait for: stored by a worker.

A job is the promise, a file its body; what becomes of each line is another file. The records and
the end of the job are one transaction, so a job that is cancelled has stored nothing, and one
that is done has stored all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import ApiClient, User
from accounts.oauth import working_clients
from core import jobs
from core.exceptions import RuleBroken
from core.history import authored
from core.models import Job
from core.tasks import queue
from incidents.api.callers import Caller, Token
from incidents.api.chunks import Chunk, Line, told
from incidents.api.protected import HEADER, SCOPE, purpose_of
from incidents.api.writing import Writer

JOB = "incidents.api.tasks.store_whole_bulk"  # jobs are called as their tasks
FOLDER = "bulks"
NEEDED = "incidents:write"


class _NotStored(Exception):
    """Nothing is to be stored after all."""


def promise(*, lines: Sequence[Line], request: Any, at: datetime) -> Job:
    """Keep the lines of a call and promise to store them, all or none."""
    client = getattr(request.user, "api_client", None) if request.auth else None
    arguments = {
        "client": client and client.pk,
        "sensitive": bool(request.auth and request.auth.is_valid([SCOPE])),
        "purpose": purpose_of(request),
        "language": get_language(),
    }
    with transaction.atomic():
        job = jobs.promise(kind=JOB, arguments=arguments, by=request.user, at=at)
        default_storage.save(_body_of(job), ContentFile(b"\n".join(each.text for each in lines)))
        queue(job)
    return job


def answer_of(job: Job) -> str:
    """Return where the storage has what became of the lines of a job."""
    return f"{FOLDER}/{job.pk}.ndjson"


def _body_of(job: Job) -> str:
    return f"{FOLDER}/{job.pk}.body"


def store(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Store the lines of a job, all or none, and keep what became of each; safe to run twice."""
    caller = _caller(job)
    if not default_storage.exists(_body_of(job)):
        raise RuleBroken(_("The lines are no longer kept: send them again."), code="gone")
    with default_storage.open(_body_of(job)) as body:
        lines = [Line(number, text) for number, text in enumerate(body.read().split(b"\n"), 1)]
    jobs.report(job=job, progress=10, step="", at=clock())
    try:
        with authored(source=f"bulk {job.pk}", by=caller.user):
            Chunk(lines, Writer(caller, {"request": caller, "view": None})).store()
            keep(job, told(lines))
            _end(job, lines, at=clock())
    except _NotStored:
        _tell_wrong(job, [each for each in lines if each.wrong])
    finally:
        default_storage.delete(_body_of(job))


def _end(job: Job, lines: Sequence[Line], *, at: datetime) -> None:
    """End a job with its records; take them back where a line, the caller or the job forbids it."""
    _caller(job)  # whose right may have ended meanwhile
    if any(each.wrong for each in lines) or not jobs.finish(job=job, at=at):
        raise _NotStored


def _tell_wrong(job: Job, wrong: Sequence[Line]) -> None:
    """Keep what is wrong with lines, and say how many are."""
    if not wrong:  # it was cancelled
        default_storage.delete(answer_of(job))
        return
    keep(job, told(wrong))
    words = ngettext(
        "%(count)s line is wrong: nothing was stored.",
        "%(count)s lines are wrong: nothing was stored.",
        len(wrong),
    )
    raise RuleBroken(words % {"count": len(wrong)}, code="wrong_lines")


def keep(job: Job, lines: str) -> None:
    """Keep what became of the lines of a job, in the place of what was kept."""
    default_storage.delete(answer_of(job))
    default_storage.save(answer_of(job), ContentFile(lines.encode()))


def _caller(job: Job) -> Caller:
    """Return who asked, with what his token allowed; RuleBroken where he may no longer write."""
    said = job.arguments
    user = User.objects.filter(pk=job.by_id or 0, is_active=True).first()
    client = _client(said["client"])
    if user is None or (said["client"] and client is None):
        raise RuleBroken(_("Your right to write here has ended."), code="right_ended")
    allowed = {NEEDED, SCOPE} if said["sensitive"] else {NEEDED}
    token = Token(frozenset(allowed.intersection(client.scopes))) if client else None
    return Caller(user, token, {HEADER: said["purpose"]} if said["purpose"] else {})


def _client(key: int | None) -> ApiClient | None:
    found = working_clients().filter(pk=key, scopes__contains=[NEEDED])
    return found.first() if key else None
