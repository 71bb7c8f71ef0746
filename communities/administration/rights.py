"""What an account may see and do, computed from its grants in force and what their roles allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from communities.administration.words import action_word, order_of, place_word, resource_word
from communities.models import AccessGrant

Right = tuple[str, int, str]  # the resource, the place of the action among others, the action
MOST = 12  # places a line names; beyond, it counts them


@dataclass(frozen=True)
class Line:
    """One line: of what, what may be done, and where for which service."""

    resource: str
    actions: list[str]
    places: list[tuple[str, str]]
    more: int


def lines_of(grants: Iterable[AccessGrant]) -> list[Line]:
    """Return the lines for grants that were read with the rights of their roles."""
    rights: dict[Right, dict[tuple[str, str], None]] = {}
    for grant in grants:
        place = (place_word(grant.territory), grant.service)
        for permission in grant.role.permissions.all():
            action = action_word(permission)
            key = (resource_word(permission), order_of(permission), action)
            rights.setdefault(key, {})[place] = None
    alike = _alike(rights)
    return [_line(resource, places, actions) for (resource, places), actions in alike.items()]


def _alike(rights: dict[Right, dict[Any, None]]) -> dict[Any, list[str]]:
    """Put the actions together that may be done in the same places."""
    found: dict[Any, list[str]] = {}
    for (resource, _order, action), places in sorted(rights.items()):
        found.setdefault((resource, tuple(places)), []).append(action)
    return found


def _line(resource: str, places: tuple[tuple[str, str], ...], actions: list[str]) -> Line:
    return Line(resource, actions, list(places[:MOST]), max(len(places) - MOST, 0))
