"""The text of the order that establishes a group, as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.api.attached import AttachedViewSet, file_described
from core.attachments.attached import Attached
from core.attachments.views import AttachmentFile, AttachmentStep
from core.models import Attachment, AttachmentKind
from working_groups import groups
from working_groups.models import WorkingGroup


def _put(group: WorkingGroup, file: Attachment | None, *, version: int, at: datetime) -> Any:
    return groups.change_group(group=group, said={"order_file": file}, at=at, version=version)


ORDER = Attached(
    rows=WorkingGroup.objects.select_related("community__oblast", "order_file"),
    path="order_file",
    kinds=(AttachmentKind.DOCUMENT, AttachmentKind.PHOTO),
    view=groups.VIEW,
    change=groups.CHANGE,
    put=_put,
    name="order",
)


class OrderFile(AttachmentFile):
    """The order of a group the reader sees."""

    attached = ORDER


class OrderFileEdit(AttachmentStep):
    """Bring the text of an order, or take it away."""

    attached = ORDER

    def words(self) -> str:
        return _("Text of the order")

    def crumbs(self, title: str) -> list[tuple[str, str | None]]:
        group = self.record
        above = (_("Working groups"), reverse("working_groups:list"))
        return [above, (str(group), group.get_absolute_url()), (title, None)]


@file_described(ORDER)
class OrderFileViewSet(AttachedViewSet):
    """The order of a group; the version in If-Match is that of the group."""

    attached = ORDER
    scopes = ("groups:read", "groups:write")
