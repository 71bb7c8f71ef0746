"""What is recorded about communities, brought as sheets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from communities.records.api import (
    AccessionViewSet,
    MemorandumViewSet,
    StationViewSet,
    VisitViewSet,
)
from communities.records.api_safety import FireBrigadeViewSet, SafetyAssetViewSet
from communities.tables.finders import FINDERS
from communities.tables.table import Table

COMMUNITY = {"community": "community__code"}
MEMORANDA = Table(
    code="memoranda",
    label=_("Memoranda"),
    view=MemorandumViewSet,
    identity=COMMUNITY | {"service": "service", "signed_on": "signed_on"},
    finders=FINDERS,
)
STATIONS = Table(
    code="stations",
    label=_("Stations"),
    view=StationViewSet,
    identity=COMMUNITY | {"kind": "kind", "address": "address"},
    finders=FINDERS,
)
SAFETY_ASSETS = Table(
    code="safety-assets",
    label=_("Safety assets"),
    view=SafetyAssetViewSet,
    identity=COMMUNITY | {"kind": "kind", "address": "address"},
    finders=FINDERS,
)
FIRE_BRIGADES = Table(
    code="fire-brigades",
    label=_("Fire brigades"),
    view=FireBrigadeViewSet,
    identity=COMMUNITY | {"name": "name"},
    finders=FINDERS,
)
ACCESSIONS = Table(
    code="accessions",
    label=_("Accessions to programmes"),
    view=AccessionViewSet,
    identity=COMMUNITY | {"programme": "programme__code"},
    finders=FINDERS,
)
VISITS = Table(
    code="visits",
    label=_("Visits"),
    view=VisitViewSet,
    identity=COMMUNITY | {"programme": "programme__code", "on": "on"},
    finders=FINDERS,
)
TABLES = (MEMORANDA, STATIONS, SAFETY_ASSETS, FIRE_BRIGADES, ACCESSIONS, VISITS)
