"""Makes a back-up while the portal goes on: one moment of the database, then the files it names."""

import hashlib
import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from safety_portal.backup import contents, postgres
from safety_portal.backup.sealed import SealingWriter

PART = 8 << 20  # bytes: a tar wants to know sizes before, and nothing lies unsealed on a disk
DUMP = ("--format=custom", "--no-owner", "--no-privileges", "--compress=6")


def make(folder: Path, *, key: bytes, at: datetime) -> Path:
    """Write one sealed file into a folder, whole or not at all, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / f"portal-{at:%Y%m%dT%H%M%SZ}.backup"
    growing = whole.with_suffix(".growing")
    try:
        with growing.open("xb") as file:
            growing.chmod(0o600)
            with (
                SealingWriter(file, key) as sealed,
                tarfile.open(fileobj=sealed, mode="w|") as tar,  # type: ignore[call-overload]
            ):
                _fill(tar, at)
            file.flush()
        growing.rename(whole)
    finally:
        growing.unlink(missing_ok=True)
    return whole


def _fill(tar: tarfile.TarFile, at: datetime) -> None:
    """Add the manifest, the database in parts, the files, and the checksums of all that.

    The files come last: a row that the dump holds names a file that was there before it.
    """
    sums: dict[str, str] = {}
    with transaction.atomic(durable=True):
        _add(tar, "manifest.json", _json(asdict(_moment(at))), sums)
        for number, part in enumerate(_dump()):
            _add(tar, f"database/{number:06}", part, sums)
    for file in _files():
        name = f"files/{file.relative_to(settings.FILES_DIR)}"
        _add(tar, name, file.read_bytes(), sums)
    _add(tar, "checksums.json", _json(sums), {})


def _moment(at: datetime) -> contents.Manifest:
    """Hold one moment of the database for the rest of the transaction and describe it."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return contents.describe(at.isoformat())


def _dump() -> Iterator[bytes]:
    """Yield what pg_dump makes of the moment that this transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    arguments = (*DUMP, f"--snapshot={snapshot}")
    with postgres.running("pg_dump", *arguments, stdout=subprocess.PIPE) as dumping:
        source: BinaryIO = dumping.stdout  # type: ignore[assignment]
        while part := source.read(PART):
            yield part


def _files() -> list[Path]:
    return sorted(file for file in Path(settings.FILES_DIR).rglob("*") if file.is_file())


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True).encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes, sums: dict[str, str]) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(content), 0o600
    tar.addfile(about, io.BytesIO(content))
    sums[name] = hashlib.sha256(content).hexdigest()
