"""The filters of reports to residents: of their list, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Service
from communities.resource_filters import ResourceFilter
from core import clock
from core.filters import RecordNumber
from core.half_years import WRITTEN, HalfYear
from officers.activity_filters import OfficerChoice
from officers.models import PublicReport, ReportState
from officers.models.public_report import VIEW

OFFERED = 12  # half-years; older reports are found by their officer
HALF = RegexValidator(f"^{WRITTEN.pattern}$", _("Write a half-year like 2026-1 or 2026-2."))


def halves() -> list[tuple[str, str]]:
    """Return the half-years to choose from, the present one first."""
    now = HalfYear.of(clock.today())
    found = (now.shift(-back) for back in range(OFFERED))
    return [(str(each), each.words) for each in found]


class StateChoice(filters.ChoiceFilter):
    """How far the reports are today."""

    def __init__(self, **kwargs: Any) -> None:
        label = pgettext_lazy("report", "State")
        super().__init__(label=label, choices=ReportState.choices, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return qs.in_state(value, clock.today()) if value else qs


class PublicReportListFilter(ReaderFilterSet):
    """Territory, officer, service, half-year, and how far."""

    permission = VIEW

    territory = TerritoryChoice(label=_("Territory"))
    officer = OfficerChoice(field_name="assignment__officer", label=_("Officer"))
    service = filters.ChoiceFilter(
        field_name="assignment__officer__service",
        label=_("Service"),
        choices=Service.choices,
        empty_label=_("All"),
    )
    half = filters.ChoiceFilter(label=_("Half-year"), choices=halves, empty_label=_("All"))
    state = StateChoice(empty_label=_("Any"))

    class Meta:
        model = PublicReport
        form = TerritoryForm
        fields = ["territory", "officer", "service", "half", "state"]


class PublicReportFilter(ResourceFilter):
    """The reports of a territory, an assignment, an officer, a half-year, and how far."""

    assignment = RecordNumber(label=_("Assignment"))
    officer = RecordNumber(field_name="assignment__officer", label=_("Officer"))
    half = filters.CharFilter(label=_("Half-year"), validators=[HALF])
    state = StateChoice()
