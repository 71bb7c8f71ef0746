"""A workbook of events as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from communities.importing.showing import Shown
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


class ShownEvents(Shown):
    """A preview with the words around it."""

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
    def has_expired(self) -> bool:
        return self.preview.state == PreviewState.READY and not self.preview.kept_as

    @property
    def state(self) -> dict[str, str]:
        if self.has_expired:
            return {"kind": "draft", "icon": "clock", "label": _("Expired")}
        if self.preview.state == PreviewState.APPLIED:
            return super().state | {"label": pgettext("file", "Recorded")}
        if self.waits and not self.preview.changes:
            return {"kind": "draft", "icon": "check", "label": _("Nothing to record")}
        return super().state

    @property
    def waits(self) -> bool:
        return super().waits and not self.has_expired

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Return the four counts of a workbook that could be read, zeros and all."""
        if self.preview.state in {PreviewState.READING, PreviewState.REJECTED}:
            return []
        counts = self.preview.counts
        found = [
            {
                "label": what.label,
                "value": counts.get(what.value, 0),
                "url": f"?what={what.value}#rows" if counts.get(what.value) else "",
            }
            for what in (What.CREATED, What.ALIKE, What.REJECTED)
        ]
        unchanged = {"label": _("Recorded already"), "value": counts.get("unchanged", 0), "url": ""}
        return [*found, unchanged]

    @property
    def refusals(self) -> list[tuple[int, str]]:
        """Return why the workbook could not be read, each with the row it was met in."""
        if self.preview.state != PreviewState.REJECTED:
            return []
        found = self.preview.lines.order_by("id")[: settings.LIMITS["problems_shown"]]
        return [(line.row or 0, line.reason) for line in found]

    @property
    def rejected_url(self) -> str:
        """Return where the wrong rows are to be had, empty where nothing of them is kept."""
        wrong = self.preview.lines.filter(what=What.REJECTED).exclude(cells=None)
        return (
            reverse("incidents:import-rejected", args=[self.preview.pk]) if wrong.exists() else ""
        )

    @property
    def rejected(self) -> int:
        return self.preview.counts.get(What.REJECTED, 0)

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
