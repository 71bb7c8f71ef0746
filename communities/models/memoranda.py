"""The memorandum of a council and a service: they agree to run the programme together."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from communities.models.access import Service, ServiceScopedQuerySet
from communities.models.accessions import FOLLOW, Accession
from communities.models.organisations import Organisation
from communities.models.records import CommunityRecord, Wrong, stays
from communities.models.stations import OF_SERVICE, Station
from core import bounds, clock
from core.history import track_every_change
from core.models import Attachment


class MemorandumQuerySet(ServiceScopedQuerySet["Memorandum"]):
    def in_force(self, day: date) -> Self:
        """Keep what is in force on a day; the last day of a memorandum is in it."""
        lasts = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(lasts, signed_on__lte=day)

    def with_order(self) -> Self:
        """Add `late`: what a memorandum should come before was earlier than every one of its kind."""
        rows = self.annotate(followed_on=Least(_first_station(), _first_step()))
        before = Memorandum.objects.filter(
            community=OuterRef("community"),
            service=OuterRef("service"),
            signed_on__lte=OuterRef("followed_on"),
        )
        late = Q(followed_on__lt=F("signed_on")) & ~Exists(before)
        return rows.annotate(late=Case(When(late, then=True), default=False))


def _first_station() -> Subquery:
    """Return the day the first station of the service was opened in the community."""
    stations = Station.objects.filter(community=OuterRef("community"))
    kinds = Case(
        *(When(kind=kind, then=Value(each)) for kind, each in OF_SERVICE.items()),
        output_field=models.CharField(),
    )
    own = stations.annotate(of=kinds).filter(of=OuterRef("service")).order_by()
    return Subquery(own.values("community").annotate(day=Min("opened_on")).values("day"))


def _first_step() -> Subquery:
    """Return the day of the first step of the service's programme that follows a memorandum."""
    joined = Accession.objects.filter(
        community=OuterRef("community"), programme__host__service=OuterRef("service")
    )
    first = joined.order_by().values("community").annotate(day=Min(Least(*FOLLOW)))
    return Subquery(first.values("day"))


@track_every_change()
class Memorandum(CommunityRecord):
    """What a council and a service agreed; money may be unknown, then it says why.

    `late` is there after `with_order()` only.
    """

    anchor = "memoranda"
    happened = ("signed_on",)
    fixed: ClassVar = ("community", "service")

    service = models.CharField(_("service"), choices=Service, max_length=8)
    number = models.CharField(_("number"), max_length=40, blank=True)
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day it is in force.")
    )
    parties: Any = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("parties of the reference list")
    )
    other_parties = models.CharField(
        _("other parties"),
        max_length=settings.LIMITS["place"],
        blank=True,
        help_text=_("The council and others, by their names; no names of persons."),
    )
    obligations = models.TextField(_("obligations"), max_length=settings.LIMITS["note"], blank=True)
    cofinancing_uah = models.DecimalField(
        _("co-financing, UAH"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("What the community pays; 0 when nothing."),
    )
    file = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed text"),
    )
    cofinancing_unknown = models.CharField(
        _("why the sum is unknown"), max_length=settings.LIMITS["place"], blank=True
    )

    objects = MemorandumQuerySet.as_manager()

    class Meta(CommunityRecord.Meta):
        verbose_name = _("memorandum")
        verbose_name_plural = _("memoranda")
        constraints = [
            models.CheckConstraint(
                name="memorandum_ends_after_it_is_signed",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="memorandum_sum_or_why_not",
                condition=Q(cofinancing_uah__gte=0, cofinancing_unknown="")
                | Q(cofinancing_uah=None) & ~Q(cofinancing_unknown=""),
            ),
        ]
        indexes = [
            *CommunityRecord.Meta.indexes,
            models.Index("community", "service", "signed_on", name="memorandum_of_a_community"),
        ]
        triggers = [stays("memorandum", "service")]

    def __str__(self) -> str:
        return self.number or f"{self.get_service_display()}, {self.signed_on}"

    def wrong(self) -> Wrong:
        found = super().wrong()
        last = clock.today().year + settings.LIMITS["agreement_years"]
        if self.valid_until and self.valid_until.year > last:
            span = (bounds.first_day(), date(last, 12, 31))
            found["valid_until"] = ValidationError(bounds.refusal(span), code="range")
        elif self.valid_until and self.signed_on and self.valid_until < self.signed_on:
            text = _("A memorandum cannot end before it is signed.")
            found["valid_until"] = ValidationError(text, code="order")
        return found | self._wrong_sum()

    def _wrong_sum(self) -> Wrong:
        if self.cofinancing_uah is None and not self.cofinancing_unknown:
            text = _("Say the sum, or why it is unknown.")
            return {"cofinancing_unknown": ValidationError(text, code="required")}
        if self.cofinancing_uah is not None and self.cofinancing_unknown:
            text = _("The sum is said: there is no reason why it is unknown.")
            return {"cofinancing_unknown": ValidationError(text, code="contradiction")}
        return {}
