"""The categories as the form shows them: eight buttons, then a list of the others by group."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms import BoundField

from incidents.models import Category

TILES = 8
SEAM = "\u00ad"  # where a long word may break on a narrow button
SEAMS = {"вибухонебезпечн": f"вибухо{SEAM}небезпечн"}


@dataclass(frozen=True)
class Choice:
    """One radio button."""

    category: Category
    checked: bool

    @property
    def label(self) -> str:
        """Return the name with soft hyphens, for the narrow buttons."""
        name = self.category.name
        for word, parted in SEAMS.items():
            name = name.replace(word, parted)
        return name


@dataclass(frozen=True)
class CategoryChoices:
    """The buttons, and the groups of the list below them (words of the group, its choices)."""

    tiles: list[Choice]
    groups: list[tuple[str, list[Choice]]]

    @property
    def in_list(self) -> int:
        return sum(len(choices) for _group, choices in self.groups)

    @property
    def opened(self) -> bool:
        """Say whether the list holds what is chosen, so that nobody has to look for it."""
        return any(choice.checked for _group, choices in self.groups for choice in choices)


def category_choices(bound: BoundField) -> CategoryChoices:
    """Return the choices of a form; a sensitive one is never among the buttons."""
    chosen = str(bound.value() or "")
    offered: Any = bound.field
    found = offered.queryset.commonest_first()
    choices = [Choice(each, each.code == chosen) for each in found]
    tiles = [e for e in choices if e.category.tile and not e.category.sensitive][:TILES]
    others = [each for each in choices if each not in tiles]
    return CategoryChoices(tiles, _by_group(others))


def further_choices(bound: BoundField) -> CategoryChoices:
    """Return what an event may have been besides, by group; there are no buttons."""
    chosen = {str(each) for each in bound.value() or ()}
    offered: Any = bound.field
    return CategoryChoices([], _by_group([Choice(e, e.code in chosen) for e in offered.queryset]))


def _by_group(choices: list[Choice]) -> list[tuple[str, list[Choice]]]:
    key = lambda each: (each.category.group, each.category.sort_key)  # noqa: E731
    ordered = sorted(choices, key=key)
    by_group = groupby(ordered, key=lambda each: each.category.get_group_display())
    return [(str(group), list(rows)) for group, rows in by_group]
