"""What `up` puts into a database when it first meets it, and how far it got."""

import hashlib
import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from runner.places import PYTHON, ROOT, VAR, write_whole
from runner.project import Command
from runner.refusal import Refusal

NOTES = VAR / "databases"


@dataclass
class Contents:
    """Our note about one database: which it is, what is still to be loaded, whether it is a demo."""

    identity: str
    to_load: list[str]
    demo: bool

    @classmethod
    def noted(cls, address: str) -> "Contents | None":
        """Return the note about the database at an address, if there is one."""
        file = _file(address)
        return cls(**json.loads(file.read_text("utf-8"))) if file.exists() else None

    @classmethod
    def of(cls, env: Mapping[str, str], *, demo: bool) -> "Contents":
        """Return the note about a database, made now if we never met it.

        Where somebody has an account already the data are theirs, and the demo stays out.
        """
        identity, unused = identify(env)
        found = cls.noted(env["DATABASE_URL"])
        if not found or found.identity != identity:
            found = cls(identity, ["reference", "demo"], demo=True)
            demo = demo and unused
        if not demo and "demo" in found.to_load:
            found.to_load.remove("demo")
            found.demo = False
        found.note(env["DATABASE_URL"])
        return found

    def commands(self, *, incidents: int) -> list[Command]:
        """Return the commands that load what is still missing; they may be repeated."""
        known: dict[str, Command] = {
            "reference": ("load_reference_data",),
            "demo": ("load_demo", "--incidents", str(incidents)),
        }
        return [known[part] for part in self.to_load]

    def loaded(self, address: str) -> None:
        """Note that nothing is missing any more."""
        self.to_load = []
        self.note(address)

    def note(self, address: str) -> None:
        """Write the note down."""
        NOTES.mkdir(exist_ok=True)
        write_whole(_file(address), json.dumps(asdict(self), indent=2))


def is_demo(address: str) -> bool:
    """Tell whether the demo was chosen for the database at an address."""
    found = Contents.noted(address)
    return bool(found and found.demo)


def identify(env: Mapping[str, str]) -> tuple[str, bool]:
    """Return what tells this database from a later one at the same address, and whether it is unused."""
    told = subprocess.run(
        [PYTHON, "-m", "runner.database_identity"],
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        text=True,
    )
    if told.returncode != 0:
        reason = (told.stderr.strip() or "no reason given").splitlines()[0]
        raise Refusal(f"The database does not answer: {reason}")
    identity, unused = json.loads(told.stdout)
    return identity, unused


def _file(address: str) -> Path:
    return NOTES / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"
