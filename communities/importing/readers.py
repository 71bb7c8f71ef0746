"""Who may see imports and bring them: whoever holds the right for the whole country."""

from typing import Any

from communities.models import scope_of
from core.imports import kinds
from core.models import ImportPreview

VIEW, ADD = "core.view_importpreview", "core.add_importpreview"


def may(user: Any, permission: str) -> bool:
    """Say whether a reader holds a permission for the nation: a register is never half imported."""
    return scope_of(user, permission).either.nation


def may_bring(user: Any) -> bool:
    """Say whether a reader may bring a file and have it applied."""
    return may(user, ADD)


def previews_for(user: Any) -> Any:
    """Return the imports a reader may see: all about the territory, or none."""
    common = [kind.code for kind in kinds().values() if not kind.own]
    found = ImportPreview.objects.filter(kind__in=common)
    found = found.select_related("by", "applied_by", "job")
    return found if may(user, VIEW) else found.none()
