"""The files of an edition: built from its frozen content, kept in the storage, built again if lost."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from reports import content, pdf, workbook
from reports.models import Edition


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what browsers call it and who builds it."""

    content_type: str
    build: Callable[[Edition], bytes]


KINDS = {
    "pdf": FileKind("application/pdf", pdf.build),
    "xlsx": FileKind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.build
    ),
    "json": FileKind("application/json", lambda edition: content.canonical(edition.content)),
}
BUILT = ("pdf", "xlsx")  # kept in the storage; JSON is the row itself


def keep(edition: Edition, name: str) -> bytes:
    """Return a file of an edition, from the storage if it is there, and leave it there."""
    kept_at = place(edition, name)
    if default_storage.exists(kept_at):
        with default_storage.open(kept_at) as kept:
            return kept.read()
    made = KINDS[name].build(edition)
    if name in BUILT:
        _put(kept_at, made)
    return made


def download_name(edition: Edition, name: str) -> str:
    """Return the name a file is saved under: territory, month, services, edition, language."""
    code = edition.content["place"]["code"] or "UA"
    month = edition.content["from"][:7]
    parts = (edition.kind, code, month, edition.service, edition.language, str(edition.number))
    return f"{'-'.join(parts)}.{name}"


def place(edition: Edition, name: str) -> str:
    """Return where the storage keeps a file; the name is ours, never a reader's."""
    return f"reports/{edition.pk}/{edition.content_hash}.{name}"


def _put(place: str, made: bytes) -> None:
    """Write beside the place and move, so that nobody ever finds half a file there.

    What a killed worker left beside is taken over by the next; the kernel frees its lock.
    """
    final = Path(default_storage.path(place))
    final.parent.mkdir(parents=True, exist_ok=True)
    beside = final.with_name(f"{final.name}.part")
    with beside.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if final.exists():  # another worker was faster
            beside.unlink(missing_ok=True)
            return
        file.truncate(0)
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
        beside.replace(final)
