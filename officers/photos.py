"""The photograph of an officer: personal like the names, so it stands beside them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.api.attached import AttachedViewSet, file_described
from core.attachments.attached import Attached
from core.attachments.views import AttachmentFile, AttachmentStep
from core.models import Attachment, AttachmentKind
from officers import services, stages
from officers.models import Officer


def _put(officer: Officer, photo: Attachment | None, *, version: int, at: datetime) -> Officer:
    beside = {"photo": photo}
    return services.change_officer(officer=officer, said={}, names=beside, version=version)


PHOTO = Attached(
    rows=Officer.objects.filter(personal__isnull=False).select_related("personal__photo"),
    path="personal.photo",
    kinds=(AttachmentKind.PHOTO,),
    view=services.VIEW,
    change=stages.CHANGE,
    put=_put,
    name="officer",
)


class OfficerPhoto(AttachmentFile):
    """The photograph of an officer the reader sees."""

    attached = PHOTO


class OfficerPhotoEdit(AttachmentStep):
    """Bring the photograph of an officer, or take it away."""

    attached = PHOTO
    help_text = gettext_lazy(
        "JPEG, PNG or WebP, up to 10 MB; place and time that the camera wrote into it are removed."
    )

    def words(self) -> str:
        return _("Photograph of the officer")

    def crumbs(self, title: str) -> list[tuple[str, str | None]]:
        above = (_("Officers"), reverse("officers:list"))
        return [above, (str(self.record), self.record.get_absolute_url()), (title, None)]


@file_described(PHOTO)
class OfficerPhotoViewSet(AttachedViewSet):
    """The photograph of an officer; the version in If-Match is that of the officer."""

    attached = PHOTO
    scopes = ("officers:read", "officers:write")
