"""What the resources of records are narrowed by: a territory, and what changed lately."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from communities.filters import CodeFilter
from communities.territories import NoSuchTerritory, territory_for
from core.api.filtering import AskedOnly
from core.filters import MomentFilter


class ResourceFilter(AskedOnly, filters.FilterSet):
    """The records of a territory, and those changed at a moment or later."""

    territory = CodeFilter(method="inside", label=_("Territory"))
    updated_since = MomentFilter(
        field_name="updated_at", lookup_expr="gte", label=_("Changed at this moment or later")
    )

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(territory_for(self.request.user, qs.view_permission, code).region)
        except NoSuchTerritory:
            return qs.none()
