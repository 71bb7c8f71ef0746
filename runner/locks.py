"""Locks between several `./portal` at once; the kernel lets go of them when a process dies."""

import contextlib
import fcntl
from collections.abc import Iterator
from typing import IO

from runner.places import RUN


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


def open_lock(name: str) -> IO[str]:
    """Open a lock file without taking the lock."""
    return (RUN / f"{name}.lock").open("a+", encoding="ascii")
