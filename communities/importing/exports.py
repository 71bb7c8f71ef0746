"""The lines of an import as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from communities.importing.words import described
from core.handing_out import handed_out
from core.models import ImportLine, ImportPreview
from core.plans import Kind

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines_as_csv(preview: ImportPreview, kind: Kind, lines: Any) -> HttpResponse:
    """Return the kept lines of an import, bounded as they are, in the language of the reader."""
    response = HttpResponse("".join(_rows(lines, kind)), content_type="text/csv; charset=utf-8")
    return handed_out(response, f"import-{preview.pk}.csv")


def _rows(lines: Iterable[ImportLine], kind: Kind) -> Iterator[str]:
    writer = csv.writer(_Echo())
    heads = _("Row"), _("What happens"), _("Of what"), _("Code"), _("Name")
    more = _("Field"), _("Was"), _("Becomes"), _("Note")
    yield writer.writerow([*heads, *more])
    for line in described(lines, kind):
        words: dict[str, str] = line.words  # type: ignore[attr-defined]
        cells = (line.row, line.get_what_display(), words["unit"], line.code, line.name)
        rest = (words["field"], words["was"], words["becomes"], line.reason)
        yield writer.writerow([_cell(each) for each in (*cells, *rest)])


def _cell(value: Any) -> str:
    """Write a cell no program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
