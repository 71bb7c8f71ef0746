"""The communities somebody records in, his own first."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, QuerySet, Value

from communities.models import Community
from core import clock
from officers.models import Assignment


def communities_for(user: Any, right: str) -> QuerySet[Community]:
    """Return the communities where an account has a right: where it serves first, ended ones last."""
    rows = Community.objects.filter(projected=False).visible_to(user, to=right)
    officer = getattr(user, "officer", None)
    serving: Any = Value(False, BooleanField())
    if officer is not None:
        posts = Assignment.objects.in_force(clock.today()).filter(officer=officer)
        serving = Exists(posts.filter(community=OuterRef("pk")))
    ordered = rows.annotate(is_own=serving).select_related("oblast", "raion")
    return ordered.order_by("-is_own", F("dissolved_on").desc(nulls_first=True), "sort_key", "pk")


def community_of(user: Any, right: str, code: str | None = None) -> Community | None:
    """Return the community an address names, or the own one; None where there is none in reach."""
    rows = communities_for(user, right)
    if code:
        rows = rows.filter(code=code.replace("\0", ""))
    return rows.first()
