"""Room on the disk: asked for before something begins, and named when something failed for want of it."""

import shutil

from runner.places import VAR
from runner.refusal import Refusal

FOR_PACKAGES, FOR_RUNNING, FULL = 1500, 200, 20  # MB
FIRST_DATA, INCIDENTS_PER_MB = 600, 100  # the register and the founding set; then the filler


def need_room(megabytes: int) -> None:
    """Refuse to begin what would fill the disk."""
    free = _free()
    if free < megabytes:
        raise Refusal(f"The disk of {VAR} has {free} MB left, but {megabytes} MB are needed.")


def for_first_data(incidents: int) -> int:
    """Return how many MB the first data need with so many incidents."""
    return FIRST_DATA + incidents // INCIDENTS_PER_MB


def instead(reason: str) -> str:
    """Return why something failed: the full disk when it is full, otherwise the reason given."""
    free = _free()
    return f"The disk of {VAR} is full: {free} MB are left." if free < FULL else reason


def _free() -> int:
    return shutil.disk_usage(VAR).free >> 20
