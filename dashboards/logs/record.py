"""The history of one record and of what belongs to it: every version, found and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from communities.models import Beat, StarostaDistrict
from communities.surfaces import ScopedViewMixin
from core.gate import MethodsFirst, takes
from core.moments import when
from core.periods import Period
from core.versions import Words
from dashboards.logs.kinds import BY_CODE, JOINS, Kind
from dashboards.logs.telling import Step, tell, walled
from incidents.models import Incident
from officers.models import Activity, Officer


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to the record, and the column that says so."""

    kind: Kind
    column: str


class FindForm(forms.Form):
    """Which changes to show, and which two versions to compare."""

    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    author = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To, included"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    first = forms.TypedChoiceField(label=gettext_lazy("Version"), required=False, coerce=int)
    second = forms.TypedChoiceField(label=gettext_lazy("With"), required=False, coerce=int)

    def __init__(self, data: Any, steps: list[Step], versions: list[tuple[int, str]]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        labels = {cell.label for step in steps for cell in step.cells}
        names = {step.author.name for step in steps}
        fields["field"].choices = [("", _("Any field")), *((e, e) for e in sorted(labels))]
        fields["author"].choices = [("", _("Anybody")), *((e, e) for e in sorted(names))]
        for name in ("first", "second"):
            fields[name].choices = [("", _("Not chosen")), *versions]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        return data

    def found(self, steps: Iterable[Step]) -> list[Step]:
        """Return the steps that the form asks for."""
        said = self.cleaned_data
        since, until = (said.get(name) for name in ("since", "until"))
        return [
            each
            for each in steps
            if (not said["author"] or each.author.name == said["author"])
            and (not said["field"] or said["field"] in {cell.label for cell in each.cells})
            and (not since or each.at >= Period.day(since).starts_at)
            and (not until or each.at < Period.day(until).ends_at)
        ]


@takes("field", "author", "since", "until", "first", "second")
class RecordHistory(MethodsFirst, PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """Every change of a record, for whoever sees the record."""

    template_name = "dashboards/logs/record.html"
    context_object_name = "record"
    kind: Kind
    parts: tuple[Part, ...] = ()

    @property
    def permission_required(self) -> str:
        meta = self.kind.model._meta
        return f"{meta.app_label}.view_{meta.model_name}"

    def get_queryset(self) -> Any:
        joined = self.kind.model.objects.select_related(*JOINS.get(self.kind.model, ()))
        return joined.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = self.steps
        form = FindForm(self.request.GET, steps, self.choices)
        valid = form.is_valid()
        name = self.name
        return super().get_context_data(
            form=form,
            steps=form.found(steps) if valid else [],
            compared=self.compared(form) if valid else None,
            name=name,
            newest_only=len(steps) >= settings.LIMITS["versions_shown"],
            crumbs=[(name, self.object.get_absolute_url()), (_("History"), None)],
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if context["form"].is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)

    @property
    def name(self) -> str:
        record = self.object
        if isinstance(record, Incident):
            return record.number or str(_("no number yet"))
        return str(getattr(record, "name", None) or record)

    @cached_property
    def versions(self) -> list[Any]:
        """Return the versions of the record itself, the newest first."""
        return self._events(Part(self.kind, "pgh_obj"))

    @cached_property
    def steps(self) -> list[Step]:
        """Return the changes of the record and of its parts, the newest first."""
        told = tell(self.kind, self.versions)
        for part in self.parts:
            told += tell(part.kind, self._events(part))
        told.sort(key=lambda each: each.at, reverse=True)  # at one moment the record's own first
        return told[: settings.LIMITS["versions_shown"]]

    @property
    def choices(self) -> list[tuple[int, str]]:
        authors = {e.event.pgh_id: e.author.name for e in self.steps if e.kind is self.kind}
        return [
            (each.pgh_id, f"{when(each.pgh_created_at)} · {authors[each.pgh_id]}")
            for each in self.versions
            if each.pgh_id in authors
        ]

    def compared(self, form: FindForm) -> dict[str, Any] | None:
        """Return two versions side by side, the older one first."""
        keys = {form.cleaned_data["first"], form.cleaned_data["second"]} - {"", None}
        if len(keys) < 2:
            return None
        older, newer = sorted(
            (each for each in self.versions if each.pgh_id in keys), key=lambda e: e.pgh_id
        )
        words = Words(self.kind.fields, [older, newer], JOINS)
        hidden = {*self.kind.kept_back}
        if walled(self.kind, [older, newer]):
            hidden |= {*self.kind.protected}
        rows = [_row(words, field, older, newer, hidden) for field in self.kind.fields]
        return {"older": older, "newer": newer, "rows": rows}

    def _events(self, part: Part) -> list[Any]:
        events = part.kind.events.filter(**{part.column: self.object.pk})
        joined = events.select_related("pgh_context", *part.kind.joins).order_by("-pgh_id")
        return list(joined[: settings.LIMITS["versions_shown"]])


def _row(words: Words, field: Any, older: Any, newer: Any, hidden: set[str]) -> dict[str, Any]:
    was, became = (getattr(each, field.attname) for each in (older, newer))
    told = [words.of(field, value) for value in (was, became)]
    if field.name in hidden:
        told = [_("not shown") if each is not None else None for each in told]
    label = str(field.verbose_name)
    return {"label": label, "was": told[0], "became": told[1], "same": was == became}


class IncidentHistory(RecordHistory):
    model = Incident
    kind = BY_CODE["incidents"]
    parts = (
        *(Part(BY_CODE[code], "incident") for code in ("words", "responses", "explosives-details")),
        *(Part(BY_CODE[f"{code}-details"], "pgh_obj") for code in ("emergency", "fire")),
        Part(BY_CODE["domestic-violence-details"], "pgh_obj"),
    )


class OfficerHistory(RecordHistory):
    model = Officer
    kind = BY_CODE["officers"]
    parts = (Part(BY_CODE["assignments"], "officer"),)


class ActivityHistory(RecordHistory):
    model = Activity
    kind = BY_CODE["activities"]
    parts = (Part(BY_CODE["activity-officers"], "activity"),)


class StarostaHistory(RecordHistory):
    model = StarostaDistrict
    kind = BY_CODE["starosta-districts"]


class BeatHistory(RecordHistory):
    model = Beat
    kind = BY_CODE["beats"]
