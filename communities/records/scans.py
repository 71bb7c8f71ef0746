"""The signed text of a memorandum, as a file beside what is recorded about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communities import services
from communities.models import Memorandum
from core.api.attached import AttachedViewSet, file_described
from core.attachments.attached import Attached
from core.attachments.views import AttachmentFile, AttachmentStep
from core.models import Attachment, AttachmentKind


def _put(record: Memorandum, scan: Attachment | None, *, version: int, at: datetime) -> Any:
    return services.change_record(record=record, said={"file": scan}, at=at, version=version)


SCAN = Attached(
    rows=Memorandum.objects.select_related("community__oblast", "file"),
    path="file",
    kinds=(AttachmentKind.DOCUMENT, AttachmentKind.PHOTO),
    view="communities.view_memorandum",
    change="communities.change_memorandum",
    put=_put,
    name="memorandum",
)


class MemorandumFile(AttachmentFile):
    """The signed text of a memorandum the reader sees."""

    attached = SCAN


class MemorandumFileEdit(AttachmentStep):
    """Bring the signed text of a memorandum, or take it away."""

    attached = SCAN

    def words(self) -> str:
        return _("Text of the memorandum")

    def crumbs(self, title: str) -> list[tuple[str, str | None]]:
        community = self.record.community
        return [(community.title, community.get_absolute_url()), (title, None)]


@file_described(SCAN)
class MemorandumFileViewSet(AttachedViewSet):
    """The signed text of a memorandum; the version in If-Match is that of the memorandum."""

    attached = SCAN
    scopes = ("territories:read", "territories:write")
