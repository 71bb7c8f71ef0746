"""The edition of the codifier that comes with the portal, until a newer one is imported."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from communities.codifier import packaged_codifier
from communities.importing.kinds import CODIFIER
from core.imports import apply_at_once, newest_edition
from core.plans import Source
from core.reference import Changes


def load_register(*, at: datetime) -> Changes:
    """Bring the register up to the packaged edition; a newer one that was imported stays.

    Raises FileRejected, and changes nothing, where more units would be closed than is usual.
    """
    path = packaged_codifier()
    source = Source(path, path.name, today=timezone.localdate(at))
    newest, edition = newest_edition(CODIFIER.code), CODIFIER.edition(source)
    if newest and edition and newest > edition:
        return Changes()
    return apply_at_once(kind=CODIFIER, source=source, at=at).changes
