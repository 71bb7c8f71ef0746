"""What a workbook of events would log: every row held against the rules of the API and the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import clock
from core.api.parsing import canonical_digest
from core.api.problems import pointers
from core.api.refusals import REFUSALS, wrong_with
from core.models import What
from core.plans import Line, Plan, Source
from core.reasons import Reason
from core.sheets.cells import ID, Row
from core.sheets.reading import read_rows
from incidents import services
from incidents.api.callers import Caller
from incidents.api.writing import Writer
from incidents.duplicates import likely_duplicates
from incidents.importing.columns import by_name, layout
from incidents.importing.lists import Lists
from incidents.importing.reading import body_of
from incidents.models import PROTECTED, Incident

NAMESPACE = UUID("5b1c7a52-6d0e-4d0b-9a51-3f6f0d5c7e11")
TOLD = ("occurred_at", "category", "community")  # of a sound row is kept what tells it from others
UNIT = "incident"
WHOLE_ROW = ""  # the column of what is wrong with a row as a whole


@dataclass
class Event:
    """A row, the event it says, and what is wrong with it by column."""

    row: Row
    key: UUID
    body: dict[str, Any]
    problems: dict[str, str] = field(default_factory=dict)
    record: services.Record | None = None
    clash: Callable[[], dict[str, str]] | None = None  # says what stands in the way of its key

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems or self.clash)

    @property
    def is_sensitive(self) -> bool:
        category = self.record.fields["category"] if self.record else None
        return bool(category and category.sensitive)

    @cached_property
    def digest(self) -> bytes:
        return canonical_digest(self.body)


def plan_incidents(source: Source) -> Plan:
    """Read a workbook against the records and the rights of whoever brought it.

    Sound rows are logged together, all or none; the others are left out, each with its reasons.
    """
    return Reading(read_rows(source.path, layout()), source.by).plan()


class Reading:
    """The rows of one file in the light of one account."""

    def __init__(self, rows: list[Row], user: Any) -> None:
        self.rows, self.user = rows, user
        caller = Caller(user)
        self.lists, self.writer = Lists(user), Writer(caller, {"request": caller, "view": None})

    def plan(self) -> Plan:
        events = [self._event(row) for row in self.rows]
        known = self._settle(events)
        told = [each for each in events if each.is_wrong or each.key not in known]
        fresh = [each for each in told if not each.is_wrong]
        lines = [*self._lines(told, known)]
        alike = sum(line.what == What.ALIKE for line in lines)
        doubt = gettext_noop("events that may be recorded already: %(count)s")
        return Plan(
            lines=lines,
            unchanged=len(events) - len(lines),
            write=lambda: self._write(fresh),
            doubt=Reason(doubt, count=alike) if alike else "",
        )

    def _write(self, fresh: list[Event]) -> None:
        new = [
            services.New(pk=each.key, record=each.record, body_hash=each.digest)  # type: ignore[arg-type]
            for each in fresh
        ]
        if new:
            services.log_incidents(new=new, by=self.user, at=clock.now())

    # --- one row

    def _event(self, row: Row) -> Event:
        body, unread = body_of(row, self.lists)
        event = Event(row, _key(row.id) or self._own_key(body), body)
        event.problems = self._checked(event) | unread
        if "reported_at" not in row.cells:  # it stands for the other one, whose column says it
            event.problems.pop("reported_at", None)
        if event.is_sensitive:
            text = _("Record an event of this category in the form: files are passed on and kept.")
            event.problems["category"] = text
        if row.astray:
            text = _("The cell %(cell)s has no heading above it.")
            event.problems[WHOLE_ROW] = text % {"cell": row.astray}
        if row.id and not _key(row.id):
            event.problems[ID] = _("This is no ID: clear the cell.")
        return event

    def _own_key(self, body: dict[str, Any]) -> UUID:
        """Return the key of a row that names none: the same words of the same person, the same key."""
        return uuid5(NAMESPACE, f"{self.user.pk} {canonical_digest(body).hex()}")

    def _checked(self, event: Event) -> dict[str, str]:
        """Read the body as the API does; return what is wrong by column."""
        try:
            event.record = self.writer.new(event.body)
        except REFUSALS as error:
            return dict(_by_column(error))
        return {}

    # --- the rows together

    def _settle(self, events: list[Event]) -> set[UUID]:
        """Refuse rows whose key is in use otherwise; return the keys that stand as they are said."""
        stored = {
            pk: (by, bytes(digest or b""))
            for pk, by, digest in Incident.objects.filter(
                pk__in=[each.key for each in events]
            ).values_list("pk", "logged_by", "body_hash")
        }
        first: dict[UUID, int] = {}
        known = set()
        for event in events:
            if event.key in first:
                event.clash = partial(_again, event, first[event.key])
                continue
            first[event.key] = event.row.number
            if stored.get(event.key) == (self.user.pk, event.digest):
                known.add(event.key)
            elif event.key in stored:
                event.clash = _taken
        return known

    def _lines(self, events: Iterable[Event], known: set[UUID]) -> Iterator[Line]:
        for event in events:
            yield self._rejected(event) if event.is_wrong else self._fresh(event, known)

    def _fresh(self, event: Event, known: set[UUID]) -> Line:
        fields: Any = event.record and event.record.fields
        found = [e for e in likely_duplicates(fields, self.user) if e.incident.pk not in known]
        numbers = ", ".join(str(each.incident.number) for each in found)
        written = event.row.written
        return Line(
            What.ALIKE if found else What.CREATED,
            event.row.number,
            unit=UNIT,
            code=str(event.key),
            becomes=event.digest.hex(),
            note=Reason(gettext_noop("Perhaps the same event: %(numbers)s"), numbers=numbers)
            if found
            else "",
            cells={name: written[name] for name in TOLD if name in written},
        )

    def _rejected(self, event: Event) -> Line:
        written = event.row.written
        if event.is_sensitive:
            written = {name: text for name, text in written.items() if name not in PROTECTED}
        return Line(
            What.REJECTED,
            event.row.number,
            unit=UNIT,
            cells=written,
            problems=self._in_each_language(event),
        )

    def _in_each_language(self, event: Event) -> dict[str, dict[str, str]]:
        """Say again in each language what is wrong: who reads may change his between two looks."""
        found = {}
        for language, _words in settings.LANGUAGES:
            with translation.override(language):
                problems = self._event(event.row).problems
                problems |= event.clash() if event.clash else {}
                found[language] = {name: str(text) for name, text in problems.items()}
        return found


def _by_column(error: Exception) -> Iterator[tuple[str, str]]:
    for told in pointers(wrong_with(error)):
        steps = [step for step in told["pointer"].split("/") if step and not step.isdecimal()]
        name = ".".join(steps)
        yield (name if name in by_name() else WHOLE_ROW), told["detail"]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None


def _again(event: Event, row: int) -> dict[str, str]:
    if event.row.id:
        text = _("This ID stands in row %(row)s already: clear the cell.")
    else:
        text = _("Row %(row)s says the same: one event is one row.")
    return {ID: text % {"row": row}}


def _taken() -> dict[str, str]:
    text = _(
        "This ID belongs to a record that stands already and says something else. For a new"
        " event clear the cell; to correct the record, open its page."
    )
    return {ID: text}
