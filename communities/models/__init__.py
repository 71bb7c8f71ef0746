"""The register of the country, what is known about it by date, and who may see what."""

from communities.models.access import (
    AccessGrant,
    GrantedService,
    Scope,
    ScopedQuerySet,
    Service,
    ServiceScopedQuerySet,
    own_scope_of,
    scope_of,
)
from communities.models.accessions import Accession, Visit
from communities.models.aliases import CommunityAlias
from communities.models.assets import SafetyAsset
from communities.models.boundaries import Boundary
from communities.models.brigades import FireBrigade
from communities.models.districts import Beat, StarostaDistrict
from communities.models.facts import ControlStatus, Population
from communities.models.memoranda import Memorandum
from communities.models.organisations import Organisation
from communities.models.programmes import Cohort, Programme
from communities.models.readings import Reading, ReadingPurpose
from communities.models.stations import Station
from communities.models.succession import Succession
from communities.models.territory import (
    CityDistrict,
    Community,
    Oblast,
    Raion,
    Settlement,
)

RECORDS = (  # what people record about a community
    *(Memorandum, Station, SafetyAsset, FireBrigade),
    *(Accession, Visit),
)

__all__ = [
    "RECORDS",
    "AccessGrant",
    "Accession",
    "Beat",
    "Boundary",
    "CityDistrict",
    "Cohort",
    "Community",
    "CommunityAlias",
    "ControlStatus",
    "FireBrigade",
    "GrantedService",
    "Memorandum",
    "Oblast",
    "Organisation",
    "Population",
    "Programme",
    "Raion",
    "Reading",
    "ReadingPurpose",
    "SafetyAsset",
    "Scope",
    "ScopedQuerySet",
    "Service",
    "ServiceScopedQuerySet",
    "Settlement",
    "StarostaDistrict",
    "Station",
    "Succession",
    "Visit",
    "own_scope_of",
    "scope_of",
]
