"""Where a record keeps an attachment: one value that its page, its download and the API rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from core.attachments.keeping import forget, keep
from core.attachments.reading import Content
from core.handing_out import handed_out
from core.models import Attachment


@dataclass(frozen=True)
class Attached:
    """The records, the path to their attachment, its kinds, and the rights to see and change it.

    `put` stores another attachment, or none, in a record that is at a version:
    `put(record, attachment, version=…, at=…)`.
    """

    rows: Any
    path: str
    kinds: tuple[str, ...]
    view: str
    change: str
    put: Callable[..., Any]
    name: str

    def of(self, record: Any) -> Attachment | None:
        """Return the attachment of a record, or None."""
        found: Attachment | None = attrgetter(self.path)(record)
        return found

    def record(self, user: Any, pk: int, right: str) -> Any:
        """Return a record in reach of a right; Http404 where it is not."""
        return get_object_or_404(self.rows.all().visible_to(user, to=right), pk=pk)

    def file(self, record: Any) -> HttpResponse:
        """Return the file of a record; Http404 where it has none, or the storage lost it."""
        found = self.of(record)
        if found is None or not default_storage.exists(found.place):
            raise Http404
        with default_storage.open(found.place) as file:
            response = HttpResponse(file.read(), content_type=found.content_type)
        return handed_out(response, f"{self.name}-{record.pk}.{found.suffix}")

    @transaction.atomic
    def replace(
        self, record: Any, content: Content | None, *, by: Any, at: datetime, version: int
    ) -> Any:
        """Give a record another attachment, or none; what it had is taken away for good.

        RuleBroken `stale` where the record is at another version.
        """
        fresh = keep(content, by=by, at=at) if content else None
        stored = self.put(record, fresh, version=version, at=at)
        forget(self.of(record))
        return stored
