"""The log of changes: who changed which record, when, how and what, a table at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

from accounts.proving import NeedsProof
from communities.standing import Standing
from core.exports import CSV, Column, csv_parts, sent
from core.gate import takes
from core.pager import MARKS
from core.versions import API, ChangeKind, Way
from dashboards.logs.kinds import BY_CODE, KINDS, VIEW, Kind
from dashboards.logs.lists import AccountFilter, DaysFilter, DaysForm, LogPage
from dashboards.logs.telling import Step, tell, tell_all

AT = "pgh_created_at"
NEWEST_FIRST = (f"-{AT}", "-pgh_id")


def _fields(step: Step) -> str:
    words = (f"{c.label}: {c.was or '—'} → {c.became or '—'}" for c in step.cells)
    return "; ".join(words)


COLUMNS = (
    Column("at", lambda step: step.at.isoformat()),
    Column("change", lambda step: step.change.value),
    Column("table", lambda step: step.kind.code),
    Column("key", lambda step: str(step.event.pgh_obj_id)),
    Column("record", lambda step: step.title),
    Column("author", lambda step: step.author.name),
    Column("way", lambda step: step.author.way.value),
    Column("place", lambda step: step.author.place),
    Column("request", lambda step: step.author.request),
    Column("fields", _fields),
)


class ChangeFilter(filters.FilterSet):
    """Which table, who, when, what kind of change, which way it came, in which request."""

    table = filters.ChoiceFilter(
        choices=[(each.code, each.label) for each in KINDS],
        label=gettext_lazy("Kind of records"),
        empty_label=None,
        method=lambda rows, _name, _value: rows,  # decides which rows there are at all
    )
    who = AccountFilter(label=gettext_lazy("Account"), method="by_account")
    since = DaysFilter(AT)
    until = DaysFilter(AT, last=True)
    change = filters.ChoiceFilter(
        field_name="pgh_label",
        choices=ChangeKind.choices,
        label=gettext_lazy("Kind of change"),
        empty_label=gettext_lazy("Any change"),
    )
    way = filters.ChoiceFilter(
        choices=Way.choices,
        label=gettext_lazy("From where"),
        empty_label=gettext_lazy("From anywhere"),
        method="by_way",
    )
    request_id = filters.CharFilter(
        label=gettext_lazy("Request"), max_length=64, method="by_request"
    )

    class Meta:
        form = DaysForm

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__({} if data is None else data, *args, **kwargs)

    def by_account(self, qs: Any, _name: str, words: str) -> Any:
        keys = AccountFilter.found(words)
        return qs.filter(pgh_context__in=_contexts(Q(metadata__user__in=keys)))

    def by_request(self, qs: Any, _name: str, words: str) -> Any:
        return qs.filter(pgh_context__in=_contexts(Q(metadata__request=words)))

    def by_way(self, qs: Any, _name: str, way: str) -> Any:
        by_command = Q(pgh_context__metadata__source__isnull=False)
        by_api = Q(pgh_context__metadata__url__startswith=API)
        conditions = {
            Way.DATABASE: Q(pgh_context=None),
            Way.COMMAND: by_command,
            Way.API: by_api,
            Way.PAGE: Q(pgh_context__metadata__url__isnull=False) & ~by_api & ~by_command,
        }
        return qs.filter(conditions[Way(way)])


def _contexts(condition: Q) -> Any:
    return Context.objects.filter(condition).values("pk")


@takes(*ChangeFilter.base_filters, *MARKS)
class ChangeList(LogPage):
    """The changes of one table that the reader may see, the newest first."""

    permission_required = VIEW
    filterset_class = ChangeFilter
    template_name = "dashboards/logs/changes.html"
    ordering_of_pages = NEWEST_FIRST

    @property
    def kind(self) -> Kind:
        return BY_CODE.get(self.request.GET.get("table", ""), KINDS[0])

    def get_queryset(self) -> Any:
        rows = self.kind.visible_to(self.request.user)
        return rows.select_related("pgh_context", *self.kind.joins)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            file_url=reverse("dashboards:changes-csv"),
            crumbs=[(_("Administration"), reverse("administration:hub")), (_("Changes"), None)],
            kind=self.kind,
            **kwargs,
        )
        return context | {"steps": self.told(context["page"].rows)}

    def told(self, events: Iterable[Any]) -> list[Step]:
        return tell(self.kind, events)


@takes(*ChangeFilter.base_filters)
class ChangeFile(NeedsProof, ChangeList):
    """The log that is shown, whole, as a file."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if not self.filterset.is_valid():
            return super().render_to_response(context, **kwargs)
        steps = tell_all(self.kind, self.filterset.qs.order_by(*NEWEST_FIRST))
        return sent(
            csv_parts(steps, COLUMNS),
            kind=CSV,
            name=f"changes-{self.kind.code}",
            standing=Standing(self.request),
        )
