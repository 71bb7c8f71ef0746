"""What a file would do, said before it is done: the lines, the doubts, and the writing itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.models import What
from core.reasons import kept
from core.reference import Changes

_DOUBTED = gettext_lazy("Confirm that so many units are to be closed.")
_DAY_IN_THE_NAME = re.compile(
    r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})\.([0-9]{2})\.([0-9]{4}))$"
)


class FileRejected(Exception):
    """A file is not sound, so nothing of it was taken: `problems` says why, by line."""

    place = "line"  # what a number of `problems` counts

    def __init__(self, problems: Mapping[int, str]) -> None:
        told = (f"{self.place} {number}: {why}" for number, why in problems.items())
        super().__init__("; ".join(told))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what happens to which record, by which row of the file (None: not in it).

    `unit` and `field` are names of code (Kind.units says how people call them), `was` and
    `becomes` the stored values as text. Of sheets of people, `cells` is the row as it was written,
    by column, `changes` what it changes of a record, by column, as [was, becomes], and `problems`
    says by language and column what is wrong with it.
    """

    what: str
    row: int | None
    unit: str = ""
    code: str = ""
    name: str = ""
    field: str = ""
    was: str = ""
    becomes: str = ""
    note: str = ""
    cells: dict[str, str] | None = None
    changes: dict[str, list[Any]] | None = None
    problems: dict[str, dict[str, str]] | None = None


@dataclass(frozen=True)
class Plan:
    """Every change a file makes, and the function that makes them in the caller's transaction.

    `doubt` is a reason to ask once more before it is applied, empty where there is none.
    """

    lines: list[Line]
    unchanged: int
    write: Callable[[], Any]
    warnings: list[str] = field(default_factory=list)
    doubt: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind, in the order of What, and `unchanged`."""
        found = Counter(line.what for line in self.lines)
        made = {what.value: found[what.value] for what in What if found[what.value]}
        return made | {"unchanged": self.unchanged}

    @property
    def changes(self) -> Changes:
        """Return the same in the few words of a reference table."""
        counts = dict(self.counts)
        created, removed, unchanged = (
            counts.pop(n, 0) for n in ("created", "removed", "unchanged")
        )
        return Changes(created, sum(counts.values()), unchanged, removed)

    @property
    def digest(self) -> str:
        """Return what tells this plan from any other: equal only where every change is equal."""
        return _digest(self.lines)


def _digest(lines: Iterable[Line]) -> str:
    summed = hashlib.sha256()
    for line in lines:
        said = [
            line.what,
            line.unit,
            line.code,
            line.field,
            line.was,
            line.becomes,
            line.changes,
            note_of(line),
        ]
        summed.update(json.dumps(said, ensure_ascii=False).encode())
    return summed.hexdigest()


def rejected_lines(rejected: FileRejected) -> list[Line]:
    """Return the lines of a file that was refused: the wrong ones with their reasons."""
    return [Line(What.REJECTED, row, note=why) for row, why in sorted(rejected.problems.items())]


def note_of(line: Line) -> dict[str, Any] | None:
    return kept(line.note) if line.note else None


@dataclass(frozen=True)
class Source:
    """A file to be read: where it is, what it was called, and what whoever brought it said of it."""

    path: Path
    name: str
    today: date
    edition: date | None = None  # None: asked of the name or of the file itself
    act: str = ""
    by: Any = None  # the account that brought it; None: a command

    @property
    def day_in_the_name(self) -> date | None:
        """Return the day at the end of the file's name, as 2026-07-07 or 07.07.2026."""
        return day_in_the_name(self.name)


def day_in_the_name(name: str) -> date | None:
    """Return the day at the end of a file's name, as 2026-07-07 or 07.07.2026; None without one."""
    found = _DAY_IN_THE_NAME.search(PurePath(name).stem)
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@dataclass(frozen=True)
class Kind:
    """A kind of file the portal takes.

    `plan` reads a source against the database, changes nothing, and raises FileRejected for a
    file that is not sound; `edition` says of which day a source is (None: it has no edition).
    `units` names the tables that lines are about; `part` is what a number of the file counts.
    `allows` says whether an account may bring and apply one, asked again until it is applied.
    `load` brings in what reading needs, before the memory for it is measured out. A kind is `own`
    where only whoever brought a file sees it, decides about it, and waits for nobody else; `kept`
    names the limit of how long it is kept. `doubted` asks to be sure of a plan in doubt.
    """

    code: str
    label: str | Promise
    hint: str | Promise
    plan: Callable[[Source], Plan]
    units: Mapping[str, type[models.Model]]
    allows: Callable[[Any], bool]
    edition: Callable[[Source], date | None] = lambda _source: None
    columns: tuple[str, ...] = ()  # that a file has to have, after the words of `hint`
    part: str = "line"
    needs_day: bool = False  # of the edition: no file of this kind says it inside
    load: Callable[[], Any] = lambda: None
    own: bool = False
    kept: str = "import_kept"
    doubted: str | Promise = _DOUBTED
