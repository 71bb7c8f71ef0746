"""Query parameters read one by one, all errors told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError


class BadValue(ValueError):
    """A parameter cannot be read; the message is for the caller, in his language."""


def read_all(
    given: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]]
) -> dict[str, Any]:
    """Read every parameter by its reader; a missing one is read as an empty text.

    Raises one ValidationError that names each parameter that cannot be read.
    """
    values, errors = {}, {}
    for name, read in readers.items():
        try:
            values[name] = read(given.get(name, ""))
        except BadValue as error:
            errors[name] = [ErrorDetail(str(error), code="invalid")]
    if errors:
        raise ValidationError(errors)
    return values
