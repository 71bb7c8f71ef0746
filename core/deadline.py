"""No request waits for the database for ever: what takes too long is cancelled, then cut off."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

LOOK = 0.25  # seconds between two looks at the running requests
GRACE = 2  # seconds that a cancelled statement has to end in
Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(eq=False)
class Request:
    """A request that runs: its database connection, and when its patience ends."""

    database: BaseDatabaseWrapper
    ends: float
    cancelled: bool = False

    def look(self, now: float) -> None:
        """Cancel the statement when the time is over; cut the connection if that does not help."""
        line = self.database.connection
        if now < self.ends or line is None or line.closed:
            return
        if not self.cancelled:
            self.cancelled, self.ends = True, now + GRACE
            with contextlib.suppress(psycopg.Error):
                line.cancel_safe(timeout=GRACE)
        else:
            cut(line)


class Watch:
    """One thread of the process that looks after the requests of all others."""

    def __init__(self) -> None:
        self.running: set[Request] = set()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    @contextlib.contextmanager
    def over(self, request: Request) -> Iterator[None]:
        """Watch a request until the block ends."""
        self.running.add(request)
        self._start()
        try:
            yield
        finally:
            self.running.discard(request)

    def _start(self) -> None:
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._look, daemon=True, name="deadline")
                self.thread.start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOK)
            for request in self.running.copy():
                request.look(time.monotonic())


def cut(line: psycopg.Connection) -> None:
    """Close the socket under a connection: whoever waits for it learns that it is gone."""
    with (
        contextlib.suppress(OSError, psycopg.Error),
        socket.socket(fileno=os.dup(line.fileno())) as end,
    ):
        end.shutdown(socket.SHUT_RDWR)


WATCH = Watch()


def deadline(get_response: Answer) -> Answer:
    """Give every request its time; streamed answers are read after it, under their own rules."""

    def middleware(request: HttpRequest) -> HttpResponse:
        ends = time.monotonic() + settings.LIMITS["request"]
        with WATCH.over(Request(connections[DEFAULT_DB_ALIAS], ends)):
            return get_response(request)

    return middleware
