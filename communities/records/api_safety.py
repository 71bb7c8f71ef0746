"""`safety-assets/`, `fire-brigades/`: what keeps the people of a community safe."""

from __future__ import annotations

import django_filters as filters
from django.utils.translation import gettext_lazy

from communities.exports import SAFETY_ASSETS, in_files
from communities.models import FireBrigade, SafetyAsset
from communities.models.assets import AssetCondition, AssetKind
from communities.models.brigades import BrigadeKind
from communities.records.api_base import (
    LAST,
    LEADING,
    SET_BY_PORTAL,
    PlacedSerializer,
    RecordSerializer,
    RecordViewSet,
)
from communities.resource_filters import ResourceFilter
from core.api.versioned_views import described


class SafetyAssetFilter(ResourceFilter):
    kind = filters.ChoiceFilter(choices=AssetKind.choices, label=gettext_lazy("Kind of asset"))
    condition = filters.ChoiceFilter(
        choices=AssetCondition.choices, label=gettext_lazy("Condition")
    )


class SafetyAssetSerializer(PlacedSerializer):
    """Things of one kind at one place. CSV and GeoJSON put shelters, cameras, alarm buttons and
    drone detectors at their settlement; JSON tells the exact point.
    """

    class Meta:
        model = SafetyAsset
        fields = [
            *LEADING,
            *("settlement", "kind", "address", "quantity", "capacity", "latitude", "longitude"),
            *("in_service_since", "condition", "last_checked_on"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL


@described(SafetyAssetSerializer)
class SafetyAssetViewSet(RecordViewSet):
    """The safety assets of the communities the caller may see."""

    queryset = SafetyAsset.objects.select_related("community", "settlement")
    serializer_class, file_name, route = SafetyAssetSerializer, "safety-assets", "safety-asset"
    reads = "communities.view_safetyasset"
    filterset_class = SafetyAssetFilter
    columns, geometry = SAFETY_ASSETS, staticmethod(in_files)


class FireBrigadeFilter(ResourceFilter):
    kind = filters.ChoiceFilter(choices=BrigadeKind.choices, label=gettext_lazy("Kind of brigade"))


class FireBrigadeSerializer(RecordSerializer):
    """A local or volunteer fire brigade; how many people and vehicles it has may be unknown."""

    class Meta:
        model = FireBrigade
        fields = [
            *LEADING,
            *("kind", "name", "formed_on", "disbanded_on", "members", "vehicles"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL


@described(FireBrigadeSerializer)
class FireBrigadeViewSet(RecordViewSet):
    """The fire brigades of the communities the caller may see."""

    queryset = FireBrigade.objects.select_related("community")
    serializer_class, file_name, route = FireBrigadeSerializer, "fire-brigades", "fire-brigade"
    reads = "communities.view_firebrigade"
    filterset_class = FireBrigadeFilter
