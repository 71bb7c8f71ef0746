"""Frozen editions: what was said on a day, and exactly what it was counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.heirs import Territories
from communities.models import (
    Community,
    GrantedService,
    Oblast,
    Raion,
    ScopedQuerySet,
    Service,
    scope_of,
)
from communities.territories import Territory
from core.models import Job
from core.periods import Period

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


# what the editions of one and the same report share
SAME_REPORT = (
    "kind",
    "oblast",
    "raion",
    "community",
    "service",
    "territories",
    "starts_on",
    "ends_on",
    "language",
)


class EditionKind(models.TextChoices):
    MONTHLY = "monthly", _("Monthly report")


class EditionQuerySet(ScopedQuerySet["Edition"]):
    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the editions whose whole territory and services the reader may see."""
        scope = scope_of(user, to or self.view_permission)
        held = {each: scope.of(each).holds(TERRITORY) for each in Service.values}
        held[GrantedService.BOTH] = held[Service.POLICE] & held[Service.RESCUE]
        condition = Q(pk__in=[])
        for service, inside in held.items():
            condition |= inside & Q(service=service)
        return self.filter(condition)

    def of(self, territory: Territory) -> Self:
        """Keep the editions about one territory itself."""
        units: dict[str, object] = dict.fromkeys(TERRITORY)
        if territory.unit:
            units[territory.level] = territory.unit
        return self.filter(**units)

    def with_names(self) -> Self:
        """Join what names an edition, in the same number of queries for any length."""
        return self.select_related(
            "oblast", "raion__oblast", "community__oblast", "community__raion"
        )


TERRITORY = {"oblast": "oblast", "raion": "raion", "community": "community"}


class Edition(models.Model):
    """One report, frozen: its figures never change; a correction is the next edition."""

    kind = models.CharField(_("kind"), choices=EditionKind, max_length=20)
    oblast = models.ForeignKey(Oblast, models.PROTECT, null=True, verbose_name=_("oblast"))
    raion = models.ForeignKey(Raion, models.PROTECT, null=True, verbose_name=_("raion"))
    community = models.ForeignKey(Community, models.PROTECT, null=True, verbose_name=_("community"))
    service = models.CharField(
        _("service"), choices=GrantedService, default=GrantedService.BOTH, max_length=8
    )
    territories = models.CharField(
        _("communities of the past"),
        choices=Territories,
        default=Territories.AS_IT_WAS,
        max_length=16,
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The first day after the period."))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("edition"))
    job = models.OneToOneField(Job, models.PROTECT, verbose_name=_("job"))
    as_of = models.DateTimeField(_("as of"))
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("hash of the content"), max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a report")
        verbose_name_plural = _("editions of reports")
        constraints = [
            models.UniqueConstraint(
                *SAME_REPORT,
                "number",
                name="edition_is_numbered_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="edition_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.territory.name}, {self.starts_on:%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("reports:edition", args=[self.pk])

    @property
    def territory(self) -> Territory:
        return Territory(self.community or self.raion or self.oblast)

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def services(self) -> tuple[str, ...]:
        """Return the services counted."""
        return tuple(sorted(GrantedService(self.service).services))

    def newest(self) -> Edition:
        """Return the latest edition of the same report; it may be this one."""
        key = {name: getattr(self, name) for name in SAME_REPORT}
        return Edition.objects.filter(**key).latest("number")
