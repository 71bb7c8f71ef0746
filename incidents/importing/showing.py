"""A workbook of events as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from communities.importing.showing import OwnShown
from communities.importing.words import LOOKS
from core.models import ImportLine, PreviewState, What
from core.numbers import number
from core.sheets.cells import ID, OWN_LABELS
from incidents.importing.columns import by_name, in_order
from incidents.importing.planning import TOLD
from incidents.models import Incident


@dataclass(frozen=True)
class ShownRow:
    """A row of the workbook: what it says, what becomes of it, and the records it is about."""

    line: ImportLine
    look: tuple[str, str]
    said: list[str]
    problems: list[tuple[str, str]]  # the heading of the column, empty for the row; what is wrong
    stored: Incident | None  # what it became
    alike: list[tuple[str, str]]  # number and address of a record of perhaps the same event


class ShownEvents(OwnShown):
    """A preview with the words around it."""

    counted = (What.CREATED, What.ALIKE, What.REJECTED)
    unchanged = gettext_lazy("Recorded already")
    rejected_route = "incidents:import-rejected"

    @property
    def url(self) -> str:
        return reverse("incidents:import", args=[self.preview.pk])

    @property
    def list_url(self) -> str:
        return reverse("incidents:imports")

    @property
    def crumbs(self) -> list[tuple[str, str | None]]:
        above = [(_("Incidents"), reverse("incidents:list")), (_("Import"), self.list_url)]
        return [*above, (self.preview.file_name, None)]

    @property
    def state(self) -> dict[str, str]:
        if self.preview.state == PreviewState.APPLIED:
            return super().state | {"label": pgettext("file", "Recorded")}
        if self.waits and not self.preview.changes:
            return {"kind": "draft", "icon": "check", "label": _("Nothing to record")}
        return super().state

    @property
    def summary(self) -> str:
        if self.preview.state == PreviewState.READING or not self.preview.changes:
            return ""
        words = ngettext("%(count)s event", "%(count)s events", self.preview.changes)
        return words % {"count": number(self.preview.changes)}

    @property
    def button(self) -> str:
        words = ngettext("Record %(count)s event", "Record %(count)s events", self.preview.changes)
        return words % {"count": number(self.preview.changes)}

    def rows(self, lines: Iterable[ImportLine], user: Any) -> list[ShownRow]:
        """Return lines as they are shown, with the records the reader may open."""
        found = list(lines)
        told = {line.pk: _numbers(line) for line in found}
        numbers = {each for line in told.values() for each in line}
        seen = Incident.objects.visible_to(user).select_related("category")
        stored = {str(each.pk): each for each in seen.filter(pk__in=_keys(found))}
        alike = {each.number: each.get_absolute_url() for each in seen.filter(number__in=numbers)}
        return [
            ShownRow(
                line=line,
                look=LOOKS[What(line.what)],
                said=_said(line),
                problems=_problems(line),
                stored=stored.get(line.code),
                alike=[(each, alike.get(each, "")) for each in told[line.pk]],
            )
            for line in found
        ]


def _keys(lines: Iterable[ImportLine]) -> list[str]:
    return [line.code for line in lines if line.code]


def _said(line: ImportLine) -> list[str]:
    cells = line.cells or {}
    return [cells[name] for name in TOLD if name in cells]


def _numbers(line: ImportLine) -> list[str]:
    """Return the numbers of the records a line may repeat."""
    said = (line.note or {}).get("of", {}).get("numbers", "") if line.what == What.ALIKE else ""
    return said.split(", ") if said else []


def _problems(line: ImportLine) -> list[tuple[str, str]]:
    labels = {name: column.label for name, column in by_name().items()} | {ID: OWN_LABELS[ID]}
    said = (line.problems or {}).get(get_language() or "", {})
    return [(str(labels.get(name, "")), said[name]) for name in in_order(said)]
