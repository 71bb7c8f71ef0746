"""Whoever asked, where there is no request any more: for what a worker does in the place of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Token:
    """What the token of a program allowed."""

    scopes: frozenset[str]

    def is_valid(self, scopes: Iterable[str]) -> bool:
        return self.scopes.issuperset(scopes)


@dataclass(frozen=True)
class Caller:
    """An account in the place of a request; a person has no token."""

    user: Any
    auth: Token | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
