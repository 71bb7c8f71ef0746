"""What a rule of access refuses goes on record, although the change itself is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.events import note
from accounts.last_administrator import an_administrator_stays
from accounts.models import EventKind, User
from core.exceptions import RuleBroken


@dataclass(frozen=True)
class Actor:
    """Who does something to accounts or rights, and by which request."""

    user: Any
    request: HttpRequest | None = None

    def note(self, kind: EventKind, about: User | None, /, **detail: Any) -> None:
        note(kind, account=about, by=self.user, request=self.request, **detail)


@contextmanager
def on_record(actor: Actor, about: User | None, /, **detail: Any) -> Iterator[None]:
    """Do all of the block or nothing; a refusal is noted once nothing of it is left."""
    try:
        with an_administrator_stays():
            yield
    except RuleBroken as refused:
        actor.note(EventKind.GRANT_REFUSED, about, why=refused.code, **detail)
        raise
