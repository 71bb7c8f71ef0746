"""Brings a back-up into an empty database: first everything is checked, then everything is written."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from incidents.checking import differences
from integrations.counting import begin_anew
from integrations.models import Count
from safety_portal.backup import contents, postgres
from safety_portal.backup.contents import Manifest
from safety_portal.backup.sealed import OpeningReader, Unreadable

RESTORE = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
Member = tuple[str, bytes]


class Refused(Exception):
    """Nothing was changed, and why."""


class Broken(Exception):
    """It was restored, but is not what was backed up."""


def restore(file: Path, *, key: bytes, at: datetime) -> Manifest:
    """Restore a back-up and hold the result against its manifest.

    Raises Refused or Unreadable before anything is changed; Broken when rows or tallies differ.
    """
    _refuse_what_is_not_empty()
    manifest = _checked(file, key)
    _refuse_other_versions(manifest)
    growing = Path(f"{settings.FILES_DIR}.restoring")
    shutil.rmtree(growing, ignore_errors=True)
    try:
        _write(file, key, growing)
        if growing.exists():
            growing.replace(settings.FILES_DIR)
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    _hold_against(manifest)
    _note_epoch(manifest, at)
    return manifest


def _refuse_what_is_not_empty() -> None:
    if not contents.is_empty():
        raise Refused("The database is not empty: restore into a new one.")
    folder = Path(settings.FILES_DIR)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: move it away first.")


def _checked(path: Path, key: bytes) -> Manifest:
    """Read the whole file once and return its manifest; every part must be there and genuine."""
    sums: dict[str, str] = {}
    manifest, promised = None, None
    for name, content in _members(path, key):
        if name == "manifest.json":
            manifest = Manifest(**json.loads(content))
        if name == "checksums.json":
            promised = json.loads(content)
        else:
            sums[name] = hashlib.sha256(content).hexdigest()
    if manifest is None or promised != sums:
        raise Unreadable("The back-up does not hold what it says: parts are missing or changed.")
    return manifest


def _members(path: Path, key: bytes) -> Iterator[Member]:
    with path.open("rb") as file, OpeningReader(file, key) as opened:
        with tarfile.open(fileobj=opened, mode="r|") as tar:  # type: ignore[call-overload]
            for member in tar:
                content = tar.extractfile(member)
                yield member.name, content.read() if content else b""
        while opened.read(1 << 20):
            pass  # to the last chunk, which alone shows that nothing was cut off


def _refuse_other_versions(manifest: Manifest) -> None:
    if manifest.form != contents.FORM:
        raise Refused(f"The back-up has form {manifest.form}, this portal reads {contents.FORM}.")
    here = connection.pg_version // 10_000  # type: ignore[attr-defined]
    if manifest.postgres > here:
        raise Refused(f"The back-up is of PostgreSQL {manifest.postgres}, this server is {here}.")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise Refused(
            f"The back-up is of a newer portal, whose migration {unknown[0]} is unknown here: "
            "restore it with the release that made it."
        )


def _write(path: Path, key: bytes, files: Path) -> None:
    """Write the database in one transaction, and the files into a folder of their own."""
    target = ("--dbname", str(connection.settings_dict["NAME"]))
    connection.close()
    with postgres.running("pg_restore", *RESTORE, *target, stdin=subprocess.PIPE) as restoring:
        sink: BinaryIO = restoring.stdin  # type: ignore[assignment]
        for name, content in _members(path, key):
            if name.startswith("database/"):
                _feed(sink, content)
            if name.startswith("files/"):
                _keep(files, name.removeprefix("files/"), content)


def _feed(sink: BinaryIO, content: bytes) -> None:
    try:
        sink.write(content)
    except BrokenPipeError:
        return  # it has failed, and says why when it is asked


def _keep(folder: Path, name: str, content: bytes) -> None:
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise Unreadable(f"The back-up names a file outside its folder: {name}")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_bytes(content)


def _hold_against(manifest: Manifest) -> None:
    found = contents.rows()
    if wrong := [table for table, rows in manifest.rows.items() if found.get(table) != rows]:
        raise Broken(f"Other numbers of rows than backed up: {', '.join(wrong)}.")
    if first := next(iter(differences()), None):
        raise Broken(f"A tally is not the sum of its records: {first}.")


def _note_epoch(manifest: Manifest, at: datetime) -> None:
    """Note that a new count of time begins: who followed the old database must begin anew."""
    note = {"epoch": _new_epoch(), "restored_at": at.isoformat(), "of": manifest.made_at}
    (settings.VAR_DIR / "epoch.json").write_text(json.dumps(note), "utf-8")


def _new_epoch() -> str:
    """Begin another count of the change feed; a back-up of before there was one has none."""
    if Count._meta.db_table in connection.introspection.table_names():
        return begin_anew()
    return str(uuid4())
