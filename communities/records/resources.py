"""The resources of the kinds of records: addresses and the change feed take them from here."""

from communities.records.api import (
    AccessionViewSet,
    MemorandumViewSet,
    StationViewSet,
    VisitViewSet,
)
from communities.records.api_base import RecordViewSet
from communities.records.api_safety import FireBrigadeViewSet, SafetyAssetViewSet

RESOURCES: tuple[type[RecordViewSet], ...] = (
    MemorandumViewSet,
    StationViewSet,
    SafetyAssetViewSet,
    FireBrigadeViewSet,
    AccessionViewSet,
    VisitViewSet,
)
