"""The database and the queue: those that the environment names, otherwise the embedded ones."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from runner import errands, postgres
from runner.locks import held, taken
from runner.places import ASKED, PYTHON
from runner.processes import Program, complaint
from runner.project import COMPILED_ONCE
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
        refuse_unusable()
        valkey = VALKEY_FOR_TESTS if tests else VALKEY
        if not ASKED.get("DATABASE_URL"):
            postgres.cluster().ensure()
        if not ASKED.get("REDIS_URL"):
            valkey.ensure()
        return addresses(valkey)


def addresses(valkey: Valkey = VALKEY) -> dict[str, str]:
    """Return where the services are or will be, running or not."""
    return {
        "DATABASE_URL": ASKED.get("DATABASE_URL") or postgres.url(),
        "REDIS_URL": ASKED.get("REDIS_URL") or valkey.url,
    }


def refuse_unusable() -> None:
    """Refuse servers of somebody else's that do not answer or are too old."""
    named = [name for name in ("DATABASE_URL", "REDIS_URL") if ASKED.get(name)]
    if named:
        asking: list[str | Path] = [PYTHON, "-m", "runner.foreign_servers", *named]
        told = errands.run("foreign-servers", asking, env=ASKED | COMPILED_ONCE)
        if told.returncode != 0:
            raise Refusal(complaint(told.stderr.splitlines()))


def embedded() -> list[Program]:
    """Return the services that are ours to keep: those for which no server is named."""
    services = {"DATABASE_URL": postgres.PROGRAM, "REDIS_URL": VALKEY.program}
    return [program for name, program in services.items() if not ASKED.get(name)]


def stop() -> None:
    """Stop the embedded services that run; servers of others are not ours to stop."""
    VALKEY_FOR_TESTS.program.stop()
    VALKEY.program.stop()
    postgres.PROGRAM.stop()
