"""The entity tag of a version, and the headers that name it (api.md, Every record)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from drf_spectacular.utils import OpenApiParameter

from core.api.problems import PreconditionFailed
from core.api.schema import ENTITY_TAG
from core.exceptions import RuleBroken

IF_MATCH = OpenApiParameter("If-Match", ENTITY_TAG, OpenApiParameter.HEADER)
IF_NONE_MATCH = OpenApiParameter("If-None-Match", ENTITY_TAG, OpenApiParameter.HEADER)
TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, required=True, response=["200", "201"])


def etag(version: int, view: str = "plain") -> str:
    """Return the tag of a version and the view: which groups of fields this caller sees."""
    return f'"{version}.{view}"'


@contextmanager
def stale_refused() -> Iterator[None]:
    """Answer 412 where the record is no longer at the version named."""
    try:
        yield
    except RuleBroken as error:
        if error.code == "stale":
            raise PreconditionFailed(error.message) from error
        raise
