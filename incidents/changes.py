"""What changed in a record, when and by whom, read from the history that triggers write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from core.versions import Authors, Words, differences
from incidents.models import PROTECTED, Incident
from incidents.models.people import PEOPLE
from incidents.sections import REPEATED, TABLES, columns
from officers.models import Officer

SHOWN = (  # tests/contracts/test_incident_fields.py names what is not among them, and why
    "status",
    "community",
    "settlement",
    "category",
    "occurred_at",
    "reported_at",
    "channel",
    "further_categories",
    "strike",
    "war_related",
    "latitude",
    "longitude",
    *PEOPLE,
    "damage_uah",
    "register_number",
)
FIELDS: list[Any] = [Incident._meta.get_field(name) for name in SHOWN]


@dataclass(frozen=True)
class Change:
    """One field of a record changed; None stands for an empty one."""

    at: datetime
    by: str
    field: str
    was: str | None
    became: str | None


def changes_of(incident: Incident) -> list[Change]:
    """Return every change of a record, the newest first; words are never shown, only that."""
    return _History(incident).changes()


def edit_of(event: Any) -> tuple[Any, Any]:
    """Return what all events of one edit share: its author's context and its transaction."""
    return event.pgh_context_id, event.pgh_created_at


class _History:
    """The events of one record and the names they mention, in a fixed number of queries."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.rows = self._events("IncidentEvent", id=incident.pk)
        self.texts = self._events("IncidentTextEvent", incident=incident.pk)
        self.went = self._events("ResponseEvent", incident=incident.pk)
        self.details = {
            table: self._events(table.pgh_event_model.__name__, incident=incident.pk)
            if section in REPEATED
            else self._events(table.pgh_event_model.__name__, pgh_obj=incident.pk)
            for section, table in TABLES.items()
        }

    def changes(self) -> list[Change]:
        found = [*self._of_columns(), *self._of_words(), *self._of_responders()]
        found += self._of_details()
        return sorted(found, key=lambda each: each.at, reverse=True)

    def _of_columns(self) -> Iterator[Change]:
        words = Words(FIELDS, self.rows, {})
        hidden = PROTECTED if self.incident.is_sensitive else ()
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            for each in differences(words, before, after, hidden=hidden):
                yield self._change(after, each.label, each.was, each.became)

    def _of_words(self) -> Iterator[Change]:
        for before, after in zip(self.texts, self.texts[1:], strict=False):
            if before.digest != after.digest:
                yield self._change(after, _("words"), _("not shown"), _("not shown"))

    def _of_responders(self) -> Iterator[Change]:
        """Compare who was named before and after each edit, not each row it rewrote."""
        edits: dict[Any, list[Any]] = defaultdict(list)
        for event in self.went:
            edits[edit_of(event)].append(event)
        for events in edits.values():
            if self._from_the_beginning(events[0]):
                continue  # who was named from the beginning
            came = {each.officer_id for each in events if each.pgh_label == "insert"}
            left = {each.officer_id for each in events if each.pgh_label == "delete"}
            if came != left:
                names = (self._people(left - came), self._people(came - left))
                yield self._change(events[-1], _("who went"), *names)

    def _of_details(self) -> Iterator[Change]:
        """Tell of every section that changed after the record was made, field by field."""
        for table, events in self.details.items():
            words = Words(columns(table.section), events, {})
            before: dict[Any, Any] = {}
            for event in events:
                was, is_new = before.get(event.pgh_obj_id), event.pgh_label == "insert"
                before[event.pgh_obj_id] = event
                if event.pgh_label == "delete":
                    yield self._change(event, table.section.label, _("filled"), None)
                elif is_new and not self._from_the_beginning(event):
                    yield self._change(event, table.section.label, None, _("filled"))
                elif was is not None:
                    for each in differences(words, was, event):
                        label = f"{table.section.label}: {each.label}"
                        yield self._change(event, label, each.was, each.became)

    def _from_the_beginning(self, event: Any) -> bool:
        return bool(self.rows) and edit_of(event) == edit_of(self.rows[0])

    def _change(self, event: Any, field: Any, was: Any, became: Any) -> Change:
        return Change(event.pgh_created_at, self._author(event), str(field), was, became)

    def _author(self, event: Any) -> str:
        return self._authors.of(event).name

    def _people(self, officers: Iterable[int]) -> str | None:
        return ", ".join(sorted(str(self._officers[each]) for each in officers)) or None

    @cached_property
    def _authors(self) -> Authors:
        details = (event for events in self.details.values() for event in events)
        return Authors([*self.rows, *self.texts, *self.went, *details])

    @cached_property
    def _officers(self) -> dict[int, Officer]:
        named = {each.officer_id for each in self.went}
        return Officer.objects.select_related("personal").in_bulk(named)

    def _events(self, model: str, **which: Any) -> list[Any]:
        events = apps.get_model("incidents", model).objects.filter(**which)
        return list(events.select_related("pgh_context").order_by("pgh_id"))
