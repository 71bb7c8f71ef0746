"""What reached initiatives, each sum once; and what went from and to one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Organisation
from working_groups.models import Funding, Initiative
from working_groups.models.funding import GIVEN, PROMISED

SORTS = (("promised", _("Promised"), PROMISED), ("given", _("Given"), GIVEN))  # of money
GRANTS = pgettext_lazy("money", "Grants")


def terminal_uah(initiatives: Iterable[Initiative | int]) -> dict[int, Decimal]:
    """Return in hryvnias what was promised to each initiative, by its key; without money it is absent.

    A disbursement carries out a promise, so only promises are added up; where nothing was
    promised, it is what was given. One query answers for all of them.
    """
    keys = [each if isinstance(each, int) else each.pk for each in initiatives]
    rows = Funding.objects.terminal().filter(initiative__in=keys).order_by()
    sums = rows.values("initiative", "kind").annotate(uah=Sum("uah"))
    promised: dict[int, Decimal] = {}
    given: dict[int, Decimal] = {}
    for row in sums:
        of = promised if row["kind"] in PROMISED else given
        of[row["initiative"]] = of.get(row["initiative"], Decimal(0)) + row["uah"]
    return given | promised


@dataclass(frozen=True)
class Sums:
    """Money of one sort in hryvnias that an organisation gave, and that came to it; None is none."""

    label: str | Promise
    gave: Decimal | None
    received: Decimal | None


def sums_of(organisation: Organisation, links: Any, grants: Any) -> list[Sums]:
    """Return what went from and to an organisation, of links of chains and of grants.

    In one chain it gives a sum once and gets it once; what it passed on is both.
    """
    gave, came = Q(giver=organisation), Q(receiver=organisation)
    found = links.order_by().aggregate(
        **{f"{code}_gave": Sum("uah", filter=gave & Q(kind__in=k)) for code, _label, k in SORTS},
        **{f"{code}_came": Sum("uah", filter=came & Q(kind__in=k)) for code, _label, k in SORTS},
    )
    told = [Sums(label, found[f"{c}_gave"], found[f"{c}_came"]) for c, label, _kinds in SORTS]
    given = grants.order_by().aggregate(
        gave=Sum("uah", filter=gave), came=Sum("uah", filter=Q(organisation=organisation))
    )
    return [*told, Sums(GRANTS, given["gave"], given["came"])]
