"""What a refusal says, whoever was refused: a request, a line of a bulk, or a row of a sheet."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException, ErrorDetail, ValidationError

from core.exceptions import RuleBroken

REFUSALS = (APIException, RuleBroken)


def wrong_with(error: Exception) -> Any:
    """Return what a refusal says, by field, in the shape that `pointers` reads."""
    if isinstance(error, ValidationError):
        return error.detail
    if isinstance(error, RuleBroken):
        return {error.field or "non_field_errors": ErrorDetail(error.message, error.code)}
    return {"non_field_errors": getattr(error, "detail", str(error))}
