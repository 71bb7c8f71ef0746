"""Where a reader of the feed stands: sealed, and good for one count, one filter and one scope."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.exceptions import ErrorDetail, ValidationError

from core import sealing
from integrations.models import Count

PURPOSE, NAME = "change feed", "since"


class LoadAgain(exceptions.APIException):
    """410: what lies between the cursor and today cannot be told; load the lists again."""

    status_code = status.HTTP_410_GONE
    default_code = "load_again"


@dataclass(frozen=True)
class Cursor:
    """The position read up to, the count it belongs to, the kind asked for, the rights it was read with."""

    epoch: str
    position: int
    kind: str
    rights: str

    def sealed(self) -> str:
        told = [self.epoch, self.position, self.kind, self.rights]
        return sealing.seal(PURPOSE, json.dumps(told))


def read(text: str, *, count: Count, now: Cursor) -> Cursor:
    """Return the cursor a text holds; 400 where it holds none of this list, 410 where it is over.

    `now` is the cursor of whoever begins to read.
    """
    told = sealing.opened(PURPOSE, text)
    cursor = Cursor(*json.loads(told)) if told else None
    if cursor is None or cursor.kind != now.kind:
        words = _("This cursor belongs to another list. Begin again without it.")
        raise ValidationError({NAME: [ErrorDetail(words, code="invalid")]})
    if cursor.epoch != now.epoch or cursor.position > count.head:
        raise LoadAgain(_("A new count of changes began. Load again."))
    if cursor.position < count.tail:
        raise LoadAgain(_("Changes so old are not kept any more. Load again."))
    if cursor.rights != now.rights:
        raise LoadAgain(_("What you may read has changed. Load again."))
    return cursor
