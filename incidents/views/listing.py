"""The list of incidents, and the queue of those that wait for a reviewer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from communities.models import scope_of
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from communities.territories import territories_of
from core import saved_views
from core.chips import chips
from core.gate import takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks
from core.sorting import heads, with_value
from incidents.files import incidents_file
from incidents.filters import VIEW
from incidents.list_filters import IncidentListFilter
from incidents.models import Incident, IncidentStatus
from incidents.services import ADD
from incidents.step_forms import Step
from incidents.steps import STEPS, steps_for

HEADS = (  # and the column each sorts by
    (gettext_lazy("Number, time"), "occurred_at"),
    (gettext_lazy("What happened"), ""),
    (gettext_lazy("Place"), ""),
    (gettext_lazy("Reported"), "reported_at"),
    (gettext_lazy("Status, changed"), "updated_at"),
)
FILES = {
    "xlsx": "XLSX",
    "csv": "CSV",
    "excel": gettext_lazy("CSV for Excel"),
    "geojson": "GeoJSON",
    "ndjson": "NDJSON",
}


def forms_of_list(request: Any, here: str) -> list[dict[str, Any]]:
    """Return the tabs of the two forms of a list, rows and map, which keep its address."""
    return [
        {
            "label": label,
            "url": reverse(f"incidents:{name}") + without_marks(request),
            "current": name == here,
            "count": None,
        }
        for name, label in (("list", _("List")), ("map", _("Map")))
    ]


class FilteredIncidents(PermissionRequiredMixin, ScopedViewMixin):
    """The incidents that match the filters of an address; wrong filters are a 400."""

    permission_required = VIEW
    queryset = Incident.objects.with_names()
    filterset_class = IncidentListFilter
    request: Any
    filterset: Any

    def where(self, form: Any) -> str:
        """Name the territory that is shown."""
        chosen = form.cleaned_data.get("territory")
        own = [chosen] if chosen else territories_of(scope_of(self.request.user, VIEW))
        return ", ".join(each.name for each in own)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)  # type: ignore[misc]


@takes(*IncidentListFilter.base_filters, *MARKS)
class IncidentList(FilteredIncidents, FilterView):
    """The incidents that match the reader's filters, in the order asked for, a page at a time."""

    template_name = "incidents/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        valid = self.filterset.is_valid()
        rows = self.filterset.qs if valid else self.get_queryset().none()
        form = self.filterset.form
        page = keyset_page(self.request, rows, self.filterset.columns)
        return super().get_context_data(
            form=form,
            page=page,
            found=counted_up_to(rows),
            chips=chips(self.request, form),
            saved=saved_views.shown(self.request, "incidents:list"),
            tabs=self._tabs(form),
            forms=forms_of_list(self.request, "list"),
            heads=heads(self.request, HEADS, self.filterset.columns),
            review=self._review(form, page.rows) if valid else None,
            where=self.where(form),
            can_log=bool(scope_of(self.request.user, ADD).either),
            first_url=without_marks(self.request),
            files=self._files() if valid else [],
            crumbs=[(_("Overview"), reverse("dashboards:overview")), (_("Incidents"), None)],
            **kwargs,
        )

    def _files(self) -> list[tuple[str, str]]:
        """Return the addresses of exactly this list as files."""
        shown = without_marks(self.request)
        return [(name, reverse(f"incidents:{kind}") + shown) for kind, name in FILES.items()]

    def _tabs(self, form: Any) -> list[dict[str, Any]]:
        """Return the queues as addresses: all, those to verify for reviewers, those returned."""
        here = form.cleaned_data.get("status", "")
        return [self._tab(_("All"), "", here), *self._queues(here)]

    def _queues(self, here: str) -> list[dict[str, Any]]:
        user, queues = self.request.user, []
        reviewed = Incident.objects.visible_to(user, to=STEPS["verify"].right).awaiting_review()
        if user.has_perm(STEPS["verify"].right):
            waiting = counted_up_to(reviewed, "queue_most")[0]
            queues.append(self._tab(_("To verify"), IncidentStatus.SUBMITTED, here, waiting, True))
        returned = Incident.objects.visible_to(user).filter(status=IncidentStatus.RETURNED)
        count = counted_up_to(returned, "queue_most")[0]
        return [*queues, self._tab(_("Returned"), IncidentStatus.RETURNED, here, count)]

    def _tab(
        self, label: str, status: str, here: str, count: int | None = None, warn: bool = False
    ) -> dict[str, Any]:
        return {
            "label": label,
            "url": with_value(self.request, "status", status),
            "current": here == status,
            "count": count,
            "warn": warn and bool(count),
        }

    def _review(self, form: Any, rows: list[Incident]) -> dict[str, Any] | None:
        """Return the first record of the queue, to be decided without leaving the list."""
        if form.cleaned_data.get("status") != IncidentStatus.SUBMITTED or not rows:
            return None
        incident, steps = rows[0], steps_for(self.request.user, rows[0])
        if "verify" not in steps:
            return None
        values = {"version": incident.version}
        asks = str(STEPS["return"].asks)
        return {
            "incident": incident,
            "verify": Step(initial=values, auto_id="verify_%s"),
            "return": Step(initial=values, asks=asks, auto_id="return_%s"),
            "next": self.request.get_full_path(),
        }


@takes(*IncidentListFilter.base_filters)
class IncidentFile(IncidentList):
    """The list that is shown, whole, as a file; wrong filters are named on the page of the list."""

    kind = ""
    excel = False

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        if not self.filterset.is_valid():
            return super().render_to_response(context, **kwargs)
        rows = self.filterset.qs.order_by(*self.filterset.columns)
        return incidents_file(self.kind, rows, standing=Standing(self.request), excel=self.excel)
