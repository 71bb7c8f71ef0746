"""Reading a foreign file with so many rows, so much time and so much memory, and no more."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext_noop

from core.plans import FileRejected
from core.reasons import Reason

T = TypeVar("T")
LOOK = 500  # rows between two looks at the clock
NO_MEMORY = gettext_noop("the file needs more memory to be read than is sensible")
STATUS = Path("/proc/self/statm")  # its first figure: pages of address space


def numbered(rows: Iterable[T], refuse: type[FileRejected]) -> Iterator[tuple[int, T]]:
    """Number rows from one, and refuse the file where there are too many or it takes too long."""
    most, seconds = settings.LIMITS["import_rows"], settings.LIMITS["import_seconds"]
    ends = time.monotonic() + seconds
    for number, row in enumerate(rows, 1):
        if number > most:
            text = gettext_noop("the file has more than %(most)s rows")
            raise refuse({number: Reason(text, most=most)})
        if number % LOOK == 0 and time.monotonic() > ends:
            text = gettext_noop("the file takes longer than %(seconds)s s to read")
            raise refuse({number: Reason(text, seconds=seconds)})
        yield number, row


@contextmanager
def spare_memory(refuse: type[FileRejected] = FileRejected) -> Iterator[None]:
    """Give the block so much memory besides what the process has; refuse the file that wants more.

    The bound is on the address space of the process: use it in workers and commands only, never
    among the threads of a web server.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    has = int(STATUS.read_text("ascii").split()[0]) * resource.getpagesize()
    bound = has + settings.LIMITS["import_memory"]
    known = [each for each in (soft, hard) if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([bound, *known]), hard))
    try:
        yield
    except MemoryError as error:
        raise refuse({1: Reason(NO_MEMORY)}) from error
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
