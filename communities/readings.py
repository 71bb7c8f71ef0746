"""The reading log: every showing of protected fields is written down here, before it is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.events import address_of
from communities.models import Reading
from core.logs import request_id

HOUR = timedelta(hours=1)


def note_reading(
    *,
    by: Any,
    record: Any,
    group: str,
    purpose: str,
    words: str = "",
    at: datetime,
    request: HttpRequest | None = None,
) -> Reading:
    """Write down that an account is shown a group of fields of a record that lies in a community.

    Whoever is shown many records within an hour is marked: the auditor's page lists them apart.
    """
    return Reading.objects.create(
        account=by,
        kind=record._meta.label_lower,
        record=str(record.pk),
        number=record.number or "",
        group=group,
        purpose=purpose,
        words=words,
        at=at,
        request=request_id() or "",
        address=address_of(request),
        community=record.community,
        oblast_id=record.community.oblast_id,
        raion_id=record.community.raion_id,
        service=record.service,
        in_bulk=_reads_many(by, record, at),
    )


def readings_of(record: Any) -> Any:
    """Return who was shown the protected fields of a record, the newest first."""
    found = Reading.objects.filter(kind=record._meta.label_lower, record=str(record.pk))
    return found.select_related("account").order_by("-at", "-id")


def _reads_many(by: Any, record: Any, at: datetime) -> bool:
    """Say whether this record is one more than an account usually reads in an hour."""
    lately = Reading.objects.filter(account=by, at__gt=at - HOUR, at__lte=at)
    others = lately.exclude(record=str(record.pk)).values("record").distinct()
    most = settings.LIMITS["readings_hour"]
    return others[:most].count() >= most
