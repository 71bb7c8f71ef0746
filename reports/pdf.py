"""The document on paper: typst sets the laid-out edition as a tagged PDF/A-2a and PDF/UA-1."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from core.looks import service_word
from reports.document import Document, Section, lay_out
from reports.models import Edition

TEMPLATES = Path(__file__).parent / "typst"
FONTS = [str(fontpkg_noto_sans.ROOT / "files")]


def build(edition: Edition) -> bytes:
    """Return the PDF; the same edition gives the same bytes for one release of the portal."""
    with translation.override(edition.language):
        data = _data(lay_out(edition, mode="light"))
    return typeset(edition.kind, data, edition.as_of)


def typeset(template: str, data: dict[str, Any], at: date) -> bytes:
    """Return the PDF that a template makes of data; `at` is the moment or day it says of itself."""
    moment = at if isinstance(at, datetime) else datetime.combine(at, time(), UTC)
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(moment.timestamp()),
    )


def _data(document: Document) -> dict[str, Any]:
    """Return the document as JSON for the template; typst never sees markup of ours."""
    return {
        **{name: value for name, value in vars(document).items() if name != "sections"},
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "digest_label": _("Checksum"),
        "sections": [_section(each) for each in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    table = section.table
    return {
        "title": section.title,
        "sentences": section.sentences,
        "message": section.message,
        "chart": str(section.chart.wide) if section.chart else "",
        "legend": _legend(section),
        "table": {**asdict(table), "numeric": table.numeric} if table else None,
    }


def _legend(section: Section) -> list[dict[str, str]]:
    return [{"code": each, "word": service_word(each)} for each in section.services]
