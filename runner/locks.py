"""Locks between several `./portal` at once; the kernel lets go of them when a process dies."""

import contextlib
import fcntl
import os
import struct
from collections.abc import Iterator
from typing import IO

from runner.places import RUN

FLOCK = "hhqqi4x"  # struct flock of <fcntl.h>: type, whence, start, length, process


@contextlib.contextmanager
def held(name: str, *, shared: bool = False) -> Iterator[IO[str]]:
    """Wait for a lock and hold it for as long as the block runs."""
    with open_lock(name) as file:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield file


def taken(file: IO[str]) -> bool:
    """Take an opened lock for ourselves alone if nobody else holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def claimed(file: IO[str]) -> bool:
    """Claim what only one process may do, so that others can ask the kernel which one it is.

    The claim ends when the process closes this or any other handle of the same file.
    """
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def claimant(name: str) -> int | None:
    """Return the process that holds a claim, as the kernel and no file says it."""
    with open_lock(name) as file:
        asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, _, _, _, pid = struct.unpack(FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    return None if kind == fcntl.F_UNLCK else pid


def open_lock(name: str) -> IO[str]:
    """Open a lock file without taking the lock."""
    return (RUN / f"{name}.lock").open("a+", encoding="ascii")
