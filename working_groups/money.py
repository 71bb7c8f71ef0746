"""What reached initiatives: the last links of their chains of money, each sum once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from working_groups.models import Funding, Initiative
from working_groups.models.funding import PROMISED


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
