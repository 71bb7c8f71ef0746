"""One record: its facts, who went, its course, its changes and the steps open to the reader."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.surfaces import ScopedViewMixin
from incidents.changes import changes_of
from incidents.course import course_of
from incidents.filters import VIEW
from incidents.forms import Step
from incidents.models import Incident
from incidents.steps import may_edit, steps_for

JOINED = ("community__oblast", "community__raion", "logged_by", "logged_by__officer")


class IncidentDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    permission_required = VIEW
    queryset = Incident.objects.with_names().select_related(*JOINED)
    template_name = "incidents/detail.html"
    context_object_name = "incident"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        incident, user = self.object, self.request.user
        went = list(incident.responses.select_related("officer__personal").order_by("pk"))
        transitions = incident.transitions.select_related("by").order_by("-at", "-pk")
        return super().get_context_data(
            responses=went,
            course=course_of(incident, went, transitions),
            changes=changes_of(incident),
            steps=step_forms(user, incident, kwargs.pop("refused", None)),
            may_edit=may_edit(user, incident),
            crumbs=_crumbs(incident),
            **kwargs,
        )


def step_forms(
    user: Any, incident: Incident, refused: tuple[str, Step] | None
) -> dict[str, dict[str, Any]]:
    """Return the steps the reader may take, each with its form; a refused one keeps its words."""
    found = {}
    for name, step in steps_for(user, incident).items():
        values = {"version": incident.version}
        asks = str(step.asks)
        form = Step(initial=values, asks=asks, auto_id=f"{name}_%s")
        is_refused = refused is not None and refused[0] == name
        found[name] = {"look": step, "form": refused[1] if is_refused else form, "open": is_refused}
    return found


def _crumbs(incident: Incident) -> list[tuple[str, str | None]]:
    community, incidents = incident.community, reverse("incidents:list")
    return [
        (_("Incidents"), incidents),
        (community.oblast.title, f"{incidents}?territory={community.oblast.code}"),
        (community.title, community.get_absolute_url()),
        (incident.number or incident.get_status_display(), None),
    ]
