"""Who may see what: the one rule of scope that every list, page, figure and file rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.role_words import ROLE_WORDS
from communities.models.rights import (
    RAISE_ALL_RIGHTS,
    RAISE_RIGHTS,
    Held,
    held_by,
    in_force,
    kept_row,
)
from communities.region import LEVELS, NATION, NOWHERE, Region
from core.history import track_every_change

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Row = TypeVar("Row", bound=models.Model)
PLACES = {level: level for level in LEVELS}  # where the territory of a grant stands


class Service(models.TextChoices):
    POLICE = "police", _("Police")
    RESCUE = "rescue", _("State Emergency Service")


class GrantedService(models.TextChoices):
    POLICE = "police", _("Police")
    RESCUE = "rescue", _("State Emergency Service")
    BOTH = "both", _("Both services")

    @property
    def services(self) -> frozenset[str]:
        """Return the services a grant reaches."""
        return frozenset(Service.values) if self == self.BOTH else frozenset({self.value})


@dataclass(frozen=True)
class Scope:
    """What one reader may reach with one permission: a region for each service."""

    police: Region = NOWHERE
    rescue: Region = NOWHERE

    def of(self, service: str) -> Region:
        return self.police if service == Service.POLICE else self.rescue

    def __or__(self, other: Scope) -> Scope:
        return Scope(police=self.police | other.police, rescue=self.rescue | other.rescue)

    @property
    def either(self) -> Region:
        """Return where at least one service is in reach."""
        return self.police | self.rescue

    def q(self, paths: Mapping[str, str], service_path: str = "service") -> Q:
        """Return the condition on rows: territory and service of one and the same grant."""
        if self.police == self.rescue:
            return self.police.q(paths)
        condition = Q(pk__in=[])
        for service in Service.values:
            region = self.of(service)
            if region:
                condition |= Q(region.q(paths), **{service_path: service})
        return condition

    def services_in(self, unit: Any) -> tuple[str, ...]:
        """Return the services that may be seen in the whole of a unit (None: the nation)."""
        return tuple(each for each in Service.values if self.of(each).covers(unit))


class AccessGrantQuerySet(models.QuerySet["AccessGrant"]):
    def in_force(self, day: Any) -> Self:
        """Keep the grants that count on a day; the last day is not in the period."""
        return self.filter(in_force(day))

    def not_over(self, day: Any) -> Self:
        """Keep the grants that count on a day or will: an end may still be ahead of them."""
        lasts = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        return self.filter(lasts).exclude(ends_on=F("starts_on"))

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the grants a user may see, or use with the permission `to`.

        The territory of a grant lies inside as a whole, for every service it names.
        """
        scope = scope_of(user, to or "communities.view_accessgrant")
        police, rescue = (scope.of(each).holds(PLACES) for each in Service.values)
        police_only, rescue_only = Q(service=Service.POLICE), Q(service=Service.RESCUE)
        both = Q(service=GrantedService.BOTH)
        return self.filter(police_only & police | rescue_only & rescue | both & police & rescue)


@track_every_change()
class AccessGrant(models.Model):
    """A person may do what a role allows, in a territory, for a service and a period."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="grants",
        verbose_name=_("account"),
    )
    role = models.ForeignKey(Group, models.PROTECT, verbose_name=_("role"))
    nation = models.BooleanField(_("whole country"), default=False)
    oblast = models.ForeignKey(
        "communities.Oblast", models.PROTECT, null=True, blank=True, verbose_name=_("oblast")
    )
    raion = models.ForeignKey(
        "communities.Raion", models.PROTECT, null=True, blank=True, verbose_name=_("raion")
    )
    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("community"),
    )
    service = models.CharField(
        _("service"), choices=GrantedService, default=GrantedService.BOTH, max_length=8
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day it no longer counts.")
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )
    end_reason = models.CharField(
        _("reason of the end"), max_length=200, blank=True, editable=False
    )

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("access grant")
        verbose_name_plural = _("access grants")
        permissions = [(f"give_{role}_accessgrant", f"Can give {role}") for role in ROLE_WORDS]
        constraints = [
            models.CheckConstraint(
                name="access_grant_names_one_territory",
                condition=Q(nation=True, oblast=None, raion=None, community=None)
                | Q(nation=False, oblast__isnull=False, raion=None, community=None)
                | Q(nation=False, oblast=None, raion__isnull=False, community=None)
                | Q(nation=False, oblast=None, raion=None, community__isnull=False),
                violation_error_message=_(
                    "Choose exactly one territory: the country, an oblast, a raion or a community."
                ),
            ),
            models.CheckConstraint(
                name="access_grant_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ends_on=F("starts_on"), ended_at__isnull=False),  # it never counted
                violation_error_message=_("A grant cannot end before it starts."),
            ),
        ]
        triggers = [RAISE_RIGHTS, RAISE_ALL_RIGHTS]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.territory or _('whole country')}"

    @property
    def territory(self) -> Any:
        """Return the oblast, raion or community of the grant; None is the nation."""
        return self.oblast or self.raion or self.community


def scope_of(user: User | AnonymousUser, permission: str) -> Scope:
    """Return where a reader may use a permission, written `app.codename`.

    Who may do it in a community may do it with what its predecessors recorded; who held a
    community that ended keeps it (docs/decisions/0021).
    """
    if user.is_active and user.is_superuser:
        return Scope(police=NATION, rescue=NATION)
    return kept_row(user, ("scope", permission), lambda: _scope(_grants(user, permission)))


def own_scope_of(user: User | AnonymousUser, permission: str) -> Scope:
    """Return the communities that a reader's grants name themselves, one by one.

    What lies in a granted raion, oblast or the nation is not a reader's own.
    """
    return kept_row(
        user,
        ("own scope", permission),
        lambda: _scope([e for e in _grants(user, permission) if e.region.communities]),
    )


def _grants(user: User | AnonymousUser, permission: str) -> list[Held]:
    return [each for each in held_by(user) if permission in each.rights]


def _scope(grants: list[Held]) -> Scope:
    return Scope(
        police=_union(each.region for each in grants if each.service != Service.RESCUE),
        rescue=_union(each.region for each in grants if each.service != Service.POLICE),
    )


def _union(regions: Iterable[Region]) -> Region:
    return reduce(or_, regions, NOWHERE)


class ScopedQuerySet(models.QuerySet[Row]):
    """Rows that belong to a community, narrowed the same way everywhere."""

    community_path = "community"

    @property
    def region_paths(self) -> dict[str, str]:
        """Say where a row's oblast, raion and community stand."""
        path = self.community_path
        return {"oblast": f"{path}__oblast", "raion": f"{path}__raion", "community": path}

    def inside(self, region: Region) -> Self:
        """Keep the rows of a part of the country."""
        return self.filter(region.q(self.region_paths))

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the rows a user may see, or use with the permission `to`."""
        return self.inside(scope_of(user, to or self.view_permission).either)

    def reach_of(self, region: Region, paths: Mapping[str, str]) -> Q:
        """Return the condition on what is told of such rows elsewhere, their place at `paths`."""
        return region.q(paths)

    @property
    def view_permission(self) -> str:
        meta = self.model._meta
        return f"{meta.app_label}.view_{meta.model_name}"


class ServiceScopedQuerySet(ScopedQuerySet[Row]):
    """Rows that belong to a community and to one of the two services."""

    service_path = "service"

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the rows a user may see: territory and service of one and the same grant."""
        scope = scope_of(user, to or self.view_permission)
        return self.filter(scope.q(self.region_paths, self.service_path))
