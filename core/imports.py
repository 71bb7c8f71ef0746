"""Files brought to the portal: kept, read into a preview, and applied once, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import jobs
from core.bounded import spare_memory
from core.exceptions import RuleBroken
from core.history import authored
from core.models import ImportLine, ImportPreview, Job, PreviewState
from core.plans import FileRejected, Kind, Line, Plan, Source, note_of, rejected_lines
from core.reasons import Reason, kept
from core.reference import copy_rows

READ, APPLY = "core.tasks.read_import", "core.tasks.apply_import"  # jobs are called as their tasks
FOLDER = "imports"


def kinds() -> dict[str, Kind]:
    """Return every kind of file the portal takes, by code, in the order people choose from."""
    return {kind.code: kind for each in settings.IMPORT_KINDS for kind in import_string(each)}


def newest_edition(kind: str) -> date | None:
    """Return the day of the newest edition that was applied."""
    applied = ImportPreview.objects.filter(kind=kind, state=PreviewState.APPLIED)
    return applied.aggregate(newest=Max("edition"))["newest"]


def refuse_edition(
    edition: date, *, newest: date | None, today: date, refuse: type[FileRejected]
) -> None:
    """Refuse an edition that is not out yet, or older than the one that is stored."""
    if edition > today:
        text = gettext_noop("the edition of %(day)s is still to come")
        raise refuse({1: Reason(text, day=edition)})
    if newest and newest > edition:
        text = gettext_noop("the edition of %(day)s is stored already")
        raise refuse({1: Reason(text, day=newest)})


# --- bringing and reading


def receive(*, kind: str, file: File, said: dict[str, Any], by: Any, at: datetime) -> ImportPreview:
    """Keep an uploaded file and promise to read it; `said` is its edition and its act.

    The file is kept before the promise: without one, `forget_files` takes it away again.
    """
    place = default_storage.save(f"{FOLDER}/{uuid4().hex}", file)
    summed = hashlib.sha256()
    with default_storage.open(place) as stored:
        for chunk in iter(lambda: stored.read(1 << 20), b""):
            summed.update(chunk)
    with transaction.atomic():
        preview = ImportPreview.objects.create(
            kind=kind,
            file_name=Path(file.name or "").name[:200] or place,
            size=file.size,
            sha256=summed.hexdigest(),
            kept_as=place,
            by=by,
            at=at,
            **said,
        )
        _promise(preview, READ, by, at)
    return preview


def read(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Read the file of a job into its preview; read again, it finds the same."""
    preview = ImportPreview.objects.get(pk=job.arguments["import"])
    if preview.state != PreviewState.READING:
        return
    kind, at = kinds()[preview.kind], clock()
    source = source_of(preview, at)
    jobs.report(job=job, progress=10, step=_("Reading the file"), at=at)
    kind.load()
    try:
        with spare_memory():
            edition = kind.edition(source)
            plan = kind.plan(source)
    except FileRejected as rejected:
        _keep_refusal(preview, rejected)
        return
    jobs.report(job=job, progress=80, step=_("Writing the preview"), at=clock())
    preview.edition = edition
    _keep(preview, plan, PreviewState.READY)


def source_of(preview: ImportPreview, at: datetime) -> Source:
    """Return the kept file as its kind reads it; RuleBroken where it is no longer kept."""
    if not preview.kept_as or not default_storage.exists(preview.kept_as):
        raise RuleBroken(_("The file is no longer kept: bring it again."), code="gone")
    return Source(
        path=Path(default_storage.path(preview.kept_as)),
        name=preview.file_name,
        today=timezone.localdate(at),
        edition=preview.edition,
        act=preview.act,
        by=preview.by,
    )


# --- deciding and applying


