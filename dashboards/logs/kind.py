"""What the log of changes knows of one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from core.versions import told_fields

VIEW = "pghistory.view_events"


@dataclass(frozen=True)
class Kind:
    """One table: its word, whose changes a reader sees (`scope`), and how its rows are called."""

    code: str
    label: str | Promise
    model: Any
    scope: Callable[[Any, Any], Any]
    title: Callable[[Any], str]
    joins: tuple[str, ...] = ()  # of an event, for its title
    route: str = ""  # the history of one record
    key: str = "pgh_obj_id"  # the column that names the record of the route
    left_out: tuple[str, ...] = ()
    kept_back: tuple[str, ...] = ()  # told without values
    protected: tuple[str, ...] = ()  # told without values where the record is sensitive

    @property
    def events(self) -> Any:
        return self.model.pgh_event_model.objects.all()

    @property
    def fields(self) -> list[Any]:
        return told_fields(self.model, but=self.left_out)

    def visible_to(self, user: Any) -> Any:
        """Return the changes a reader may see: those of rows in the scope of the right."""
        return self.scope(self.events, user)

    def url(self, event: Any) -> str:
        if not self.route:
            return ""
        return reverse(self.route, args=[getattr(event, self.key)])
