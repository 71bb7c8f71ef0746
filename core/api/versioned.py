"""Records that change by their version: tags, If-Match, and what a stale one is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from core.api.problems import PreconditionFailed, PreconditionRequired
from core.api.schema import ENTITY_TAG
from core.exceptions import RuleBroken

IF_MATCH = OpenApiParameter("If-Match", ENTITY_TAG, OpenApiParameter.HEADER)
IF_NONE_MATCH = OpenApiParameter("If-None-Match", ENTITY_TAG, OpenApiParameter.HEADER)
TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, required=True, response=["200", "201"])
TAGGED = re.compile(r'(?:W/)?"(\d{1,9})\.\w+"')  # a tag, and its version


def etag(version: int, view: str = "plain") -> str:
    """Return the tag of a version and the view: which groups of fields this caller sees."""
    return f'"{version}.{view}"'


def version_named(request: Any) -> int | None:
    """Return the version that If-Match names, None where it names none."""
    wanted = request.headers.get("If-Match")
    if wanted is None:
        return None
    named = TAGGED.fullmatch(wanted)
    if named is None:
        raise PreconditionFailed(_("If-Match names no version of this record."))
    return int(named[1])


def need_if_match(request: Any) -> None:
    """Refuse a change that names no version."""
    if request.headers.get("If-Match") is None:
        raise PreconditionRequired(_("Name the version you saw in If-Match."))


def refuse_other(request: Any, version: int) -> None:
    """Refuse a change that names another version than the record is at."""
    wanted = request.headers.get("If-Match", "")
    if wanted.removeprefix("W/") != etag(version):
        raise PreconditionFailed(_("The record is at version %s now.") % version)


@contextmanager
def stale_refused() -> Iterator[None]:
    """Answer 412 where the record is no longer at the version named."""
    try:
        yield
    except RuleBroken as error:
        if error.code == "stale":
            raise PreconditionFailed(error.message) from error
        raise
