"""The organisations of the nation: ministry, services, directorates, councils, partners."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.access import Service, scope_of
from communities.models.territory import Oblast
from core import clock
from core.countries import names_of_countries
from core.history import track_every_change
from core.names import PlaceName
from core.triggers import COUNTS_VERSIONS
from core.ukrainian import search_key
from core.versioned import Wrong

EIGHT_DIGITS = _("An EDRPOU code has 8 digits.")
EDRPOU = RegexValidator(r"\A[0-9]{8}\Z", EIGHT_DIGITS)
TWO_LETTERS = _("A country is two capital letters.")
COUNTRY = RegexValidator(r"\A[A-Z]{2}\Z", TWO_LETTERS)
STANDS = "stands"  # the code of an error about what stands in the list already


class OrganisationKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    SERVICE = "service", _("Service")
    DIRECTORATE = "directorate", _("Oblast directorate")
    UNIT = "unit", pgettext_lazy("organisation", "Unit")
    COUNCIL = "council", _("Council")
    NGO = "ngo", _("Non-governmental organisation")
    DONOR = "donor", _("Donor")
    SCHOOL = "school", _("School")
    CLINIC = "clinic", _("Clinic")
    UN_AGENCY = "un_agency", _("UN agency")
    OTHER = "other", _("Other")


OF_THE_STATE = (  # whose oblast and service say who sees officers and equipment
    OrganisationKind.MINISTRY,
    OrganisationKind.SERVICE,
    OrganisationKind.DIRECTORATE,
    OrganisationKind.UNIT,
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations: the same for everybody who holds the right anywhere."""

    def visible_to(self, user: Any, *, to: str) -> Self:
        """Keep all of them for whoever holds a right somewhere, and nothing for others."""
        return self if scope_of(user, to).either else self.none()

    def called(self, words: str) -> Self:
        """Keep those one of whose names holds these words, in any spelling, or that have this code."""
        heard, words = search_key(words), words.strip()
        named = Q(search_key__contains=heard) if heard else Q(pk__in=[])
        return self.filter(named | Q(name_en__icontains=words) | Q(edrpou=words) | Q(code=words))

    def namesakes(self, other: Organisation) -> Self:
        """Keep those with a name of another one, which neither EDRPOU codes nor oblasts tell apart."""
        named = Q(search_key=search_key(other.name_uk))
        if other.name_en:
            named |= Q(name_en__iexact=other.name_en)
        rows = self.filter(named).exclude(pk=other.pk)
        if other.edrpou:
            rows = rows.filter(edrpou="")
        if other.oblast_id:
            rows = rows.filter(Q(oblast=None) | Q(oblast=other.oblast_id))
        return rows


@track_every_change()
class Organisation(PlaceName):
    """A ministry, service, directorate, council or partner; it holds nothing of persons.

    Those that are `listed` come with the portal (communities/data/organisations.csv), and only that
    list changes them.
    """

    fixed: ClassVar = ("code",)

    code = models.SlugField(
        _("code"),
        max_length=40,
        blank=True,
        help_text=_("What programs and sheets call the organisation; it is given once."),
    )
    kind = models.CharField(_("kind"), choices=OrganisationKind, max_length=12)
    edrpou = models.CharField(
        _("EDRPOU code"), max_length=8, blank=True, validators=[EDRPOU], help_text=EIGHT_DIGITS
    )
    oblast = models.ForeignKey(
        Oblast,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("oblast"),
    )
    service = models.CharField(_("service"), choices=Service, max_length=8, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        db_default="",
        validators=[COUNTRY],
        help_text=_("Two letters of ISO 3166; empty for what belongs to no country."),
    )

    listed = models.BooleanField(
        _("of the published list"), default=False, db_default=False, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)
    updated_at = models.DateTimeField(
        _("changed"), default=clock.now, db_default=Now(), editable=False
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(PlaceName.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        triggers = [COUNTS_VERSIONS]
        indexes = [
            *PlaceName.Meta.indexes,
            models.Index("updated_at", "id", name="organisation_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_edrpou_has_eight_digits",
                condition=Q(edrpou="") | Q(edrpou__regex=r"^[0-9]{8}$"),
                violation_error_message=EIGHT_DIGITS,
            ),
            models.CheckConstraint(
                name="organisation_country_has_two_letters",
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                violation_error_message=TWO_LETTERS,
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="organisation_code_is_one_only",
                violation_error_message=_("Another organisation has this code."),
            ),
            models.UniqueConstraint(
                fields=["edrpou"],
                condition=~Q(edrpou=""),
                name="organisation_edrpou_is_one_only",
                violation_error_message=_("Another organisation has this EDRPOU code."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("organisations:detail", args=[self.pk])

    @property
    def of_the_state(self) -> bool:
        return self.kind in OF_THE_STATE

    def clean(self) -> None:
        if wrong := self.wrong():
            raise ValidationError(wrong)

    def wrong(self) -> Wrong:
        """Return by field what stands in the list already, and a country that is none."""
        found: Wrong = {}
        others = type(self)._default_manager.exclude(pk=self.pk)
        if self.country and self.country not in names_of_countries():
            found["country"] = ValidationError(_("This is no code of a country."), code="country")
        if self.code and (known := others.filter(code=self.code).first()):
            found["code"] = _stands(known, _("%(name)s (No. %(number)s) has this code."))
        if self.edrpou and (known := others.filter(edrpou=self.edrpou).first()):
            text = _("%(name)s (No. %(number)s) has this EDRPOU code.")
            found["edrpou"] = _stands(known, text)
        elif self.name_uk and (known := others.namesakes(self).order_by("pk").first()):
            text = _(
                "%(name)s (No. %(number)s) is in the list. If this is another one, both need their"
                " EDRPOU codes, or their oblasts."
            )
            found["name_uk"] = _stands(known, text)
        return found


def _stands(known: Organisation, text: Any) -> ValidationError:
    """Return the error that names the organisation which stands already."""
    told = {"name": known.name, "number": known.pk}
    return ValidationError(text, code=STANDS, params=told)
