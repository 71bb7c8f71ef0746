"""The categories as the form shows them: eight buttons, then a list of the others by group."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
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

    @property
    def usable(self) -> bool:
        return not self.category.sensitive


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


def category_choices(bound: BoundField, service: str) -> CategoryChoices:
    """Return the choices of a service; sensitive ones stand there closed, with the reason."""
    chosen = str(bound.value() or "").replace("\x00", "")
    offered = Category.objects.filter(Q(retired_on=None) | Q(code=chosen))
    found = offered.of_service(service).commonest_first()
    choices = [Choice(each, each.code == chosen) for each in found]
    tiles = [each for each in choices if each.usable and each.category.tile][:TILES]
    others = sorted(
        (each for each in choices if each not in tiles),
        key=lambda each: (each.category.group, each.category.sort_key),
    )
    by_group = groupby(others, key=lambda each: each.category.get_group_display())
    return CategoryChoices(tiles, [(str(group), list(rows)) for group, rows in by_group])
