"""Attachments are kept before anything names them, and go with the last word about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.attachments.reading import Content
from core.models import Attachment

FOLDER = "attachments"


def keep(content: Content, *, by: Any, at: datetime) -> Attachment:
    """Keep a file and write down what it is.

    The file is there before its row: one without a row is taken away by `forget_lost`.
    """
    row = Attachment(
        kind=content.kind,
        size=len(content.octets),
        sha256=content.sha256,
        taken_at=content.taken_at,
        by=by,
        at=at,
    )
    default_storage.save(row.place, ContentFile(content.octets))
    row.save(force_insert=True)
    return row


def forget(attachment: Attachment | None) -> None:
    """Take an attachment away that nothing names any more; its file goes once that is stored."""
    if attachment is None:
        return
    place = attachment.place
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(place))


def forget_lost(*, at: datetime) -> int:
    """Take away the files that no row knows any more or never did; return how many."""
    lost = list(_lost(at - timedelta(hours=settings.LIMITS["attachment_lost"])))
    for place in lost:
        default_storage.delete(place)
    return len(lost)


def _lost(old: datetime) -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    known = {each.place for each in Attachment.objects.only("pk").iterator()}
    for name in default_storage.listdir(FOLDER)[1]:
        place = f"{FOLDER}/{name}"
        if place not in known and default_storage.get_modified_time(place) < old:
            yield place
