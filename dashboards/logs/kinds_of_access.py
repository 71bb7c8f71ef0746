"""The tables of accounts and access in the log of changes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import ApiClient, User
from communities.giving import accounts_for
from communities.models import AccessGrant, GrantedService, Service, scope_of
from dashboards.logs.kind import VIEW, Kind

TERRITORY = {level: level for level in ("oblast", "raion", "community")}


def _accounts(rows: Any, user: Any) -> Any:
    return rows.filter(pgh_obj_id__in=accounts_for(user, to=VIEW).values("pk"))


def _clients(rows: Any, user: Any) -> Any:
    return rows.filter(account__in=accounts_for(user, to=VIEW))


def _grants(rows: Any, user: Any) -> Any:
    """Keep the grants that lie wholly in reach, for all of their service."""
    scope = scope_of(user, VIEW)
    held = {each: scope.of(each).holds(TERRITORY) for each in Service.values}
    held[GrantedService.BOTH] = held[Service.POLICE] & held[Service.RESCUE]
    condition = Q(pk__in=[])
    for service, inside in held.items():
        condition |= inside & Q(service=service)
    return rows.filter(condition)


ACCESS = (
    Kind(
        "accounts",
        gettext_lazy("Accounts"),
        User,
        _accounts,
        lambda event: event.full_name or event.username,
    ),
    Kind(
        "grants",
        gettext_lazy("Access grants"),
        AccessGrant,
        _grants,
        lambda event: str(event.user),
        joins=("user",),
    ),
    Kind(
        "clients",
        gettext_lazy("API clients"),
        ApiClient,
        _clients,
        lambda event: str(event.account),
        joins=("account",),
    ),
)
