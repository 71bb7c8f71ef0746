"""What a sheet would store: every row is stored for real, and then all of it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from communities.tables.reading import body_of
from communities.tables.table import Body, Table
from core.api.parsing import canonical_digest
from core.api.problems import pointers
from core.api.refusals import REFUSALS, wrong_with
from core.models import What
from core.plans import FileRejected, Line, Plan, Source
from core.sheets.cells import Row, in_each_language
from core.sheets.reading import read_rows

WHOLE_ROW = ""  # the column of what is wrong with a row as a whole
UNCHANGED = "unchanged"


@dataclass
class Outcome:
    """What becomes of a row: `what` of What, or unchanged."""

    row: Row
    what: str
    name: str = ""
    code: str = ""
    body: Body = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    problems: dict[str, dict[str, str]] = field(default_factory=dict)  # by language, by column

    @property
    def line(self) -> Line:
        """Return the row as a preview keeps it."""
        return Line(
            self.what,
            self.row.number,
            code=self.code,
            name=self.name,
            becomes=canonical_digest(self.body).hex(),
            cells=self.row.written,
            changes=self.changes or None,
            problems=self.problems or None,
        )


class Wrong(ValidationError):
    """A row that is refused, by column."""


def plan_of(table: Table, source: Source) -> Plan:
    """Read a sheet against the records and the rights of whoever brought it.

    Sound rows are stored together, all or none; the others are left out, each with its reasons.
    """
    told = [*Rehearsal(table, source.by).of(read_rows(source.path, table.layout))]
    kept = [each for each in told if each.what != UNCHANGED]
    sound = [each.row for each in kept if each.what != What.REJECTED]
    return Plan(
        lines=[each.line for each in kept],
        unchanged=len(told) - len(kept),
        write=lambda: Rehearsal(table, source.by).write(sound),
    )


class Rehearsal:
    """The rows of one table in the light of one account."""

    def __init__(self, table: Table, user: Any) -> None:
        self.table, self.user = table, user
        self.seen, self.mine = (table.asked_by(user, each) for each in ("GET", "PATCH"))
        self.new: set[Any] = (
            set()
        )  # the keys of records that rows before made: other ones each time

    def of(self, rows: list[Row]) -> list[Outcome]:
        """Return what becomes of each row, the rows before it being stored; then store nothing."""
        with transaction.atomic():
            outcomes = [self._tried(row) for row in rows]
            transaction.set_rollback(True)
        return outcomes

    def write(self, rows: list[Row]) -> None:
        """Store rows that were sound; FileRejected where one no longer is."""
        for row in rows:
            try:
                self._stored(row)
            except (*REFUSALS, IntegrityError) as error:
                raise FileRejected({row.number: str(error)}) from error

    def _tried(self, row: Row) -> Outcome:
        try:
            with transaction.atomic():
                return self._stored(row)
        except (*REFUSALS, IntegrityError):
            problems = in_each_language(partial(self._problems, row))
            body, _unread = body_of(self.table, row, self.user)
            return Outcome(row, What.REJECTED, body=_plain(body), problems=problems)

    def _problems(self, row: Row) -> dict[str, str]:
        """Say in the language of the moment why a row cannot be stored, by column."""
        try:
            with transaction.atomic():
                self._stored(row)
                transaction.set_rollback(True)
        except REFUSALS as error:
            return dict(self._by_column(error))
        except IntegrityError:
            return {WHOLE_ROW: _("This contradicts a record that is stored already.")}
        return {}

    def _by_column(self, error: Exception) -> Iterator[tuple[str, str]]:
        for told in pointers(wrong_with(error)):
            name = told["pointer"].strip("/").partition("/")[0]
            yield (name if name in self.table.by_name else WHOLE_ROW), told["detail"]

    # --- one row

    def _stored(self, row: Row) -> Outcome:
        """Store what a row says; refused as the API refuses it, or by its cells."""
        body, unread = body_of(self.table, row, self.user)
        if row.astray:
            text = _("The cell %(cell)s has no heading above it.") % {"cell": row.astray}
            unread = unread | {"non_field_errors": text}
        if unread:
            told = {name: ErrorDetail(str(text)) for name, text in unread.items()}
            raise Wrong(self._wrong_beside(body) | told)
        if missing := [each for each in self.table.named_by if each not in body]:
            text = _("This field is required.")
            raise Wrong({name: ErrorDetail(text, "required") for name in missing})
        record = self.table.known(self.seen, body)
        return self._changed(row, body, record) if record else self._made(row, body)

    def _made(self, row: Row, body: Body) -> Outcome:
        made = self.seen.make(self._read(body, self.seen.add))
        self.new.add(made.pk)
        return Outcome(row, What.CREATED, str(made)[:200], body=body)

    def _changed(self, row: Row, body: Body, record: Any) -> Outcome:
        shown = self.table.view.serializer_class(record, context=self._context("")).data
        changes = {
            name: [shown[name], value]
            for name, value in body.items()
            if name in shown and _in_order(shown[name]) != _in_order(value)
        }
        code = "" if record.pk in self.new else str(record.pk)
        outcome = Outcome(row, UNCHANGED, str(record)[:200], code, body, changes)
        if changes:
            self._change(record, body if self.table.whole else {n: body[n] for n in changes})
            outcome.what = What.CHANGED
        return outcome

    def _change(self, record: Any, body: Body) -> None:
        if not self.mine.get_queryset().filter(pk=record.pk).exists():
            raise Wrong({"non_field_errors": ErrorDetail(_("You may not change this record."))})
        self.mine.refuse_change(record)
        self.mine.store(record, self._read(body, self.mine.change, record))

    def _read(self, body: Body, right: str, record: Any = None) -> dict[str, Any]:
        """Read a body as the API does, for a new record or a change of one."""
        read = self.table.view.serializer_class(
            record, data=body, partial=record is not None, context=self._context(right)
        )
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def _wrong_beside(self, body: Body) -> dict[str, Any]:
        """Return what else is wrong with a row that cannot be read whole."""
        read = self.table.view.serializer_class(
            data=body, partial=True, context=self._context(self.seen.add)
        )
        return {} if read.is_valid() else dict(read.errors)

    def _context(self, right: str) -> dict[str, Any]:
        return {"request": self.seen.request, "view": self.seen, "right": right}


def _in_order(value: Any) -> Any:
    """Return a value as it is compared: the order of several says nothing."""
    return sorted(value, key=str) if isinstance(value, list) else value


def _plain(body: Body) -> Body:
    """Return a body that can be summed although something in it could not be read."""
    return {name: value for name, value in body.items() if value != {}}
