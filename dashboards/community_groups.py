"""The working groups of one community."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from communities.models import Community
from working_groups.groups import ADD, VIEW
from working_groups.initiative_lists import latest
from working_groups.initiatives import ADD as ADD_INITIATIVE
from working_groups.models import WorkingGroup


def groups_of(user: Any, community: Community) -> dict[str, Any]:
    """Return the groups a reader sees, the latest first, and where one is established."""
    if not user.has_perm(VIEW):
        return {"groups": None, "group_add": "", "initiatives": None}
    seen = WorkingGroup.objects.visible_to(user).filter(community=community)
    joined = seen.select_related("programme").order_by("-established_on", "-pk")
    may = community.dissolved_on is None and user.has_perm(ADD)
    return {
        "groups": list(joined[: settings.LIMITS["parts_shown"]]),
        "group_add": reverse("working_groups:add", args=[community.code]) if may else "",
        **_initiatives_of(user, community),
    }


def _initiatives_of(user: Any, community: Community) -> dict[str, Any]:
    """Return the initiatives a reader sees, and where one without a group is written down."""
    most = settings.LIMITS["parts_shown"]
    may = community.dissolved_on is None and user.has_perm(ADD_INITIATIVE)
    return {
        "initiatives": latest(user, most, places__community=community),
        "initiatives_url": f"{reverse('initiatives:list')}?territory={community.code}",
        "initiative_add": reverse("initiatives:add-alone", args=[community.code]) if may else "",
    }
