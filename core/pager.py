"""Pages of long lists for people: next and back by the last row seen, never by an offset."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models.constants import LOOKUP_SEP
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest

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
    size = settings.LIMITS["list_page"]
    names = tuple(name.lstrip("-") for name in ordering)
    falling = ordering[0].startswith("-")
    backwards = BEFORE in request.GET
    mark = _read(request.GET.get(BEFORE if backwards else AFTER, ""), rows.model, names)
    backwards = backwards and mark is not None
    downwards = falling != backwards
    found = rows.order_by(*(f"-{name}" if downwards else name for name in names))
    if mark:
        beyond = TupleLessThan if downwards else TupleGreaterThan
        found = found.filter(beyond(Tuple(*names), mark))
    shown = list(found[: size + 1])
    more, shown = len(shown) > size, shown[:size]
    if backwards:
        shown.reverse()
    has_older = bool(shown) and (more or backwards)
    has_newer = bool(shown) and mark is not None and (more or not backwards)
    return Page(
        rows=shown,
        newer=_address(request, BEFORE, shown[0], names) if has_newer else "",
        older=_address(request, AFTER, shown[-1], names) if has_older else "",
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


def _address(request: HttpRequest, name: str, row: Any, names: tuple[str, ...]) -> str:
    values = [str(_value(row, each)) for each in names]
    mark = signing.dumps(values, salt=_salt(type(row), names))
    rest = without_marks(request)
    return f"{rest}{'' if rest == '?' else '&'}{name}={mark}"


def _value(row: Any, path: str) -> Any:
    return reduce(getattr, path.split(LOOKUP_SEP), row)


def _salt(model: Any, names: tuple[str, ...]) -> str:
    """Bind a marker to its list: one of another list, though signed by us, is no marker."""
    return f"pager.{model._meta.label}.{'.'.join(names)}"


def _read(mark: str, model: Any, names: tuple[str, ...]) -> tuple[Any, ...] | None:
    if not mark:
        return None
    try:
        texts = signing.loads(mark, salt=_salt(model, names))
        return tuple(
            _field(model, name).to_python(text) for name, text in zip(names, texts, strict=True)
        )
    except (signing.BadSignature, ValidationError, ValueError):
        return None


def _field(model: Any, path: str) -> Any:
    *steps, name = path.split(LOOKUP_SEP)
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(name)
