"""Whether a moment is written so that it can be read in one way."""

import re

OFFSET = re.compile(r"(?:[zZ]|[+-]\d{2}:?\d{2})$")
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def is_written_out(text: str) -> bool:
    """Say whether a moment begins with year, month, day and the time, not with a week."""
    return bool(WRITTEN.match(text.strip()))


def has_offset(text: str) -> bool:
    """Say whether a written moment names its offset from UTC."""
    return bool(OFFSET.search(text.strip()))
