"""The heads of a table that is sorted by its address: each a link that sorts, or turns the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from core.pager import without_marks


def with_value(request: HttpRequest, name: str, value: str) -> str:
    """Return the address of the first page with one parameter set to a value, or without it."""
    rest = without_marks(request, name)
    if not value:
        return rest
    return f"{rest}{'' if rest == '?' else '&'}{urlencode({name: value})}"


def heads(
    request: HttpRequest, labelled: Sequence[tuple[Any, str]], columns: Sequence[str]
) -> list[dict[str, Any]]:
    """Return label, url and direction of each head, as components/sort.html wants them.

    `labelled` names the column a head sorts by, or nothing; `columns` are those of the order now.
    A click sorts downwards first: of times the newest are wanted.
    """
    name, falling = columns[0].lstrip("-"), columns[0].startswith("-")
    found = []
    for label, column in labelled:
        here = bool(column) and column == name
        turned = column if here and falling else f"-{column}"
        found.append(
            {
                "label": label,
                "url": with_value(request, "ordering", turned) if column else "",
                "direction": ("descending" if falling else "ascending") if here else "",
            }
        )
    return found