@transaction.atomic
def ask_to_apply(*, pk: int, by: Any, at: datetime, sure: bool = False) -> Job | None:
    """Promise to apply a preview; None where that was done, the promise there is where it waits.

    Raises RuleBroken where it cannot be applied, or is so unusual that one must be `sure`.
    """
    preview = ImportPreview.objects.select_for_update(of=("self",)).get(pk=pk)
    if preview.state == PreviewState.APPLIED:
        return None
    if preview.job and preview.job.is_open and preview.job.kind == APPLY:
        return preview.job
    if preview.state != PreviewState.READY:
        raise RuleBroken(_("This file cannot be applied."), code="not_ready")
    if preview.doubt and not sure:
        raise RuleBroken(kinds()[preview.kind].doubted, code="unsure", field="sure")
    return _promise(preview, APPLY, by, at)


def apply(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Apply the preview of a job, in one transaction, once.

    Raises RuleBroken where the portal changed since the file was read: what the person saw and
    decided is no longer what would happen.
    """
    preview = ImportPreview.objects.get(pk=job.arguments["import"])
    kind = kinds()[preview.kind]
    _refuse_stale_rights(kind, job)
    jobs.report(job=job, progress=10, step=_("Reading the file"), at=clock())
    try:
        with authored(source=f"import {preview.pk}", by=job.by):
            preview = ImportPreview.objects.select_for_update(of=("self",)).get(pk=preview.pk)
            if preview.state == PreviewState.READY:
                _hold(preview.kind, preview.by_id if kind.own else "")
                plan = _same_again(kind, preview, clock())
                plan.write()
                _mark_applied(preview, by=job.by, at=clock())
                _refuse_stale_rights(kind, job)
    except FileRejected:
        _is_stale(preview)
    if preview.state == PreviewState.STALE:
        message = _("What the file would change is no longer what you saw: bring it again.")
        raise RuleBroken(message, code="stale")


def _refuse_stale_rights(kind: Kind, job: Job) -> None:
    """Hold a job against the rights its person has now: it began, and may end, after they ended."""
    if job.by is not None:
        job.by.refresh_from_db()
    if not (job.by and kind.allows(job.by)):
        raise RuleBroken(_("You may no longer bring files of this kind."), code="no_right")


class _Changed(FileRejected):
    """The portal changed since the file was read."""


def _same_again(kind: Kind, preview: ImportPreview, at: datetime) -> Plan:
    kind.load()
    with spare_memory():
        plan = kind.plan(source_of(preview, at))
    if plan.digest != preview.digest:
        raise _Changed({})
    return plan


def _is_stale(preview: ImportPreview) -> None:
    preview.state = PreviewState.STALE
    preview.save(update_fields=["state"])


def _mark_applied(preview: ImportPreview, *, by: Any, at: datetime) -> None:
    preview.state = PreviewState.APPLIED
    preview.applied_by, preview.applied_at = by, at
    preview.save(update_fields=["state", "applied_by", "applied_at"])


def apply_at_once(*, kind: Kind, source: Source, at: datetime, sure: bool = False) -> Plan:
    """Read a file and apply it for whoever runs the server, and keep what it did.

    A file that changes nothing and is no newer edition leaves no trace. Raises FileRejected, also
    where a plan is in doubt and one is not `sure`.
    """
    with authored(source=f"import of {source.name}"):
        _hold(kind.code)
        edition, plan = kind.edition(source), kind.plan(source)
        if plan.doubt and not sure:
            raise FileRejected({1: plan.doubt})
        plan.write()
        if plan.lines or (edition and edition != newest_edition(kind.code)):
            _record(kind, source, plan, edition, at)
    return plan


def _record(kind: Kind, source: Source, plan: Plan, edition: date | None, at: datetime) -> None:
    content = source.path.read_bytes()
    preview = ImportPreview(
        kind=kind.code,
        file_name=source.name[:200],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        edition=edition,
        act=source.act,
        at=at,
        applied_at=at,
    )
    _keep(preview, plan, PreviewState.APPLIED)


# --- keeping


@transaction.atomic
def forget_files(*, at: datetime) -> int:
    """Take away the files nobody will apply any more, and what people wrote; return how many."""
    over = Q(state__in=[PreviewState.APPLIED, PreviewState.REJECTED, PreviewState.STALE])
    old = _outlived(kinds().values(), at)
    ended = ImportPreview.objects.exclude(kept_as="").filter(over | old)
    ended = ended.exclude(job__in=Job.objects.open())
    gone = list(ended.values_list("kept_as", flat=True))
    ended.update(kept_as="")
    people = ImportPreview.objects.filter(_outlived((e for e in kinds().values() if e.own), at))
    said = ImportLine.objects.exclude(cells=None).filter(preview__in=people)
    said.update(name="", cells=None, changes=None, problems=None)
    lost = list(_lost(at - timedelta(days=settings.LIMITS["import_kept"])))
    transaction.on_commit(lambda: _delete([*gone, *lost]))
    return len(gone) + len(lost)


def _outlived(those: Iterable[Kind], at: datetime) -> Q:
    """Return which imports of some kinds were brought longer ago than they are kept."""
    found = Q(pk__in=[])
    for kind in those:
        found |= Q(kind=kind.code, at__lt=at - timedelta(days=settings.LIMITS[kind.kept]))
    return found


def _delete(places: Iterable[str]) -> None:
    for place in places:
        default_storage.delete(place)


def _lost(old: datetime) -> Iterator[str]:
    """Yield the files of uploads that died before their promise was written."""
    if not default_storage.exists(FOLDER):
        return
    known = set(ImportPreview.objects.exclude(kept_as="").values_list("kept_as", flat=True))
    for name in default_storage.listdir(FOLDER)[1]:
        place = f"{FOLDER}/{name}"
        if place not in known and default_storage.get_modified_time(place) < old:
            yield place


def _promise(preview: ImportPreview, kind: str, by: models.Model, at: datetime) -> Job:
    job = jobs.promise(kind=kind, arguments={"import": preview.pk}, by=by, at=at)
    preview.job = job
    preview.save(update_fields=["job"])
    return job


@transaction.atomic
def _keep_refusal(preview: ImportPreview, rejected: FileRejected) -> None:
    lines = rejected_lines(rejected)
    preview.counts = {"rejected": len(lines)}
    preview.state = PreviewState.REJECTED
    preview.save()
    _keep_lines(preview, lines)


@transaction.atomic
def _keep(preview: ImportPreview, plan: Plan, state: str) -> None:
    preview.counts, preview.digest, preview.state = plan.counts, plan.digest, state
    preview.warnings = [kept(each) for each in plan.warnings[: settings.LIMITS["import_lines"]]]
    preview.doubt = kept(plan.doubt) if plan.doubt else None
    preview.save()
    _keep_lines(preview, plan.lines)


def _keep_lines(preview: ImportPreview, lines: Iterable[Line]) -> None:
    preview.lines.all().delete()
    copy_rows(ImportLine, list(_rows(preview, lines)))


def _rows(preview: ImportPreview, lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """Yield the lines that are kept: of each kind the first ones."""
    most, met = settings.LIMITS["import_lines"], Counter[str]()
    for line in lines:
        met[line.what] += 1
        if met[line.what] <= most:
            yield {
                "preview_id": preview.pk,
                "what": str(line.what),
                "row": line.row,
                "unit": line.unit,
                "code": line.code[:40],
                "name": line.name[:200],
                "field": line.field,
                "was": line.was[:300],
                "becomes": line.becomes[:300],
                "note": note_of(line),
                "cells": line.cells,
                "changes": line.changes,
                "problems": line.problems,
            }


def _hold(kind: str, whose: Any = "") -> None:
    """Let one import of a kind at a time be applied, or of each person where it is theirs."""
    named = f"import {kind} {whose}".rstrip()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [named])
