"""One record: its facts, who went, its course, its changes and the steps open to the reader."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.readings import readings_of
from communities.surfaces import ScopedViewMixin
from core.pager import counted_up_to
from incidents.amendment_words import amendments_of
from incidents.changes import changes_of
from incidents.course import course_of
from incidents.filters import VIEW
from incidents.models import Incident, IncidentStatus, is_behind_the_wall
from incidents.section_words import further_of, sections_of
from incidents.step_forms import NoteForm, ReadingStep, Step
from incidents.steps import may_edit, may_note, steps_for

REFUSED = {IncidentStatus.RETURNED, IncidentStatus.VOID}  # whose last step says why
JOINED = (
    *("community__oblast", "community__raion", "logged_by", "logged_by__officer"),
    "strike",
)


class IncidentDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """The record; of a sensitive one the protected fields only where `shown` (views.reading)."""

    permission_required = VIEW
    queryset = Incident.objects.with_names().select_related(*JOINED)
    template_name = "incidents/detail.html"
    context_object_name = "incident"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        incident, user = self.object, self.request.user
        went = list(incident.responses.select_related("officer__personal").order_by("pk"))
        transitions = list(incident.transitions.select_related("by").order_by("-at", "-pk"))
        notes = incident.notes.select_related("author").order_by("-at", "-pk")
        newest = notes[: settings.LIMITS["notes_shown"]]
        shown = kwargs.pop("shown", False)
        told = shown or not incident.is_sensitive
        further = further_of(incident)
        return super().get_context_data(
            responses=went,
            further=further,
            sections=sections_of(incident, further),
            amendments=amendments_of(incident, shown=shown),
            course=course_of(incident, went, transitions, newest, told=told),
            refusal=transitions[0] if transitions and incident.status in REFUSED else None,
            writing=kwargs.pop("writing", None) or self._note_form(),
            changes=changes_of(incident),
            steps=step_forms(user, incident, kwargs.pop("refused", None)),
            may_edit=may_edit(user, incident),
            crumbs=_crumbs(incident),
            title=title_of(incident),
            **self._protected(shown, kwargs.pop("asking", None)),
            **kwargs,
        )

    def _note_form(self) -> NoteForm | None:
        """Return the form of a note, for whoever may write one."""
        return NoteForm(auto_id="note_%s") if may_note(self.request.user, self.object) else None

    def _protected(self, shown: bool, asking: ReadingStep | None) -> dict[str, Any]:
        """Return whether the words may be shown, and of a protected record who has read them."""
        incident = self.object
        few = has_words_for_few(self.request.user, incident)
        if not (incident.is_sensitive or few):
            return {"open": True}
        readings = readings_of(incident)
        return {
            "open": shown or not incident.is_sensitive,
            "few": few,
            "shown": shown,
            "asking": asking or ReadingStep(auto_id="reading_%s"),
            "refused_form": asking,
            "readings": counted_up_to(readings, "queue_most"),
            "last_reading": readings.first(),
        }


def has_words_for_few(user: Any, incident: Incident) -> bool:
    """Say whether a record has words that only few may read, and the reader is one of them."""
    return bool(incident.text.protected_narrative) and is_behind_the_wall(user, incident)


def title_of(incident: Incident) -> str:
    """Return what the page is called: of a sensitive event nothing that tells what it was."""
    if incident.is_sensitive:
        return _("Incident")
    place = incident.settlement.name if incident.settlement else incident.community.title
    return f"{incident.category.name}, {place}"


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
