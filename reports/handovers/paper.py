"""The files of an act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from reports import pdf
from reports.handovers import word
from reports.handovers.act import Act


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what browsers call it and who builds it."""

    content_type: str
    build: Callable[[Act], bytes]


def _pdf(act: Act) -> bytes:
    with translation.override(act.language):
        page = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return pdf.typeset("act", vars(act) | {"dated": "", "page": page}, act.dated)


KINDS = {
    "pdf": FileKind("application/pdf", _pdf),
    "docx": FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.build
    ),
}
