"""Knowledge products: written down and changed by those who keep them, with their file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from communities.services import change_record, store_record
from core.api.attached import AttachedViewSet, file_described
from core.attachments.attached import Attached
from core.attachments.views import AttachmentFile, AttachmentStep
from core.models import Attachment, AttachmentKind
from working_groups.groups import VIEW
from working_groups.models import KnowledgeProduct

ADD = "working_groups.add_knowledgeproduct"
Said = dict[str, Any]


@transaction.atomic
def add_product(*, said: Said, by: User, at: datetime) -> KnowledgeProduct:
    """Write down a product."""
    row = KnowledgeProduct(recorded_by=by, created_at=at)
    stored: KnowledgeProduct = store_record(row, said, at)
    return stored


@transaction.atomic
def change_product(
    *, product: KnowledgeProduct, said: Said, at: datetime, version: int | None
) -> KnowledgeProduct:
    """Change what is said of a product, or the file of it."""
    changed: KnowledgeProduct = change_record(record=product, said=said, at=at, version=version)
    return changed


def _put(
    product: KnowledgeProduct, file: Attachment | None, *, version: int, at: datetime
) -> KnowledgeProduct:
    return change_product(product=product, said={"file": file}, at=at, version=version)


FILE = Attached(
    rows=KnowledgeProduct.objects.select_related("file"),
    path="file",
    kinds=(AttachmentKind.DOCUMENT,),
    view=VIEW,
    change=ADD,
    put=_put,
    name="product",
)


class ProductFile(AttachmentFile):
    """The file of a product."""

    attached = FILE


class ProductFileEdit(AttachmentStep):
    """Bring the file of a product, or take it away."""

    attached = FILE
    help_text = gettext_lazy("PDF, up to 10 MB.")

    def words(self) -> str:
        return _("File of the product")

    def crumbs(self, title: str) -> list[tuple[str, str | None]]:
        above = (_("Knowledge products"), reverse("products:list"))
        return [above, (str(self.record), self.record.get_absolute_url()), (title, None)]


@file_described(FILE)
class ProductFileViewSet(AttachedViewSet):
    """The file of a knowledge product; the version in If-Match is that of the product."""

    attached = FILE
    scopes = ("groups:read", "groups:write")
