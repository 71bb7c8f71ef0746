"""Whether the portal runs, who keeps it running, and where: the note that `up` leaves for the others."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from runner import postgres, services, website
from runner.locks import claimant
from runner.places import RUN, read_note, write_whole
from runner.processes import Program

NOTE = RUN / "portal.json"
LOCK = "up"
STATES = {
    "stopped": "does not run",
    "starting": "is starting",
    "running": "runs at {address}",
    "recovering": "runs at {address}; a program that ended is being started again",
    "abandoned": "was killed; `./portal up` or `./portal down` cleans up what is left of it",
}


@dataclass(frozen=True)
class Running:
    """An `up` at work: its process, its port if that is known, and whether the first page has come."""

    pid: int
    port: int | None = None
    ready: bool = False

    @property
    def address(self) -> str | None:
        return f"http://localhost:{self.port}" if self.port else None

    def note(self) -> None:
        """Leave the note, whole at every moment."""
        write_whole(NOTE, json.dumps(asdict(self)))


def current() -> Running | None:
    """Return the `up` at work; who it is says the kernel, the note only adds where."""
    pid = claimant(LOCK)
    noted = read_note(NOTE)
    if pid and noted.get("pid") == pid:
        return Running(pid, noted.get("port"), ready=noted.get("ready") is True)
    return Running(pid) if pid else None


def status() -> dict[str, Any]:
    """Return everything that whoever watches or tries the portal wants to know."""
    found = current()
    programs = (*website.PROGRAMS.values(), services.VALKEY.program, postgres.PROGRAM)
    told = {program.name: _about(program) for program in programs}
    return {
        "running": bool(found and found.ready),
        "state": _state(found, {name for name, about in told.items() if about["pid"]}),
        "address": found.address if found else None,
        "port": found.port if found else None,
        "pid": found.pid if found else None,
        **{name.lower(): address for name, address in services.addresses().items()},
        "programs": told,
    }


def _about(program: Program) -> dict[str, Any]:
    pid = program.pid()
    children = program.children() if pid else []
    return {"pid": pid, "pid_file": str(program.pid_file), "children": children}


def _state(found: Running | None, alive: set[str]) -> str:
    """Return one of STATES, from what is at work and which programs are alive."""
    if not found:
        return "abandoned" if alive & set(website.PROGRAMS) else "stopped"
    if not found.ready:
        return "starting"
    needed = {*website.PROGRAMS, *(program.name for program in services.embedded())}
    return "running" if needed <= alive else "recovering"


def told(status: dict[str, Any]) -> str:
    """Return a status as people read it."""
    programs = [
        f"  {name:9} {about['pid'] or 'not running'}" for name, about in status["programs"].items()
    ]
    addresses = [f"  {name:12} {status[name]}" for name in ("database_url", "redis_url")]
    state = STATES[status["state"]].format(**status)
    return "\n".join([f"The portal {state}.", *programs, *addresses])
