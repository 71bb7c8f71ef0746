"""How many officers are at which stage of the path, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Oblast
from officers.filters import NO_OBLAST
from officers.models import Officer, OfficerStage


@dataclass(frozen=True)
class Line:
    """An oblast, or all of them, with a count and the address of its officers for each stage."""

    name: str
    total: int
    url: str
    cells: list[tuple[str, int, str]]  # the words of the stage, officers, the list of them


@dataclass(frozen=True)
class Table:
    """Lines by oblast, in Ukrainian order, and the line of all."""

    stages: list[str]
    lines: list[Line]
    whole: Line


def read(user: Any) -> Table:
    """Count the officers somebody sees, in one query, and one more for the names of the oblasts."""
    rows = Officer.objects.visible_to(user).order_by().values_list("unit__oblast", "stage")
    counts = Counter({(oblast, stage): n for oblast, stage, n in rows.annotate(n=Count("pk"))})
    known = {oblast for oblast, _stage in counts}
    lines = [
        _line(str(each.title), each.code, each.pk, counts)
        for each in Oblast.objects.filter(pk__in=known - {None}).order_by("sort_key", "pk")
    ]
    if None in known:
        lines.append(_line(_("No oblast"), NO_OBLAST, None, counts))
    whole: Counter[Any] = Counter()
    for (_oblast, stage), n in counts.items():
        whole["", stage] += n
    return Table([str(e) for e in OfficerStage.labels], lines, _line(_("All"), "", "", whole))


def _line(name: str, code: str, key: Any, counts: Counter[Any]) -> Line:
    cells = [(str(e.label), counts[key, e], _address(code, e)) for e in OfficerStage]
    return Line(name, sum(n for _words, n, _url in cells), _address(code, ""), cells)


def _address(code: str, stage: str) -> str:
    """Return the address of the register, narrowed to an oblast and a stage where they are given."""
    asked = {name: value for name, value in (("home", code), ("stage", stage)) if value}
    return f"{reverse('officers:list')}?{urlencode(asked)}"
