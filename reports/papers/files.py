"""The files of a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from core.handing_out import handed_out
from reports import pdf
from reports.papers import word
from reports.papers.paper import LANGUAGE, Paper


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what browsers call it and who builds it."""

    content_type: str
    build: Callable[[Paper], bytes]


def _pdf(paper: Paper) -> bytes:
    data: dict[str, Any] = {
        **asdict(paper),
        "dated": "",
        "language": LANGUAGE,
        "demo": paper.demo,
        "signing": paper.signing,
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }
    return pdf.typeset("paper", data, paper.dated)


KINDS = {
    "pdf": FileKind("application/pdf", _pdf),
    "docx": FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.build
    ),
}


def answer(paper: Paper, kind: str) -> HttpResponse:
    """Return a paper as a file, never to be opened inside the portal's own origin."""
    made = KINDS[kind]
    with translation.override(LANGUAGE):
        content = made.build(paper)
    response = HttpResponse(content, content_type=made.content_type)
    return handed_out(response, f"{paper.file_name}.{kind}")
