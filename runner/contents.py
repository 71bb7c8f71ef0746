"""What `up` puts into a database when it first meets it, how far it got, and for which code."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from runner import errands
from runner.places import PYTHON, VAR, read_note, write_whole
from runner.project import Command
from runner.refusal import Refusal

NOTES = VAR / "databases"


@dataclass
class Contents:
    """Our note about one database: which it is, what is still to be loaded, whether it is a demo."""

    identity: str
    to_load: list[str]
    demo: bool
    prepared: str = (
        ""  # the code, and the migrations it had applied, when all was last brought up to date
    )

    @classmethod
    def noted(cls, address: str) -> "Contents | None":
        """Return the note about the database at an address, if there is one that can be read."""
        noted = read_note(_file(address))
        ours = {name: noted[name] for name in cls.__annotations__ if name in noted}
        return cls(**ours) if {"identity", "to_load", "demo"} <= ours.keys() else None

    @classmethod
    def of(cls, facts: Mapping[str, Any], address: str, *, demo: bool) -> "Contents":
        """Return the note about a database, made now if we never met it.

        Where somebody has an account already the data are theirs, and the demo stays out.
        """
        found = cls.noted(address)
        if not found or found.identity != facts["identity"]:
            found = cls(facts["identity"], ["reference", "demo"], demo=True)
            demo = demo and facts["unused"]
        if not demo and "demo" in found.to_load:
            found.to_load.remove("demo")
            found.demo = bool(facts["demo"])  # our note was lost
        found.note(address)
        return found

    def commands(self, *, incidents: int) -> list[Command]:
        """Return the commands that load what is still missing; they may be repeated."""
        known: dict[str, Command] = {
            "reference": ("load_reference_data",),
            "demo": ("load_demo", "--incidents", str(incidents)),
        }
        return [known[part] for part in self.to_load]

    def finished(self, address: str, prepared: str) -> None:
        """Note that nothing is missing any more, for this code and these migrations."""
        self.to_load, self.prepared = [], prepared
        self.note(address)

    def note(self, address: str) -> None:
        """Write the note down."""
        NOTES.mkdir(exist_ok=True)
        write_whole(_file(address), json.dumps(asdict(self), indent=2))


def is_demo(address: str) -> bool:
    """Tell whether the demo was chosen for the database at an address."""
    found = Contents.noted(address)
    return bool(found and found.demo)


def ask(env: Mapping[str, str]) -> dict[str, Any]:
    """Ask the database which it is, whose data it holds and which migrations were applied."""
    told = errands.run("identity", [PYTHON, "-m", "runner.database_identity"], env=env)
    if told.returncode != 0:
        reason = (told.stderr.strip() or "no reason given").splitlines()[-1]
        raise Refusal(f"The database does not answer: {reason}")
    return json.loads(told.stdout)


def _file(address: str) -> Path:
    return NOTES / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"
