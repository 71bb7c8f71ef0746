"""What a cell may call a row of another table: its code, its name, its number in brackets."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from communities.models import Community, Organisation, Programme, Settlement
from communities.tables.table import Finder
from core.reasons import Reason
from core.sheets.cells import NOT_LISTED
from core.ukrainian import with_one_apostrophe

IN_BRACKETS = re.compile(r"\(([\w-]+)\)$")
SEVERAL = gettext_noop("Several are called “%(text)s”: write the code, too.")


def community(text: str, user: Any) -> str:
    """Return the code of a community in reach, by its code or its Ukrainian name."""
    return named(Community.objects.shown().visible_to(user), text)


def settlement(text: str, user: Any) -> str:
    """Return the code of a settlement of communities in reach, by its code or its name."""
    rows = Settlement.objects.filter(closed_on=None)
    reached = Community.objects.visible_to(user)
    return named(rows.filter(community__in=reached.values("pk")), text)


def organisation(text: str, user: Any) -> str:
    """Return the code of an organisation of the reference list, by its code or its name."""
    return named(Organisation.objects.exclude(code=""), text)


def programme(text: str, user: Any) -> str:
    """Return the code of a programme, by its code or its name."""
    return named(Programme.objects.all(), text)


def numbered(rows: QuerySet[Any], text: str, field: str) -> int:
    """Return the key of the one row that has this text in a field, or this number in brackets."""
    said = IN_BRACKETS.search(text)
    if said and said[1].isdecimal():
        found = rows.filter(pk=said[1][:9])
    else:
        found = rows.filter(**{field: text})
    keys = list(found.order_by().values_list("pk", flat=True)[:2])
    return int(_only(keys, text))


def named(rows: QuerySet[Any], text: str) -> str:
    """Return the code of the one row that has this code, or this Ukrainian name."""
    said = IN_BRACKETS.search(text)
    code = said[1] if said else text
    if rows.filter(code=code).exists():
        return code
    plain = text[: said.start()].strip() if said else text
    codes = (
        rows.filter(name_uk__iexact=with_one_apostrophe(plain))
        .order_by()
        .values_list("code", flat=True)
    )
    return str(_only(list(codes.distinct()[:2]), text))


def _only(found: list[Any], text: str) -> Any:
    if len(found) == 1:
        return found[0]
    raise ValueError(Reason(SEVERAL if found else NOT_LISTED, text=text[:60]))


FINDERS: dict[Any, Finder] = {
    Community: community,
    Settlement: settlement,
    Organisation: organisation,
    Programme: programme,
}
