"""The cells and rows of a sheet, and how words in them are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from core.reasons import Reason
from core.ukrainian import with_one_apostrophe

APART = ";"  # between several values of one cell
ID, ERRORS = "id", "errors"  # the two columns that are no field of a record
OWN_LABELS = {ID: gettext_lazy("Row ID, do not change"), ERRORS: gettext_lazy("What is wrong")}
MOMENT, DAY = "%d.%m.%Y %H:%M", "%d.%m.%Y"
FORMULA = gettext_noop("A formula stands here: put its value in its place.")
ERROR = gettext_noop("An error of the spreadsheet stands here.")
NOT_LISTED = gettext_noop("“%(text)s” is not in the list.")
YES, NO = ("1", "true", "+"), ("0", "false", "-")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `wrong` is the source of the reason why it cannot be read."""

    value: Any
    has_time: bool = True
    wrong: str = ""

    def __str__(self) -> str:
        """Write it as its author sees it."""
        if isinstance(self.value, datetime):
            seconds = ":%S" if self.value.second else ""
            return self.value.strftime(MOMENT + seconds if self.has_time else DAY)
        if isinstance(self.value, bool):
            return _("Yes") if self.value else _("No")
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value)


@dataclass(frozen=True)
class Row:
    """One record as it was written: its cells by column, without the empty ones.

    `epoch` is where the days of the workbook begin; `astray` names a cell under no heading.
    """

    number: int
    cells: dict[str, Cell]
    epoch: datetime
    astray: str = ""

    @property
    def id(self) -> str:
        return str(self.cells[ID]).strip() if ID in self.cells else ""

    @property
    def written(self) -> dict[str, str]:
        return {name: str(cell) for name, cell in self.cells.items() if name != ERRORS}


def plain(text: str) -> str:
    """Return words as they are compared: without case, stars and odd spaces, one apostrophe."""
    return with_one_apostrophe(" ".join(text.replace("*", " ").split())).casefold()


def in_each_language(say: Callable[[], Any]) -> dict[str, Any]:
    """Return what is said in each language of the portal, by its code."""
    found = {}
    for language, _words in settings.LANGUAGES:
        with translation.override(language):
            found[language] = say()
    return found


def in_both(say: Callable[[], str]) -> set[str]:
    """Return words as they are compared, in every language."""
    return {plain(str(each)) for each in in_each_language(lambda: str(say())).values()}


def headings(labels: Mapping[str, Any]) -> dict[str, str]:
    """Return which column a heading names: by its code, or by its words in either language."""
    named = {**labels, **OWN_LABELS}
    found = {plain(name): name for name in named}
    for name, label in named.items():
        found |= dict.fromkeys(in_both(partial(str, label)), name)
    return found


def chosen(choices: Mapping[str, Any], text: str) -> str:
    """Return the value of a fixed list that a text names, by its code or in either language."""
    wanted = plain(text)
    for value, label in choices.items():
        if wanted in {plain(str(value)), *in_both(partial(str, label))}:
            return value
    raise ValueError(Reason(NOT_LISTED, text=text[:60]))


def flag(text: str) -> bool:
    """Return what yes or no means, in either language."""
    wanted = plain(text)
    if wanted in {*YES, *in_both(lambda: _("Yes"))}:
        return True
    if wanted in {*NO, *in_both(lambda: _("No"))}:
        return False
    raise ValueError(Reason(gettext_noop("Write yes or no.")))
