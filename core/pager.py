"""Pages of long lists for people: the addresses of the rows before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from core.keyset import Keyset, Mark, written

AFTER, BEFORE = "after", "before"
MARKS = (AFTER, BEFORE)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the addresses of the rows around them (empty: none)."""

    rows: list[Any]
    newer: str
    older: str


def keyset_page(request: HttpRequest, rows: Any, ordering: tuple[str, ...]) -> Page:
    """Cut one page out of rows; a marker that is not of this list begins at the top."""
    keyset, salt = Keyset(ordering), _salt(rows.model, ordering)
    found = keyset.cut(rows, settings.LIMITS["list_page"], _mark(request, keyset, rows.model, salt))
    return Page(
        rows=found.rows,
        newer=_address(request, BEFORE, found.previous, salt),
        older=_address(request, AFTER, found.next, salt),
    )


def counted_up_to(rows: Any, limit: str = "counted_most") -> tuple[int, bool]:
    """Count rows, but no further than a limit; the flag says that there are more."""
    most = settings.LIMITS[limit]
    found = rows.order_by()[: most + 1].count()
    return min(found, most), found > most


def without_marks(request: HttpRequest, *names: str) -> str:
    """Return the address of the first page, without the parameters named."""
    query = request.GET.copy()
    for name in (*MARKS, *names):
        query.pop(name, None)
    return f"?{query.urlencode()}"


def _address(request: HttpRequest, name: str, mark: Mark | None, salt: str) -> str:
    if mark is None:
        return ""
    rest = without_marks(request)
    sealed = signing.dumps(written(mark.key), salt=salt)
    return f"{rest}{'' if rest == '?' else '&'}{name}={sealed}"


def _mark(request: HttpRequest, keyset: Keyset, model: Any, salt: str) -> Mark | None:
    backwards = BEFORE in request.GET
    sealed = request.GET.get(BEFORE if backwards else AFTER)
    if not sealed:
        return None
    try:
        return Mark(keyset.parse(model, signing.loads(sealed, salt=salt)), backwards=backwards)
    except (signing.BadSignature, ValueError):
        return None


def _salt(model: Any, ordering: tuple[str, ...]) -> str:
    """Bind a marker to its list: one of another list, though signed by us, is no marker."""
    return f"pager.{model._meta.label}.{'.'.join(ordering)}"
