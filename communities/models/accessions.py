"""How a community joins a programme: the steps with their days, and the visits before them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet
from communities.models.programmes import Programme
from communities.models.records import CommunityRecord, Wrong, in_order, stays
from core.history import track_every_change

STEPS = (  # in the order they are meant to be taken
    "questionnaire_on",
    "memorandum_on",
    "selection_on",
    "training_on",
    "in_post_on",
    "passport_on",
)
FOLLOW = STEPS[2:5]  # the steps that a memorandum comes before


class AccessionQuerySet(ScopedQuerySet["Accession"]):
    """Accessions, seen where their community is."""


@track_every_change()
class Accession(CommunityRecord):
    """A community on its way into a programme; `joined_on` is its first step."""

    anchor = "accessions"
    happened = STEPS
    fixed: ClassVar = ("community", "programme")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="accessions", verbose_name=_("programme")
    )
    questionnaire_on = models.DateField(_("questionnaire"), null=True, blank=True)
    memorandum_on = models.DateField(_("memorandum signed"), null=True, blank=True)
    selection_on = models.DateField(_("selection"), null=True, blank=True)
    training_on = models.DateField(_("training"), null=True, blank=True)
    in_post_on = models.DateField(_("officer in post"), null=True, blank=True)
    passport_on = models.DateField(_("safety passport"), null=True, blank=True)
    joined_on: Any = models.GeneratedField(
        expression=Least(*STEPS), output_field=models.DateField(), db_persist=True
    )
    remarks = models.TextField(
        _("remarks"),
        max_length=settings.LIMITS["note"],
        blank=True,
        help_text=_("What the steps rest on; no names of persons."),
    )

    objects = AccessionQuerySet.as_manager()

    class Meta(CommunityRecord.Meta):
        verbose_name = _("accession")
        verbose_name_plural = _("accessions")
        constraints = [
            models.UniqueConstraint(
                "programme",
                "community",
                name="accession_once_in_a_programme",
                violation_error_message=_("The community has an accession to this programme."),
            ),
            models.CheckConstraint(
                name="accession_has_a_step",
                condition=Q(*((f"{step}__isnull", False) for step in STEPS), _connector=Q.OR),
            ),
        ]
        triggers = [stays("accession", "programme")]

    def __str__(self) -> str:
        return f"{self.programme}: {self.community}"

    def wrong(self) -> Wrong:
        if not any(getattr(self, step) for step in STEPS):
            text = _("Say the day of one step at least.")
            return {STEPS[0]: ValidationError(text, code="required")}
        return super().wrong()

    @property
    def out_of_order(self) -> list[str]:
        """Return the steps that are earlier than a step before them: they warn."""
        taken = [each for each in STEPS if getattr(self, each)]
        return [
            later
            for earlier, later in pairwise(taken)
            if not in_order(getattr(self, earlier), getattr(self, later))
        ]


def step_words() -> dict[str, Any]:
    """Return what each step is called, in their order."""
    meta: Any = Accession._meta
    return {step: meta.get_field(step).verbose_name for step in STEPS}


class VisitQuerySet(ScopedQuerySet["Visit"]):
    """Visits, seen where their community is."""


@track_every_change()
class Visit(CommunityRecord):
    """A visit that prepares a programme in a community."""

    anchor = "visits"
    happened = ("on",)

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="visits", verbose_name=_("programme")
    )
    on = models.DateField(_("day of the visit"))
    with_whom = models.CharField(
        _("with whom"),
        max_length=settings.LIMITS["place"],
        blank=True,
        help_text=_("Offices and organisations; no names of persons."),
    )

    objects = VisitQuerySet.as_manager()

    class Meta(CommunityRecord.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            *CommunityRecord.Meta.indexes,
            models.Index("community", "on", name="visit_of_a_community"),
        ]
        triggers = [stays("visit")]

    def __str__(self) -> str:
        return f"{self.programme}: {self.community}, {self.on}"
