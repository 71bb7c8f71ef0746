"""A real portal in a folder of its own: every program of it may be killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.portal.conftest import ROOT, bare_environment

PATIENCE = 300  # seconds for one command of ./portal


@dataclass
class Portal:
    """Drives `./portal` as people do; `var` is its folder, kept between runs."""

    var: Path
    port: int

    @classmethod
    def inside(cls, var: Path) -> "Portal":
        """Return the portal of a folder; it shares the packages of the tests."""
        var.mkdir(parents=True, exist_ok=True)
        link = var / "venv"
        if not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(sys.prefix)
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            return cls(var, trial.getsockname()[1])

    def run(self, *words: str, **settings: str) -> str:
        """Run one command to its end and return what it said."""
        nobodys = {"DATABASE_URL": "", "REDIS_URL": ""}  # whatever .env names is not ours to kill
        done = subprocess.run(
            [ROOT / "portal", *words],
            cwd=ROOT,
            env=bare_environment() | nobodys | {"PORTAL_VAR": str(self.var)} | settings,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def up(self, **settings: str) -> None:
        often = {"API_CALLS": "1000000000"}  # what is tried here is not how often one may call
        self.run("up", "--detach", "--no-demo", "--port", str(self.port), **(often | settings))

    def down(self) -> None:
        self.run("down")

    def ask(self, expression: str) -> dict:
        """Return what an expression over tests.reliability.prepare gives, in this portal."""
        code = (
            f"import json; from tests.reliability import prepare; print(json.dumps({expression}))"
        )
        told = self.run("manage", "shell", "--no-imports", "-c", code)
        return json.loads(told.strip().splitlines()[-1])

    def connect(self) -> psycopg.Connection:
        """Open the database beside Django, waiting until it is there."""
        address = json.loads(self.run("status", "--json"))["database_url"]
        return wait_until(lambda: _connected(address))

    def pid(self, program: str) -> int | None:
        """Return the process id of web, worker, beat, postgres or valkey while it lives."""
        with suppress(OSError, ValueError):
            pid = int((self.var / "run" / f"{program}.pid").read_text())
            os.kill(pid, 0)
            return pid
        return None

    def send(self, sign: signal.Signals, program: str, part: str = "all") -> bool:
        """Send a signal to a program: its `leader`, a `child`, or `all`; False if it is dead.

        Valkey has no children: there `child` is the leader too.
        """
        leader = self.pid(program)
        if leader is None:
            return False
        children = [pid for pid in _every_process() if leader in _above(pid) and pid != leader]
        chosen = {
            "leader": [leader],
            "child": children[-1:] or [leader],
            "all": [leader, *children],
        }[part]
        for pid in chosen:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
        return True

    def kill(self, program: str, part: str = "all") -> bool:
        return self.send(signal.SIGKILL, program, part)


def wait_until(met: Callable[[], Any], *, seconds: float = PATIENCE, look: float = 0.1) -> Any:
    """Look again and again until something true comes, and return it."""
    deadline = time.monotonic() + seconds
    while not (found := met()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(look)
    return found


def _connected(address: str) -> psycopg.Connection | None:
    with suppress(psycopg.OperationalError):
        return psycopg.connect(address, autocommit=True)
    return None


def _every_process():
    return (int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal())


def _above(pid: int) -> tuple[int, ...]:
    """Return the parent and the leader of the session of a process."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(words[1]), int(words[3])
    return ()
