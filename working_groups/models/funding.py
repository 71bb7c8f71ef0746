"""Money on its way to initiatives, and grants to organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Oblast, Organisation, ScopedQuerySet, scope_of
from communities.region import Region
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.initiatives import AGREED, Initiative, InitiativeStage, Stage
from working_groups.models.themes import THEME_LENGTH, Theme


class Currency(models.TextChoices):
    """Currencies of donors, by their codes of ISO 4217."""

    UAH = "UAH", _("Hryvnia")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("Euro")
    DKK = "DKK", _("Danish krone")
    GBP = "GBP", _("Pound sterling")
    CAD = "CAD", _("Canadian dollar")
    CHF = "CHF", _("Swiss franc")
    JPY = "JPY", _("Yen")
    NOK = "NOK", _("Norwegian krone")
    PLN = "PLN", _("Zloty")
    SEK = "SEK", _("Swedish krona")


class FundingKind(models.TextChoices):
    COMMITMENT = "commitment", pgettext_lazy("funding", "Commitment")
    DISBURSEMENT = "disbursement", pgettext_lazy("funding", "Disbursement")
    IN_KIND = "in_kind", pgettext_lazy("funding", "In kind")


PROMISED = (FundingKind.COMMITMENT,)
GIVEN = (FundingKind.DISBURSEMENT, FundingKind.IN_KIND)


class Money(models.Model):
    """An amount in a currency, and in hryvnias by the rate of a day."""

    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), choices=Currency, default=Currency.UAH, max_length=3)
    uah = models.DecimalField(
        _("amount in hryvnias"),
        max_digits=14,
        decimal_places=2,
        help_text=_("By the rate of the National Bank on the day of the rate."),
    )
    rate_date = models.DateField(_("day of the rate"), null=True, blank=True)

    class Meta:
        abstract = True

    def money_wrong(self) -> Wrong:
        """Return what is wrong with the amounts, by field."""
        found: Wrong = {}
        if self.amount is not None and self.amount <= 0:
            text = _("An amount is more than nothing.")
            found["amount"] = ValidationError(text, code="range")
        if self.uah is not None and self.uah <= 0:
            text = _("An amount is more than nothing.")
            found["uah"] = ValidationError(text, code="range")
        if self.currency == Currency.UAH:
            if self.rate_date:
                text = _("Hryvnias have no rate.")
                found["rate_date"] = ValidationError(text, code="rate")
            if None not in (self.amount, self.uah) and self.amount != self.uah:
                text = _("In hryvnias both amounts are the same.")
                found.setdefault("uah", ValidationError(text, code="rate"))
        elif not self.rate_date:
            text = _("Say of which day the rate is.")
            found["rate_date"] = ValidationError(text, code="rate")
        return found


def money_constraints(name: str) -> list[models.CheckConstraint]:
    """Return what the database promises of amounts, for the table of a name."""
    hryvnias = Q(currency="UAH", rate_date=None, uah=F("amount"))
    return [
        models.CheckConstraint(
            name=f"{name}_is_more_than_nothing", condition=Q(amount__gt=0, uah__gt=0)
        ),
        models.CheckConstraint(
            name=f"{name}_in_another_currency_has_a_rate",
            condition=hryvnias | ~Q(currency="UAH") & Q(rate_date__isnull=False),
        ),
    ]


class FundingQuerySet(ScopedQuerySet["Funding"]):
    """Money, seen where its initiative is."""

    def inside(self, region: Region) -> Self:
        """Keep the money of initiatives of which a community lies in a region."""
        if region.nation:
            return self.all()
        seen = Initiative.objects.inside(region).order_by().values("pk")
        return self.filter(initiative__in=seen)

    def changeable_by(self, user: Any, *, to: str) -> Self:
        """Keep the money a user may change: he may in every community of its initiative."""
        mine = Initiative.objects.changeable_by(user, to=to).order_by().values("pk")
        return self.filter(initiative__in=mine)

    def terminal(self) -> Self:
        """Keep the last links of the chains: what reached an initiative, each sum once."""
        return self.filter(receiver=None)

    def planned(self) -> Self:
        """Keep promises to what is an idea or proposed now; they count on the day they were made."""
        rows = self.filter(kind__in=PROMISED, initiative__stage__in=(Stage.IDEA, Stage.PROPOSED))
        return rows.annotate(counts_on=F("given_on"))

    def committed(self) -> Self:
        """Keep promises to what was approved and goes on.

        They count (`counts_on`) from the day on which both were there, promise and approval.
        """
        taken = InitiativeStage.objects.filter(
            initiative=OuterRef("initiative"), stage__in=AGREED
        ).order_by("on", "pk")
        rows = self.filter(kind__in=PROMISED, initiative__stage__in=AGREED)
        approved = Coalesce(Subquery(taken.values("on")[:1]), F("given_on"))
        return rows.annotate(counts_on=Greatest(F("given_on"), approved))

    def spent(self) -> Self:
        """Keep what was given; it counts on the day it was."""
        return self.filter(kind__in=GIVEN).annotate(counts_on=F("given_on"))


@track_every_change()
class Funding(Versioned, Money):
    """One link of a chain of money: from an organisation to another, or to the initiative itself."""

    fixed: ClassVar = ("initiative",)
    happened: ClassVar = ("given_on",)

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="fundings", verbose_name=_("initiative")
    )
    giver = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("money", "from")
    )
    receiver = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("money", "through"),
        help_text=_("Empty where the money reaches the initiative."),
    )
    kind = models.CharField(pgettext_lazy("funding", "kind"), choices=FundingKind, max_length=12)
    given_on = models.DateField(pgettext_lazy("money", "given on"))
    note = models.CharField(_("note"), max_length=settings.LIMITS["reason"], blank=True)

    objects = FundingQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("funding")
        verbose_name_plural = pgettext_lazy("records", "funding")
        constraints: ClassVar[list[Any]] = [
            *money_constraints("funding"),
            models.CheckConstraint(
                name="money_leaves_its_giver",
                condition=Q(receiver=None) | ~Q(receiver=F("giver")),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("initiative", "given_on", name="funding_of_an_initiative"),
            models.Index("giver", "initiative", name="funding_by_giver"),
            models.Index("given_on", "id", name="funding_by_day"),
        ]
        triggers = [pgtrigger.ReadOnly(name="funding_stays", fields=["initiative"])]

    def __str__(self) -> str:
        return f"{self.giver}, {self.amount} {self.currency}"

    def get_absolute_url(self) -> str:
        return self.initiative.get_absolute_url()

    def wrong(self) -> Wrong:
        found = super().wrong() | self.money_wrong()
        if self.receiver_id and self.receiver_id == self.giver_id:
            text = _("Money goes from one organisation to another.")
            found["receiver"] = ValidationError(text, code="circle")
        return found


class GrantQuerySet(ScopedQuerySet["Grant"]):
    """Grants, seen from any place of their oblast; those of the country by whoever sees the country."""

    def inside(self, region: Region) -> Self:
        """Keep the grants of the oblasts of which some part lies in a region."""
        return self.all() if region.nation else self.filter(_touched(region, "oblast"))

    def reach_of(self, region: Region, paths: Mapping[str, str]) -> Q:
        return Q() if region.nation else _touched(region, paths["oblast"])

    def changeable_by(self, user: Any, *, to: str) -> Self:
        """Keep the grants a user may change: he may in the whole of their oblast."""
        region = scope_of(user, to).either
        return self.all() if region.nation else self.filter(oblast__in=region.oblasts)


def _touched(region: Region, path: str) -> Q:
    """Return the condition that some part of the oblast at a path lies in a region."""
    return Q(**{f"{path}__in": Community.objects.inside(region).values("oblast")})


@track_every_change()
class Grant(Versioned, Money):
    """Money given to an organisation for a theme, with partners, perhaps for an initiative."""

    fixed: ClassVar = ()
    happened: ClassVar = ("given_on",)

    oblast = models.ForeignKey(
        Oblast, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("oblast")
    )
    giver = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("money", "from")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="grants", verbose_name=_("organisation")
    )
    partners: Any = models.ManyToManyField(
        Organisation,
        through="GrantPartner",
        related_name="+",
        blank=True,
        verbose_name=_("partners"),
    )
    title = models.CharField(
        pgettext_lazy("grant", "title"), max_length=settings.LIMITS["agenda_title"]
    )
    theme = models.CharField(_("theme"), choices=Theme, max_length=THEME_LENGTH)
    given_on = models.DateField(pgettext_lazy("money", "given on"))
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("initiative"),
    )
    note = models.CharField(_("note"), max_length=settings.LIMITS["reason"], blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("money", "grant")
        verbose_name_plural = pgettext_lazy("money", "grants")
        constraints: ClassVar[list[Any]] = money_constraints("grant")
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("given_on", "id", name="grant_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("grants:detail", args=[self.pk])

    def wrong(self) -> Wrong:
        found = super().wrong() | self.money_wrong()
        if self.organisation_id and self.organisation_id == self.giver_id:
            text = _("Money goes from one organisation to another.")
            found["organisation"] = ValidationError(text, code="circle")
        return found


@track_every_change(of="grant")
class GrantPartner(models.Model):
    """An organisation that carries a grant together with the one it was given to."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("partner of a grant")
        verbose_name_plural = _("partners of grants")
        constraints = [
            models.UniqueConstraint("grant", "organisation", name="partner_once_in_a_grant")
        ]

    def __str__(self) -> str:
        return f"{self.grant}: {self.organisation}"
