"""What the knowledge products of the API are narrowed by."""

from __future__ import annotations

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.api.filtering import AskedOnly
from core.filters import MomentFilter
from working_groups.models.products import ProductKind


class ProductFilter(AskedOnly, filters.FilterSet):
    """The products of a programme, of a kind, and those changed lately."""

    programme = filters.CharFilter(
        field_name="programme__code", max_length=40, label=_("Programme")
    )
    kind = filters.ChoiceFilter(choices=ProductKind.choices, label=_("Kind"))
    updated_since = MomentFilter(
        field_name="updated_at", lookup_expr="gte", label=_("Changed at this moment or later")
    )
