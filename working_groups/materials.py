"""What is shown at a meeting about a thing on its agenda, as a file; sealed with the minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.api.attached import AttachedViewSet, file_described
from core.attachments.attached import Attached
from core.attachments.views import AttachmentFile, AttachmentStep
from core.models import Attachment, AttachmentKind
from working_groups import meetings
from working_groups.meeting_views import crumbs
from working_groups.models import AgendaItem


def _put(item: AgendaItem, file: Attachment | None, *, version: int, at: datetime) -> Any:
    return meetings.change_item(item=item, said={"material": file}, at=at, version=version)


MATERIAL = Attached(
    rows=AgendaItem.objects.select_related("meeting__group__community__oblast", "material"),
    path="material",
    kinds=(AttachmentKind.DOCUMENT, AttachmentKind.PHOTO),
    view="working_groups.view_agendaitem",
    change="working_groups.change_agendaitem",
    put=_put,
    name="material",
)


class MaterialFile(AttachmentFile):
    """The material of an agenda item the reader sees."""

    attached = MATERIAL


class MaterialFileEdit(AttachmentStep):
    """Bring the material of an agenda item, or take it away."""

    attached = MATERIAL

    def words(self) -> str:
        return _("Material of the agenda item")

    def crumbs(self, title: str) -> list[tuple[str, str | None]]:
        meeting = self.record.meeting
        return crumbs((str(meeting), meeting.get_absolute_url()), (title, None))


@file_described(MATERIAL)
class MaterialFileViewSet(AttachedViewSet):
    """The material of an agenda item; the version in If-Match is that of the item."""

    attached = MATERIAL
    scopes = ("groups:read", "groups:write")
