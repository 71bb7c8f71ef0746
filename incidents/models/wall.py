"""The wall around sensitive records: for whom they exist, and what of them takes one step more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from communities.models import Scope, own_scope_of, scope_of
from communities.models.rights import kept_row
from incidents.models.taxonomy import Category

READ_SENSITIVE = "incidents.read_sensitive_incident"  # wherever the grant reaches
KEEP_SENSITIVE = "incidents.keep_sensitive_incident"  # where it names the community itself
# what is shown only by a step of its own, which is written down: of every record, of a sensitive one
ALWAYS_PROTECTED = ("protected_narrative",)
PROTECTED = (
    *("settlement", "latitude", "longitude", "accuracy_m", "address", "narrative"),
    *ALWAYS_PROTECTED,
)


def behind_the_wall(user: Any) -> Scope:
    """Return where sensitive records exist for a reader: the own community, or by a wider right."""
    return scope_of(user, READ_SENSITIVE) | own_scope_of(user, KEEP_SENSITIVE)


def is_behind_the_wall(user: Any, incident: Any) -> bool:
    """Say whether a reader may know of sensitive records where an incident lies."""
    return behind_the_wall(user).of(incident.service).covers(incident.community)


def protected_fields(incident: Any) -> tuple[str, ...]:
    """Return the fields of a record that are shown only by the step that is written down."""
    return PROTECTED if incident.is_sensitive else ALWAYS_PROTECTED


def wall(user: Any, seen: Scope, paths: Mapping[str, str], at: str = "") -> Q:
    """Return the condition that keeps sensitive rows of `seen` out unless the reader may know them.

    `paths` say where a row's place stands, `at` where its incident does. The categories stand in
    the statement as numbers, so that it plans like one without the condition.
    """
    known = behind_the_wall(user)
    shut = sensitive_categories(user)
    if known == seen or not shut:
        return Q()
    condition = ~Q(**{f"{at}category__in": shut})
    return condition | known.q(paths, f"{at}service") if known.either else condition


def sensitive_categories(user: Any) -> list[int]:
    """Return the keys of the sensitive categories, kept like the rights of the account."""
    return kept_row(user, "sensitive categories", _sensitive)


def _sensitive() -> list[int]:
    return sorted(Category.objects.sensitive().values_list("pk", flat=True))
