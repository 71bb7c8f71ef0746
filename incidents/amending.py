"""Corrections after verification: what they replaced is kept, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.exceptions import RuleBroken
from incidents.models import Amendment, Incident, IncidentStatus
from incidents.telling import read, tell

AMENDED = {IncidentStatus.VERIFIED, IncidentStatus.CLOSED}
FOLLOWS = {"version", "updated_at"}  # of every change, whatever it is about


@contextmanager
def kept(incident: Incident, *, reason: str, by: User, at: datetime) -> Iterator[None]:
    """Keep what is replaced while a record changes, if it was verified; refuse it without a reason.

    What may be edited freely takes no reason, and what is annulled is not changed at all.
    """
    reason = reason.strip()
    if incident.is_editable:
        if reason:
            text = _("Only a verified record is amended: this one takes no reason.")
            raise RuleBroken(text, code="not_verified", field="reason")
        yield
        return
    if incident.status not in AMENDED:
        raise RuleBroken(_("An annulled record is no longer changed."), code="not_editable")
    if not reason:
        text = _("The record is verified. Say why it is corrected.")
        raise RuleBroken(text, code="required", field="reason")
    before, version = read(tell(incident.pk, whole=True)), incident.version
    yield
    replaced = _replaced(before, read(tell(incident.pk, whole=True)))
    if not replaced:
        raise RuleBroken(_("Nothing differs: there is nothing to amend."), code="nothing_amended")
    Amendment.objects.create(
        incident=incident,
        version_before=version,
        version_after=incident.version,
        replaced=replaced,
        reason=reason,
        by=by,
        at=at,
    )


def _replaced(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"was": was, "became": after[name]}
        for name, was in before.items()
        if name not in FOLLOWS and was != after[name]
    }
