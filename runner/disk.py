"""Room on the disk."""

import shutil

from runner.places import VAR
from runner.refusal import Refusal

FOR_PACKAGES, FOR_RUNNING = 1500, 200  # MB


def need_room(megabytes: int) -> None:
    """Refuse to begin what would fill the disk."""
    free = shutil.disk_usage(VAR).free >> 20
    if free < megabytes:
        raise Refusal(f"The disk of {VAR} has {free} MB left, but {megabytes} MB are needed.")
