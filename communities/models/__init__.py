"""The register of the country, what is known about it by date, and who may see what."""

from communities.models.access import (
    AccessGrant,
    GrantedService,
    Scope,
    ScopedQuerySet,
    Service,
    ServiceScopedQuerySet,
    grants_of,
    scope_of,
)
from communities.models.facts import ControlStatus, Population
from communities.models.succession import Succession
from communities.models.territory import (
    CityDistrict,
    Community,
    CommunityAlias,
    Oblast,
    Organisation,
    Raion,
    Settlement,
)

__all__ = [
    "AccessGrant",
    "CityDistrict",
    "Community",
    "CommunityAlias",
    "ControlStatus",
    "GrantedService",
    "Oblast",
    "Organisation",
    "Population",
    "Raion",
    "Scope",
    "ScopedQuerySet",
    "Service",
    "ServiceScopedQuerySet",
    "Settlement",
    "Succession",
    "grants_of",
    "scope_of",
]
