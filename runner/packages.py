"""The virtual environment: made once, filled from the hash-locked list, renewed when the list changes."""

import hashlib
import json
import subprocess

from runner import disk, installing
from runner.locks import held
from runner.places import PYTHON, ROOT, VENV, read_note, write_whole

STAMP = VENV / "installed.json"  # there only while the environment is whole
TO_RUN, TO_DEVELOP = "embedded", "dev"
HELD = {TO_RUN: (TO_RUN,), TO_DEVELOP: (TO_DEVELOP, TO_RUN)}  # the second list holds the first


def ensure(lock: str) -> None:
    """Make the environment hold what `requirements/<lock>.txt` lists; does nothing when it does.

    An environment in which pip was interrupted is thrown away: pip cannot tell what is missing.
    """
    with held("packages"):
        if is_current(lock):
            return
        disk.need_room(disk.FOR_PACKAGES)
        if not _is_whole():
            installing.make_environment()
        noted = read_note(STAMP)
        STAMP.unlink(missing_ok=True)
        installing.install(ROOT / "requirements" / f"{lock}.txt")
        noted |= {"python": str(PYTHON.resolve())} | {name: digest(name) for name in HELD[lock]}
        write_whole(STAMP, json.dumps(noted, indent=2))


def is_current(lock: str) -> bool:
    """Tell whether exactly this list was installed, and for the Python that is still there."""
    noted = read_note(STAMP)
    return noted.get("python") == str(PYTHON.resolve()) and noted.get(lock) == digest(lock)


def digest(lock: str) -> str:
    """Return the hash of a list of packages."""
    return hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def _is_whole() -> bool:
    """Tell whether an environment was finished, and its Python and pip still start."""
    if read_note(STAMP).get("python") != str(PYTHON.resolve()) or not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
