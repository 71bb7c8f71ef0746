"""Some lines of a bulk: each is created, updated, unchanged or rejected, and told so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError

from core import clock
from core.api.lines import read
from core.api.parsing import canonical_digest
from core.api.problems import PreconditionFailed, PreconditionRequired, pointers
from core.api.refusals import REFUSALS, wrong_with
from incidents import services
from incidents.api.writing import Writer, refuse_taken
from incidents.models import Incident
from incidents.steps import right_to_change

TRIES = 3  # of a chunk, where somebody else takes a UUID of it meanwhile
CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"


@dataclass
class Line:
    """One line of a body: what it says, and what became of it."""

    number: int
    text: bytes
    pk: UUID | None = None
    version: int | None = None  # of the record the caller saw, where he replaces it
    body: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    wrong: Any = None  # by field, where it is rejected

    @property
    def digest(self) -> bytes:
        return canonical_digest(self.body)

    def read(self) -> None:
        """Take the line apart: its record is told by `id`, the rest is the body of a PUT."""
        body = read(self.text)
        self.pk, self.version = _key(body.pop("id", None)), _version(body.pop("version", None))
        self.body = body

    def became(self, result: str, incident: Incident) -> None:
        told = {"number": incident.number, "version": incident.version}
        self.answer = self._begun(result) | told

    def refuse(self, error: Exception) -> None:
        self.wrong = wrong_with(error)
        self.answer = self._begun(REJECTED) | {"errors": list(pointers(self.wrong))}

    def _begun(self, result: str) -> dict[str, Any]:
        return {"line": self.number, "id": str(self.pk) if self.pk else None, "result": result}


class Chunk:
    """Lines that are stored by one transaction; what is wrong with one spoils no other."""

    def __init__(self, lines: Sequence[Line], writer: Writer) -> None:
        self.lines, self.writer = lines, writer
        self.user = writer.request.user

    def store(self) -> None:
        """Store what can be stored; every line has its answer then."""
        for _try in range(TRIES - 1):
            with suppress(IntegrityError), transaction.atomic():
                return self._store()  # unless somebody took a UUID of it between two statements
        with transaction.atomic():
            return self._store()

    def _store(self) -> None:
        readable = list(self._readable())
        keys = [line.pk for line in readable]
        taken = set(Incident.objects.filter(pk__in=keys).values_list("pk", flat=True))
        joined = Incident.objects.visible_to(self.user).select_related("community", "category")
        stored = joined.in_bulk(taken)
        fresh = [line for line in readable if line.pk not in taken]
        self._create(fresh)
        known = [line for line in readable if line.pk in taken]
        for line in sorted(known, key=lambda each: str(each.pk)):  # no two bulks wait in a ring
            self._settle(line, stored.get(line.pk))

    def _readable(self) -> Iterator[Line]:
        for line in self.lines:
            try:
                line.read()
            except REFUSALS as error:
                line.refuse(error)
            else:
                yield line

    def _create(self, lines: Iterable[Line]) -> None:
        new: dict[UUID | None, tuple[Line, services.New]] = {}
        again = []
        for line in lines:
            if line.pk in new:
                again.append(line)
                continue
            try:
                if line.version is not None:
                    raise PreconditionFailed(_("There is no such record yet."))
                new[line.pk] = (line, self._new(line))
            except REFUSALS as error:
                line.refuse(error)
        made = [each for _line, each in new.values()]
        incidents = services.log_incidents(new=made, by=self.user, at=clock.now()) if made else []
        by_key = {each.pk: each for each in incidents}
        for line, each in new.values():
            line.became(CREATED, by_key[each.pk])
        for line in again:
            self._settle(line, by_key[line.pk])  # type: ignore[index]

    def _new(self, line: Line) -> services.New:
        record = self.writer.new(line.body)
        return services.New(pk=line.pk, record=record, body_hash=line.digest)  # type: ignore[arg-type]

    def _settle(self, line: Line, existing: Incident | None) -> None:
        """Answer a line whose record is there: it is the same, is replaced, or is refused."""
        try:
            if existing is None:
                refuse_taken(self.writer.request, line.pk)
            elif line.version is not None:
                with transaction.atomic():
                    line.became(UPDATED, self._replace(line, existing))
            elif self._is_same(line, existing):
                line.became(UNCHANGED, existing)
            else:
                raise PreconditionRequired(_("This record exists; say its `version`."))
        except REFUSALS as error:
            line.refuse(error)

    def _is_same(self, line: Line, existing: Incident) -> bool:
        if existing.logged_by_id != self.user.pk or existing.body_hash is None:
            return False
        return bytes(existing.body_hash) == line.digest

    def _replace(self, line: Line, existing: Incident) -> Incident:
        right = right_to_change(existing)
        if not Incident.objects.visible_to(self.user, to=right).filter(pk=line.pk).exists():
            raise PermissionDenied(_("This record is not yours to change."))
        if line.version != existing.version:
            now = _("The record is at version %s now.") % existing.version
            raise PreconditionFailed(now)
        return services.edit_incident(
            incident=existing,
            record=self.writer.replacing(existing, line.body),
            by=self.user,
            at=clock.now(),
            version=line.version,
        )


def _key(said: Any) -> UUID:
    try:
        return UUID(said) if len(said) == 36 else UUID("")
    except (ValueError, TypeError, AttributeError) as error:
        text = _("Name the record by a UUID, as in its address.")
        raise ValidationError({"id": [ErrorDetail(text, "invalid")]}) from error


def _version(said: Any) -> int | None:
    if said is not None and (type(said) is not int or not 1 <= said < 2**31):
        text = _("The version of the record you replace, a whole number.")
        raise ValidationError({"version": [ErrorDetail(text, "invalid")]})
    return said


def told(lines: Iterable[Line]) -> str:
    """Return what became of lines, a line of JSON for each."""
    return "".join(json.dumps(each.answer, ensure_ascii=False) + "\n" for each in lines)
