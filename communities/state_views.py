"""Who is eligible, occupied or at the front on any day: a map, a list, and both as files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Max
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView
from django_filters.views import FilterView

from communities import geojson, histories, state_exports, state_maps
from communities.filters import VIEW
from communities.looks import state_tag
from communities.models import Boundary, Community, ControlStatus, scope_of
from communities.models.boundaries import Detail
from communities.models.facts import UNITS
from communities.models.states import CommunityState
from communities.standing import Standing
from communities.state_filters import ELIGIBLE, StateFilter
from communities.surfaces import ScopedViewMixin
from communities.territories import territories_of
from core.exports import CSV, GEOJSON, file_of, sent
from core.gate import takes
from core.pager import MARKS, keyset_page, without_marks

IN_ORDER = ("sort_key", "id")
ASKED = tuple(StateFilter.base_filters)


class Asking(PermissionRequiredMixin, ScopedViewMixin, FilterView):
    """Whatever shows the communities of a reader as they stand on a day."""

    permission_required = VIEW
    queryset = Community.objects.all()
    filterset_class = StateFilter


@takes(*ASKED, *MARKS)
class StateMap(Asking):
    """The map of a day and the list beside it."""

    template_name = "communities/states.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filterset.form
        shown = self._shown() if form.is_valid() else {}
        crumbs = [
            (_("Overview"), reverse("dashboards:overview")),
            (_("Communities"), reverse("communities:list")),
            (_("State on a day"), None),
        ]
        return super().get_context_data(form=form, crumbs=crumbs, **shown, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if context["form"].is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)

    def _shown(self) -> dict[str, Any]:
        day = self.filterset.day
        found = state_maps.places(self.filterset.ground)
        counts = Counter(each.status for each in found)
        rows = self.filterset.qs.select_related("oblast", "raion")
        page = keyset_page(self.request, rows, IN_ORDER)
        for each in page.rows:
            each.state = state_tag(each.status)
        label = state_maps.summary(counts)
        land = list(state_maps.land_on(day, nation=self._whole))
        return {
            "day": day,
            "page": page,
            "where": self._where,
            "states": self._states(counts),
            "all": len(found),
            "eligible": len(found) - counts[CommunityState.OCCUPIED],
            "listed": self._listed(counts, len(found)),
            "occupied": counts[CommunityState.OCCUPIED],
            "partly": counts[CommunityState.PARTLY_OCCUPIED],
            "drawing": state_maps.draw(found, land, nation=self._whole, label=label),
            "land_url": f"{reverse('api:boundary-list')}?level=oblast",
            "lost": " ".join(each.code for each in land if each.lost),
            "drawn": sum(1 for each in found if each.path),
            "credit": Boundary.objects.credit(),
            "first_url": without_marks(self.request),
            "urls": {name: self._url(name) for name in ("data", "csv", "geojson")},
            **_edition(day),
        }

    @cached_property
    def _own(self) -> list[Any]:
        return territories_of(scope_of(self.request.user, VIEW))

    @property
    def _place(self) -> Any:
        return self.filterset.form.cleaned_data["territory"]

    @property
    def _whole(self) -> bool:
        """Say whether the map is of the whole country."""
        return not self._place and [each.level for each in self._own] == ["nation"]

    @property
    def _where(self) -> str:
        return self._place.name if self._place else ", ".join(each.name for each in self._own)

    def _listed(self, counts: Counter[str], every: int) -> int:
        """Return how many the list has: the map has counted them already."""
        state = self.filterset.form.cleaned_data["state"]
        if state == ELIGIBLE:
            return every - counts[CommunityState.OCCUPIED]
        return counts[state] if state else every

    def _states(self, counts: Counter[str]) -> list[dict[str, Any]]:
        """Return the five states in words, with their number and the list of each."""
        return [
            {
                "kind": f"state-{state.value}",
                "label": state.label,
                "count": counts[state],
                "url": self._url("map", state=state.value),
            }
            for state in CommunityState
        ]

    def _url(self, name: str, **changes: str) -> str:
        query = self.request.GET.copy()
        for mark in MARKS:
            query.pop(mark, None)
        query["on"] = self.filterset.day.isoformat()
        for key, value in changes.items():
            query[key] = value
        if name == "data":  # the map shows all of the territory, whatever is listed
            query.pop("state", None)
        address = {"data": "geojson"}.get(name, name)
        return f"{reverse(f'communities:states-{address}')}?{query.urlencode()}"


def _edition(day: date) -> dict[str, Any]:
    """Say which edition of the act the states are read from, and whether the day is after it."""
    newest = ControlStatus.objects.aggregate(act=Max("act"), edition=Max("edition"))
    return {
        **newest,
        "after_the_edition": bool(newest["edition"] and day > newest["edition"]),
        "contested": ControlStatus.objects.filter(contested=True).exists(),
    }


class _File(Asking):
    """A file of what the page lists; a question that cannot be read is a 400 without one."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        filterset = self.get_filterset(self.get_filterset_class())
        if not filterset.form.is_valid():
            return StateMap.as_view()(request)
        name = f"communities-{filterset.day.isoformat()}"
        return self.file(filterset.qs, name, filterset.form.cleaned_data["territory"])

    def file(self, found: Any, name: str, place: Any) -> StreamingHttpResponse:
        raise NotImplementedError


@takes(*ASKED)
class StatesCsv(_File):
    def file(self, found: Any, name: str, place: Any) -> StreamingHttpResponse:
        rows, columns = state_exports.rows_of(found), state_exports.COLUMNS
        return file_of(CSV, rows, columns, name=name, standing=Standing(self.request))


@takes(*ASKED)
class StatesGeojson(_File):
    """In low detail for the country, finer for a territory; the map reads it too."""

    def file(self, found: Any, name: str, place: Any) -> StreamingHttpResponse:
        detail = Detail.MIDDLE if place else Detail.LOW
        pieces = geojson.collection(
            state_exports.features(found, detail),
            name="communities",
            credit=Boundary.objects.credit(),
            community={
                "label": _("Community page"),
                "url": reverse("dashboards:community", args=["CODE"]),
            },
        )
        return sent(pieces, kind=GEOJSON, name=name, standing=Standing(self.request))


@takes(*MARKS)
class ContradictionList(PermissionRequiredMixin, ListView):
    """The lines of the act that contradict each other: public like it, the same for everybody."""

    permission_required = VIEW
    template_name = "communities/contradictions.html"
    queryset = ControlStatus.objects.filter(contested=True).select_related(*UNITS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset_page(self.request, self.get_queryset(), ("listed_as", "id"))
        page.rows[:] = [histories.line(each) for each in page.rows]
        crumbs = [
            (_("Communities"), reverse("communities:list")),
            (_("State on a day"), reverse("communities:states-map")),
            (_("Contradictions"), None),
        ]
        return {"page": page, "crumbs": crumbs, "first_url": without_marks(self.request), **kwargs}
