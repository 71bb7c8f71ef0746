"""The month of an officer: what he went to and what he did, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.generic import DetailView

from communities.surfaces import ScopedViewMixin
from core import bounds, clock
from core.gate import takes
from core.periods import Month, Period
from officers.filters import VIEW
from officers.models import Officer

WEEK = timedelta(days=7)
RESPONSES = ngettext_lazy("%(n)s response", "%(n)s responses", "n")
ACTIVITIES = ngettext_lazy("%(n)s activity", "%(n)s activities", "n")


@takes("month")
class Calendar(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """A month of an officer, each day with its counts and the lists behind them."""

    permission_required = VIEW
    queryset = Officer.objects.select_related("personal")
    template_name = "officers/calendar.html"
    context_object_name = "officer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer = self.object
        month = _asked(self.request.GET.get("month", ""))
        shown = month or Month.of(clock.today())
        return super().get_context_data(
            month=shown,
            wrong=month is None,
            weeks=list(self._weeks(shown)),
            before=shown.shift(-1) if _offered(shown.shift(-1)) else None,
            after=shown.shift(1) if _offered(shown.shift(1)) else None,
            crumbs=[
                (_("Officers"), reverse("officers:list")),
                (str(officer), officer.get_absolute_url()),
                (_("Calendar"), None),
            ],
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=400 if context["wrong"] else 200)

    def _weeks(self, month: Month) -> Iterator[list[dict[str, Any]]]:
        """Yield the weeks a month touches, from Monday on, each with its seven days."""
        days = Period.of_months(month)
        kinds = (
            ("incidents:list", RESPONSES, self._responses(days)),
            ("officers:activities", ACTIVITIES, self._activities(days)),
        )
        monday = days.start - timedelta(days=days.start.weekday())
        while monday < days.end:
            week = [monday + timedelta(days=each) for each in range(7)]
            yield [self._day(each, days, kinds) for each in week]
            monday += WEEK

    def _day(self, day: date, days: Period, kinds: Any) -> dict[str, Any]:
        lines = [
            {"words": words % {"n": counts[day]}, "url": self._list_of(day, route)}
            for route, words, counts in kinds
            if counts[day]
        ]
        inside = days.start <= day < days.end
        return {"day": day, "inside": inside, "today": day == clock.today(), "lines": lines}

    def _list_of(self, day: date, route: str) -> str:
        """Return the address of the list that holds exactly what was counted."""
        asked = {"officer": self.object.pk, "since": day, "until": day, "counted": "true"}
        return f"{reverse(route)}?{urlencode(asked)}"

    def _responses(self, days: Period) -> Counter[date]:
        rows = self.object.responses.visible_to(self.request.user).filter(
            incident__counted=True,
            incident__category__sensitive=False,
            incident__occurred_at__gte=days.starts_at,
            incident__occurred_at__lt=days.ends_at,
        )
        kyiv = timezone.get_default_timezone()
        return _by(rows, TruncDate("incident__occurred_at", tzinfo=kyiv))

    def _activities(self, days: Period) -> Counter[date]:
        rows = self.object.activities.visible_to(self.request.user).counted()
        return _by(rows.filter(held_on__gte=days.start, held_on__lt=days.end), F("held_on"))


def _by(rows: Any, day: Any) -> Counter[date]:
    found = rows.order_by().annotate(by=day).values_list("by").annotate(n=Count("pk"))
    return Counter(dict(found))


def _asked(text: str) -> Month | None:
    """Read the month of an address, this one where it names none; None where it cannot be shown."""
    if not text:
        return Month.of(clock.today())
    try:
        month = Month.parse(text)
    except ValueError:
        return None
    return month if _offered(month) else None


def _offered(month: Month) -> bool:
    """Say whether a month can hold anything: none before the first day, none to come."""
    return Month.of(bounds.first_day()) <= month <= Month.of(clock.today())
