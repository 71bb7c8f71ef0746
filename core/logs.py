"""Logs as JSON lines that name requests, accounts and jobs by their keys and never say a word of theirs.

A line carries only the `FIELDS` below. Messages of libraries are written without their arguments,
and failures without their words: both may quote addresses, names or values of the database.
"""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject
from django_structlog.middlewares import RequestMiddleware

FIELDS = {
    "timestamp",
    "level",
    "logger",
    "event",
    "request_id",
    "user_id",
    "method",
    "route",
    "code",
    "duration_ms",
    "task",
    "task_id",
    "parent_task_id",
    "child_task_id",
    "child_task_name",
    "job",
    "failure",
}
OURS = {
    "accounts",
    "communities",
    "core",
    "dashboards",
    "incidents",
    "indicators",
    "officers",
    "reports",
    "safety_portal",
    "django_structlog",
}
DEEPEST = 5  # causes told of one failure
SAID_ALREADY = {  # by RequestLog, without address and host, and by the receivers of tasks
    "django.request": "CRITICAL",
    "django.security": "CRITICAL",
    "celery.worker.strategy": "WARNING",
    "celery.app.trace": "CRITICAL",
}
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
Line = MutableMapping[str, Any]

logger = structlog.get_logger(__name__)


class RequestLog(RequestMiddleware):
    """Give every request an id and one line: route, answer, duration; no address and no header.

    The id is the caller's `X-Request-ID` when that is well formed, and goes back in the answer.
    """

    def prepare(self, request: HttpRequest) -> None:
        sent = request.headers.get("X-Request-ID", "")
        request.id = sent if WELL_FORMED.fullmatch(sent) else str(uuid.uuid4())  # type: ignore[attr-defined]
        request.began = time.monotonic()  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id, method=method_of(request))  # type: ignore[attr-defined]

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        milliseconds = round(1000 * (time.monotonic() - request.began))  # type: ignore[attr-defined]
        self.bind_user_id(request)
        level = self._log_level_for_status_code(response.status_code)
        known = {"code": response.status_code, "route": route_of(request)}
        logger.log(level, "request_finished", duration_ms=milliseconds, **known)
        structlog.contextvars.clear_contextvars()

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{method_of(request)} {route_of(request)}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Name the account if somebody already asked who it is; a log asks the database nothing."""
        user = vars(request).get("user")
        known = vars(request).get("_cached_user") if isinstance(user, LazyObject) else user
        if pk := getattr(known, "pk", None):
            structlog.contextvars.bind_contextvars(user_id=pk)


def route_of(request: HttpRequest) -> str:
    """Return the name of the route, never the address; an unknown address has none."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"


def request_id() -> str | None:
    """Return the id of the request that this thread answers, or that asked for this task."""
    return structlog.contextvars.get_contextvars().get("request_id")


def method_of(request: HttpRequest) -> str:
    """Return the method if it is one of HTTP's; whatever else was sent has one name."""
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "other"


def configuration(*, level: str, form: str) -> dict[str, Any]:
    """Return Django's LOGGING: `json` for machines, `console` for the one who develops.

    The console tells failures in full; it is meant for made-up data only.
    """
    if form == "json":
        tail = [without_words, only_known_fields, structlog.processors.JSONRenderer()]
    else:
        plain = structlog.dev.plain_traceback  # the framed one takes seconds
        tail = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    structlog.configure(
        processors=[*COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*COMMON, without_arguments],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tail],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"portal": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "portal"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": quiet} for name, quiet in SAID_ALREADY.items()},
    }


def without_arguments(_logger: Any, _name: str, line: Line) -> Line:
    """Write a library's message as its source has it: its arguments may be anybody's words."""
    record: logging.LogRecord = line["_record"]
    if record.name.partition(".")[0] not in OURS:
        line["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    return line


def without_words(_logger: Any, _name: str, line: Line) -> Line:
    """Tell of a failure what it was and where, down to its causes; its words stay unsaid."""
    failure = line.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()
    if isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        line["failure"] = list(_told(failure))
    return line


def _told(failure: BaseException | None) -> Iterator[dict[str, Any]]:
    for _ in range(DEEPEST):
        if failure is None:
            return
        frames = traceback.extract_tb(failure.__traceback__)
        yield {
            "type": f"{type(failure).__module__}.{type(failure).__qualname__}",
            "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        failure = failure.__cause__ or failure.__context__


def only_known_fields(_logger: Any, _name: str, line: Line) -> Line:
    """Drop what nobody decided to log."""
    return {name: value for name, value in line.items() if name in FIELDS}


COMMON: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
