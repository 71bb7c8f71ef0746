"""The reading log: who was shown the protected fields of which record, when and what for."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.proving import NeedsProof
from communities.filters import ReaderFilterSet, TerritoryChoice
from communities.models import Reading, ReadingPurpose, Service
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from core.exports import CSV, Column, file_of
from core.filters import YES_OR_NO, YesOrNo
from core.gate import takes
from core.pager import MARKS
from dashboards.logs.lists import AccountFilter, DaysFilter, LogForm, LogPage

VIEW = "communities.view_reading"
NEWEST_FIRST = ("-at", "-id")
COLUMNS = (
    Column("at", lambda row: row.at.isoformat()),
    Column("account", lambda row: row.account.username),
    Column("name", lambda row: row.account.full_name),
    Column("kind", lambda row: row.kind),
    Column("number", lambda row: row.number),
    Column("community", lambda row: row.community.code),
    Column("community_name", lambda row: row.community.name_uk),
    Column("service", lambda row: row.service),
    Column("fields", lambda row: row.group),
    Column("purpose", lambda row: row.purpose),
    Column("words", lambda row: row.words),
    Column("in_bulk", lambda row: row.in_bulk),
    Column("address", lambda row: row.address),
    Column("request", lambda row: row.request),
)


class ReadingFilter(ReaderFilterSet):
    """Who, which record, where, when, what for, and whether it was one of many."""

    permission = VIEW

    who = AccountFilter(label=_("Account"), method="by_account")
    number = filters.CharFilter(label=_("Number"), max_length=40)
    territory = TerritoryChoice(label=_("Territory"))
    service = filters.ChoiceFilter(
        choices=Service.choices, label=_("Service"), empty_label=_("Both services")
    )
    since = DaysFilter("at")
    until = DaysFilter("at", last=True)
    purpose = filters.ChoiceFilter(
        choices=ReadingPurpose.choices, label=_("Purpose"), empty_label=_("Any purpose")
    )
    in_bulk = YesOrNo(choices=(("", _("Any")), *YES_OR_NO), label=_("One of many within an hour"))

    class Meta:
        model = Reading
        form = LogForm
        fields = ["who", "number", "territory", "service", "since", "until", "purpose", "in_bulk"]

    def by_account(self, qs: Any, _name: str, words: str) -> Any:
        return qs.filter(account__in=AccountFilter.found(words))


@takes(*ReadingFilter.base_filters, *MARKS)
class ReadingList(ScopedViewMixin, LogPage):
    """The log, for whoever holds the right where the records lay; it opens no record."""

    permission_required = VIEW
    queryset = Reading.objects.select_related("account", "community")
    filterset_class = ReadingFilter
    template_name = "dashboards/logs/readings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            file_url=reverse("dashboards:readings-csv"),
            crumbs=[(_("Administration"), reverse("administration:hub")), (_("Reading log"), None)],
            **kwargs,
        )


@takes(*ReadingFilter.base_filters)
class ReadingFile(NeedsProof, ReadingList):
    """The log that is shown, whole, as a file."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if not self.filterset.is_valid():
            return super().render_to_response(context, **kwargs)
        rows = self.filterset.qs.order_by(*NEWEST_FIRST)
        return file_of(CSV, rows, COLUMNS, name="readings", standing=Standing(self.request))
