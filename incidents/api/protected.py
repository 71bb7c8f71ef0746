"""The protected fields of a sensitive record, for programs: a scope, a right, and a purpose said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError

from communities.models import Community, ReadingPurpose, scope_of
from communities.readings import note_reading
from core import clock
from incidents.models import READ_SENSITIVE, Incident, behind_the_wall

SCOPE = "incidents:sensitive"
HEADER = "Reading-Purpose"
PURPOSES = tuple(each for each in ReadingPurpose.values if each != ReadingPurpose.OTHER)
PURPOSE = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    enum=PURPOSES,
    description="What the protected fields of a sensitive record are shown for. Without it, or"
    " without the scope `incidents:sensitive`, they are absent; with it the reading is"
    " written down.",
)


def purpose_of(request: Any) -> str:
    """Return the purpose a caller names, or nothing; a wrong one is refused."""
    said = request.headers.get(HEADER)
    if said is not None and said not in PURPOSES:
        text = _("Name one of: %(purposes)s.") % {"purposes": ", ".join(PURPOSES)}
        raise ValidationError({HEADER: ErrorDetail(text, "invalid_choice")})
    return said or ""


def knows_sensitive(request: Any, service: str, community: Community) -> bool:
    """Say whether a caller may record behind the wall, and be shown what stands there.

    A program needs the scope, and the right that is not bound to its own community.
    """
    if request.auth is None:
        return behind_the_wall(request.user).of(service).covers(community)
    allowed = scope_of(request.user, READ_SENSITIVE).of(service).covers(community)
    return allowed and request.auth.is_valid([SCOPE])


def is_shown(request: Any, incident: Incident) -> bool:
    """Say whether a caller is shown the protected fields of a record in this answer."""
    if not purpose_of(request):
        return False
    if getattr(request, "seen_by", None) is not None:  # somebody else looks on: nothing to read
        return False
    return knows_sensitive(request, incident.service, incident.community)


def note(request: Any, incident: Incident) -> None:
    """Write down that the fields are shown, where there is something to see."""
    if not (incident.is_sensitive or incident.text.protected_narrative):
        return
    note_reading(
        by=request.user,
        record=incident,
        group="incident",
        purpose=purpose_of(request),
        at=clock.now(),
        request=request,
    )
