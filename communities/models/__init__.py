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
from communities.models.aliases import CommunityAlias
from communities.models.boundaries import Boundary
from communities.models.districts import Beat, StarostaDistrict
from communities.models.facts import ControlStatus, Population
from communities.models.organisations import Organisation
from communities.models.readings import Reading, ReadingPurpose
from communities.models.succession import Succession
from communities.models.territory import (
    CityDistrict,
    Community,
    Oblast,
    Raion,
    Settlement,
)

__all__ = [
    "AccessGrant",
    "Beat",
    "Boundary",
    "CityDistrict",
    "Community",
    "CommunityAlias",
    "ControlStatus",
    "GrantedService",
    "Oblast",
    "Organisation",
    "Population",
    "Raion",
    "Reading",
    "ReadingPurpose",
    "Scope",
    "ScopedQuerySet",
    "Service",
    "ServiceScopedQuerySet",
    "Settlement",
    "StarostaDistrict",
    "Succession",
    "own_scope_of",
    "scope_of",
]
