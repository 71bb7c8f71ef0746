"""What a rule says when it refuses."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class RuleBroken(Exception):
    """A rule of the domain refuses a change.

    `message` is for people, in the reader's language; `code` is for programs; `field` names
    the field the message belongs to, empty when it is the record as a whole.
    """

    def __init__(
        self, message: str | Promise, *, code: str = "rule_broken", field: str = ""
    ) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.code = code
        self.field = field


def refuse_stale(row: Any, version: int | None) -> None:
    """Refuse when the caller saw another version of a row than the one stored."""
    if version is not None and row.version != version:
        text = _("Somebody changed this record meanwhile. Look at it again.")
        raise RuleBroken(text, code="stale")
