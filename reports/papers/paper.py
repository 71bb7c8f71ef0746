"""A paper ready to be set: every text of it is final, in Ukrainian as papers are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.demo import shows_demo_data

LANGUAGE = "uk"  # of everything that is signed or read out to residents


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows below a head; `numeric` says of each column whether it holds numbers.

    The column `wide` takes what room the others leave.
    """

    head: list[str]
    rows: list[list[str]]
    numeric: list[bool]
    wide: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """A titled part of a paper: paragraphs, then a table."""

    title: str
    texts: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper: its title, what it says of itself, its parts, and who signs it."""

    title: str
    under: str  # the line below the title: day and place
    facts: list[tuple[str, str]]
    parts: list[Part]
    signatures: list[tuple[str, str]]  # as whom, and who
    dated: date  # the same paper gives the same bytes
    file_name: str

    @property
    def demo(self) -> str:
        """Return what demonstration data say of themselves on every page."""
        return _("Demonstration data") if shows_demo_data() else ""

    @property
    def signing(self) -> str:
        """Return the words under the line one signs on."""
        return _("signature, date")


def joined(*words: str) -> str:
    """Return the words that are there with commas between."""
    return ", ".join(filter(None, words))
