"""The folder of the unix sockets: short enough for the kernel, closed to everybody else."""

import os
import stat
import tempfile
from pathlib import Path

from runner.places import ASKED, CHECKOUT, RUN, write_whole
from runner.refusal import Refusal

LONGEST_PATH = 107  # bytes that a unix socket's address holds
LONGEST_NAME = "/.s.PGSQL.5432"
NOBODY = 65534


def folder() -> Path:
    """Return the folder in use, or choose one and remember it for every later command."""
    note = RUN / "sockets"
    noted = Path(os.fsdecode(note.read_bytes())) if note.exists() else None
    if noted and CHECKOUT[-10:] in noted.name and noted.is_dir():  # not that of a copied folder
        return noted
    chosen = choose(ASKED.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp")  # noqa: S108  closed below
    close(chosen)
    write_whole(note, str(chosen))
    return chosen


def choose(session: str | None, *temporary: str) -> Path:
    """Return the first place that is ours and short enough: the session's, then the temporary ones."""
    candidates = [Path(place) / f"portal-{os.geteuid()}-{CHECKOUT[-10:]}" for place in temporary]
    if session and Path(session).is_dir() and Path(session).stat().st_uid == os.geteuid():
        candidates.insert(0, Path(session) / CHECKOUT)
    for candidate in candidates:
        if len(os.fsencode(candidate)) + len(LONGEST_NAME) <= LONGEST_PATH:
            return candidate
    raise Refusal(f"No short enough folder for sockets: {candidates[0]} is too long a path.")


def close(chosen: Path) -> None:
    """Make the folder, or make sure that the one found is ours and nobody else may enter."""
    chosen.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = chosen.lstat()
    owners = {os.geteuid(), NOBODY} if os.geteuid() == 0 else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise Refusal(f"{chosen} belongs to somebody else: remove it or set TMPDIR.")
    chosen.chmod(0o700)
