"""The organisations of the nation: ministry, services, directorates, councils, partners."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.access import Service
from communities.models.territory import Oblast
from core.names import BilingualName


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


class Organisation(BilingualName):
    """A ministry, service, directorate, council or partner; it holds nothing of persons."""

    code = models.SlugField(
        _("code"),
        max_length=40,
        blank=True,
        help_text=_("Names an organisation of the reference list; others have none."),
    )
    kind = models.CharField(_("kind"), choices=OrganisationKind, max_length=12)
    edrpou = models.CharField(_("EDRPOU code"), max_length=8, blank=True)
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
        help_text=_("Two letters of ISO 3166; empty for what belongs to no country."),
    )

    class Meta(BilingualName.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_edrpou_has_eight_digits",
                condition=Q(edrpou="") | Q(edrpou__regex=r"^[0-9]{8}$"),
                violation_error_message=_("An EDRPOU code has 8 digits."),
            ),
            models.CheckConstraint(
                name="organisation_country_has_two_letters",
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("A country is two capital letters."),
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
