"""Who funded what: the money of initiatives in reach as bars, sums and a list, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.lists import RecordList
from communities.models import Organisation
from communities.standing import Standing
from core import charts
from core.charts import Drawing
from core.exports import CSV, Column, file_of
from core.gate import takes
from core.models import SavedPage
from core.numbers import number
from core.pager import MARKS, without_marks
from working_groups import funding
from working_groups.funding_views import crumbs
from working_groups.models import Funding
from working_groups.money import SORTS
from working_groups.money_filters import FundingListFilter

DRAWN = 12  # bars of one chart; the rest is one more
Pair = tuple[int, int | None]


@dataclass(frozen=True)
class Flows:
    """Money of one sort: what reached initiatives, and each step on the way as a bar."""

    id: str
    title: str
    words: str
    drawing: Drawing


def flows_of(rows: Any) -> list[Flows]:
    """Return what was promised and what was given, of the links of a list."""
    drawn = ((code, title, rows.filter(kind__in=kinds).order_by()) for code, title, kinds in SORTS)
    return [_flows(code, str(title), found) for code, title, found in drawn]


def _flows(code: str, title: str, rows: Any) -> Flows:
    reached = Q(receiver=None)
    sums = rows.aggregate(
        uah=Sum("uah", filter=reached),
        initiatives=Count("initiative", filter=reached, distinct=True),
    )
    pairs = rows.values_list("giver", "receiver").annotate(uah=Sum("uah"))
    found = {(giver, receiver): uah for giver, receiver, uah in pairs}
    names = _names(found)
    bars = [{"category": name, "value": uah} for name, uah in _longest(found, names)]
    words = _words(sums["uah"], sums["initiatives"], bars)
    caption = _("Hryvnias, from whom to whom. Steps of one chain show the same money again.")
    return Flows(code, title, words, charts.categories(bars, caption=caption, label=title))


def _names(pairs: Iterable[Pair]) -> dict[int, str]:
    keys = {key for pair in pairs for key in pair if key is not None}
    return {key: each.name for key, each in Organisation.objects.in_bulk(keys).items()}


def _longest(found: dict[Pair, Decimal], names: dict[int, str]) -> list[tuple[str, Decimal]]:
    """Return the largest flows by name, what is left of them together as the last."""
    to_initiatives = _("initiatives")
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0][0], each[0][1] or 0))
    named = [
        (f"{names[giver]} → {names[receiver] if receiver else to_initiatives}", uah)
        for (giver, receiver), uah in ranked
    ]
    rest = sum((uah for _name, uah in named[DRAWN:]), Decimal(0))
    return named[:DRAWN] + ([(_("Others"), rest)] if rest else [])


def _words(uah: Decimal | None, initiatives: int, bars: list[dict[str, Any]]) -> str:
    """Say in a sentence what the bars show."""
    if not bars:
        return _("Nothing in what is shown.")
    told = {
        "uah": number(uah or Decimal(0), 2),
        "initiatives": number(initiatives),
        "name": bars[0]["category"],
        "most": number(bars[0]["value"], 2),
    }
    return (
        _(
            "%(uah)s UAH reached initiatives (%(initiatives)s). The largest flow: %(name)s, %(most)s UAH."
        )
        % told
    )


@takes(*FundingListFilter.base_filters, *MARKS)
class FundingOverview(RecordList):
    """The links of chains in the reader's scope: as sums that count once, as bars, as a list."""

    permission_required = funding.VIEW
    filterset_class = FundingListFilter
    template_name = "funding/overview.html"
    order, page_name = ("-given_on", "-id"), SavedPage.FUNDING
    queryset = Funding.objects.select_related("giver", "receiver", "initiative")

    def further(self, rows: list[Any]) -> dict[str, Any]:
        valid = self.filterset.is_valid()
        shown = without_marks(self.request)
        return {
            "flows": flows_of(self.filterset.qs) if valid else [],
            "files": [("CSV", f"{reverse('funding:csv')}{shown}")] if valid else [],
            "crumbs": crumbs(),
        }


def _called(organisation: Organisation | None) -> str:
    return organisation.name if organisation else ""


COLUMNS = (
    Column(gettext_lazy("Initiative"), lambda row: row.initiative.title),
    Column(pgettext_lazy("money", "From"), lambda row: _called(row.giver)),
    Column(pgettext_lazy("money", "To"), lambda row: _called(row.receiver)),
    Column(gettext_lazy("Kind of funding"), lambda row: row.get_kind_display()),
    Column(gettext_lazy("Day"), lambda row: row.given_on.isoformat()),
    Column(gettext_lazy("Amount"), lambda row: row.amount),
    Column(gettext_lazy("Currency"), lambda row: row.currency),
    Column(gettext_lazy("Day of the rate"), lambda row: row.rate_date or ""),
    Column(gettext_lazy("Amount in hryvnias"), lambda row: row.uah),
    Column(gettext_lazy("Note"), lambda row: row.note),
)


@takes(*FundingListFilter.base_filters)
class FundingFile(FundingOverview):
    """The list that is shown, whole, as a file; wrong filters are named on the page of the list."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if not self.filterset.is_valid():
            return super().render_to_response(context, **kwargs)
        rows = self.filterset.qs.order_by(*self.order)
        return file_of(CSV, rows, COLUMNS, name="funding", standing=Standing(self.request))
