"""An import as its page tells it: where it stands, what it counts, whom to blame for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.importing.words import described
from core.imports import APPLY, kinds
from core.models import ImportLine, ImportPreview, JobState, PreviewState, What
from core.numbers import number
from core.plans import Kind
from core.reasons import Reason

TAGS = {
    PreviewState.READING: ("submitted", "sync"),
    PreviewState.READY: ("warn", "clock"),
    PreviewState.REJECTED: ("bad", "alert"),
    PreviewState.STALE: ("bad", "alert"),
    PreviewState.APPLIED: ("good", "check"),
}


@dataclass(frozen=True)
class Shown:
    """A preview with the words around it."""

    preview: ImportPreview

    @cached_property
    def kind(self) -> Kind:
        return kinds()[self.preview.kind]

    @property
    def url(self) -> str:
        return self.preview.get_absolute_url()

    @property
    def list_url(self) -> str:
        return reverse("imports:list")

    @property
    def crumbs(self) -> list[tuple[str, str | None]]:
        return [(_("Imports"), self.list_url), (self.preview.file_name, None)]

    @property
    def state(self) -> dict[str, str]:
        """Return the tag of the state; a reading that failed is no reading."""
        if self.has_failed and self.preview.state == PreviewState.READING:
            return {"kind": "bad", "icon": "alert", "label": str(JobState.FAILED.label)}
        kind, icon = TAGS[PreviewState(self.preview.state)]
        return {"kind": kind, "icon": icon, "label": str(self.preview.get_state_display())}

    @property
    def is_busy(self) -> bool:
        return bool(self.preview.job and self.preview.job.is_open)

    @property
    def is_applying(self) -> bool:
        job = self.preview.job
        return bool(job and job.is_open and job.kind == APPLY)

    @property
    def has_failed(self) -> bool:
        return bool(self.preview.job and self.preview.job.state == JobState.FAILED)

    @property
    def waits(self) -> bool:
        """Say whether a person has to decide."""
        return self.preview.state == PreviewState.READY and not self.is_busy

    @property
    def progress(self) -> int | None:
        job = self.preview.job
        return job.progress if job and job.state == JobState.RUNNING else None

    @property
    def doubt(self) -> str:
        return Reason.told(self.preview.doubt)

    @property
    def warnings(self) -> list[str]:
        return [Reason.told(each) for each in self.preview.warnings]

    @property
    def summary(self) -> str:
        """Say in a few words what the file changes, for a list."""
        if self.preview.state in {PreviewState.READING, PreviewState.REJECTED}:
            return ""
        changes = self.preview.changes
        words = ngettext("%(count)s change", "%(count)s changes", changes)
        return words % {"count": number(changes)}

    @property
    def button(self) -> str:
        words = ngettext("Apply %(count)s change", "Apply %(count)s changes", self.preview.changes)
        return words % {"count": number(self.preview.changes)}

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Return the counts to show: those that a file of this kind has, and what stays."""
        counts = self.preview.counts
        found = [
            {"label": What(each).label, "value": counts[each], "url": f"?what={each}#rows"}
            for each in What.values
            if counts.get(each)
        ]
        if "unchanged" in counts:
            found.append({"label": _("Unchanged"), "value": counts["unchanged"], "url": ""})
        return found

    @property
    def left_out(self) -> int:
        """Return how many lines are counted and not kept."""
        return sum(self.preview.counts.get(each, 0) for each in What.values) - self.kept

    @cached_property
    def kept(self) -> int:
        return self.preview.lines.count()

    def chosen(self, what: str) -> str:
        """Return the filter of an address, empty where it names nothing that happens."""
        return what if what in What.values else ""

    def tabs(self, what: str) -> list[dict[str, Any]]:
        counts = self.preview.counts
        every = sum(counts.get(each, 0) for each in What.values)
        found = [{"label": _("All"), "url": "?#rows", "count": every, "current": not what}]
        for each in What:
            if counts.get(each.value):
                url = f"?what={each.value}#rows"
                is_it = what == each.value
                count = counts[each.value]
                found.append(
                    {"label": str(each.label), "url": url, "count": count, "current": is_it}
                )
        return found

    def described(self, lines: Iterable[ImportLine]) -> list[ImportLine]:
        return described(lines, self.kind)


class OwnShown(Shown):
    """A sheet that somebody brought for himself: its counts, and its wrong rows to take away."""

    counted: ClassVar[
        tuple[What, ...]
    ]  # what a row of such a sheet may do, in the order of the page
    unchanged: ClassVar[Any] = gettext_lazy("Unchanged")
    rejected_route: ClassVar[str]

    @property
    def has_expired(self) -> bool:
        return self.preview.state == PreviewState.READY and not self.preview.kept_as

    @property
    def state(self) -> dict[str, str]:
        if self.has_expired:
            return {"kind": "draft", "icon": "clock", "label": _("Expired")}
        return super().state

    @property
    def waits(self) -> bool:
        return super().waits and not self.has_expired

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Return the counts of a sheet that could be read, zeros and all."""
        if self.preview.state in {PreviewState.READING, PreviewState.REJECTED}:
            return []
        counts = self.preview.counts
        found = [
            {
                "label": what.label,
                "value": counts.get(what.value, 0),
                "url": f"?what={what.value}#rows" if counts.get(what.value) else "",
            }
            for what in self.counted
        ]
        unchanged = {"label": self.unchanged, "value": counts.get("unchanged", 0), "url": ""}
        return [*found, unchanged]

    @property
    def refusals(self) -> list[tuple[int, str]]:
        """Return why the sheet could not be read, each with the row it was met in."""
        if self.preview.state != PreviewState.REJECTED:
            return []
        found = self.preview.lines.order_by("id")[: settings.LIMITS["problems_shown"]]
        return [(line.row or 0, line.reason) for line in found]

    @property
    def rejected(self) -> int:
        return self.preview.counts.get(What.REJECTED, 0)

    @property
    def rejected_url(self) -> str:
        """Return where the wrong rows are to be had, empty where nothing of them is kept."""
        wrong = self.preview.lines.filter(what=What.REJECTED).exclude(cells=None)
        return reverse(self.rejected_route, args=[self.preview.pk]) if wrong.exists() else ""
