"""What makes the three clocks of an event plausible, for forms, files and programs alike."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

OFFSET = re.compile(r"(?:[zZ]|[+-]\d{2}:?\d{2})$")
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def is_written_out(text: str) -> bool:
    """Say whether a moment begins with year, month, day and the time, not with a week."""
    return bool(WRITTEN.match(text.strip()))


def has_offset(text: str) -> bool:
    """Say whether a written moment names its offset from UTC."""
    return bool(OFFSET.search(text.strip()))


def problems(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the order of the clocks, by field."""
    occurred, reported = fields.get("occurred_at"), fields.get("reported_at")
    if occurred and reported and occurred > reported:
        return {
            "occurred_at": _("The time of the event cannot be later than the time of the report.")
        }
    return {}
