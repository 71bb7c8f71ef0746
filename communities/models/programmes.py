"""The programmes that put officers into communities, and groups of communities within one."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models.organisations import Organisation
from communities.models.territory import Community
from core.names import BilingualName, search_key_of
from core.ukrainian import search_key

EVERY_NAME = Concat(
    "name_uk",
    Value("\n"),
    "name_en",
    Value("\n"),
    "aliases",
    output_field=models.TextField(),
)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def called(self, words: str) -> Self:
        """Keep the programmes one of whose names holds these words, in any spelling."""
        key = search_key(words)
        return self.filter(search_key__contains=key) if key else self.none()


class Programme(BilingualName):
    """A programme: whose it is, where it is carried out, what it was modelled on.

    The list comes with the portal (communities/data/programmes.csv) and says nothing of persons.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    aliases = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("owner of the programme")
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carried out within"),
    )
    implementer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("implementer"),
    )
    partners: Any = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("partners")
    )
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="modelled",
        verbose_name=_("modelled on"),
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The last day of the programme.")
    )
    search_key: Any = search_key_of(EVERY_NAME)

    objects = ProgrammeQuerySet.as_manager()

    class Meta(BilingualName.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("A programme cannot end before it starts."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:detail", args=[self.code])

    @property
    def other_names(self) -> list[str]:
        """Return what it is called besides, in the order written."""
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]


class Cohort(BilingualName):
    """Communities of a programme that are looked at together, such as "the first six"."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="cohorts", verbose_name=_("programme")
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    communities: Any = models.ManyToManyField(
        Community, related_name="cohorts", blank=True, verbose_name=_("communities")
    )

    class Meta(BilingualName.Meta):
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
