"""The database and the queue: those that the environment names, otherwise the embedded ones."""

import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from runner import postgres
from runner.locks import held, taken
from runner.places import ASKED
from runner.refusal import Refusal
from runner.valkey import Valkey

VALKEY, VALKEY_FOR_TESTS = Valkey("valkey"), Valkey("valkey-test")


@contextlib.contextmanager
def in_use(*, tests: bool = False) -> Iterator[dict[str, str]]:
    """Keep both services running for the block and yield their addresses.

    Several commands may use them at once; the last one to leave stops them.
    """
    with held("services", shared=True) as users:
        try:
            yield ensure(tests=tests)
        finally:
            if taken(users):
                stop()


def ensure(*, tests: bool = False) -> dict[str, str]:
    """Start what does not run and return the addresses as Django reads them."""
    with held("starting"):
        valkey = VALKEY_FOR_TESTS if tests else VALKEY
        if not ASKED.get("DATABASE_URL"):
            postgres.cluster().ensure()
        if not ASKED.get("REDIS_URL"):
            valkey.ensure()
        else:
            refuse_a_dead_queue(ASKED["REDIS_URL"])
        return addresses(valkey)


def addresses(valkey: Valkey = VALKEY) -> dict[str, str]:
    """Return where the services are or will be, running or not."""
    return {
        "DATABASE_URL": ASKED.get("DATABASE_URL") or postgres.url(),
        "REDIS_URL": ASKED.get("REDIS_URL") or valkey.url,
    }


def refuse_a_dead_queue(address: str) -> None:
    """Refuse a queue of somebody else's on which nobody listens."""
    parts = urlsplit(address)
    try:
        if parts.scheme == "unix":
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(parts.path)
        else:
            socket.create_connection((parts.hostname, parts.port or 6379), timeout=5).close()
    except (OSError, ValueError) as error:
        raise Refusal(f"REDIS_URL names a queue that does not answer: {error}.") from error


def stop() -> None:
    """Stop the embedded services that run; servers of others are not ours to stop."""
    VALKEY_FOR_TESTS.program.stop()
    VALKEY.program.stop()
    postgres.PROGRAM.stop()
