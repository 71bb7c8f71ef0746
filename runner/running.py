"""Whether the portal runs, who keeps it running, and where: the note that `up` leaves for the others."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from runner import postgres, services, website
from runner.locks import open_lock, taken
from runner.places import RUN, write_whole

NOTE = RUN / "portal.json"
LOCK = "up"


@dataclass(frozen=True)
class Running:
    """A running `up`: its process, its port, and whether the first page has come."""

    pid: int
    port: int
    ready: bool = False

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def note(self) -> None:
        """Leave the note, whole at every moment."""
        write_whole(NOTE, json.dumps(asdict(self)))


def current() -> Running | None:
    """Return the `up` that holds the lock; one that was killed holds it no more."""
    with open_lock(LOCK) as file:
        if taken(file) or not NOTE.exists():
            return None
    return Running(**json.loads(NOTE.read_text("utf-8")))


def status() -> dict[str, Any]:
    """Return everything that whoever watches or tries the portal wants to know."""
    found = current()
    programs = (*website.PROGRAMS.values(), services.VALKEY.program, postgres.PROGRAM)
    return {
        "running": bool(found and found.ready),
        "address": found.address if found else None,
        "port": found.port if found else None,
        "pid": found.pid if found else None,
        **{name.lower(): address for name, address in services.addresses().items()},
        "programs": {
            program.name: {"pid": program.pid(), "pid_file": str(program.pid_file)}
            for program in programs
        },
    }


def told(status: dict[str, Any]) -> str:
    """Return a status as people read it."""
    state = f"runs at {status['address']}" if status["running"] else "does not run"
    programs = [
        f"  {name:9} {about['pid'] or 'not running'}" for name, about in status["programs"].items()
    ]
    addresses = [f"  {name:12} {status[name]}" for name in ("database_url", "redis_url")]
    return "\n".join([f"The portal {state}.", *programs, *addresses])
