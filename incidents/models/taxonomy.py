"""The kinds of events: groups that code knows, categories that staff curate."""

from datetime import date
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Service
from communities.models.rights import raise_all_rights
from core.names import BilingualName


class CategoryGroup(models.TextChoices):
    EMERGENCY = "emergency", _("Emergency")
    EXTRAORDINARY = "extraordinary", _("Extraordinary event")
    DANGEROUS = "dangerous", _("Dangerous event")
    FIRE = "fire", _("Fire")
    EXPLOSIVES = "explosives", _("Explosive objects")
    CRIME = "crime", _("Crime")
    OFFENCE = "offence", _("Administrative offence")
    DOMESTIC_VIOLENCE = "domestic_violence", _("Violence")
    DOMESTIC_CONFLICT = "domestic_conflict", _("Domestic conflict")
    ROAD = "road", _("Road accident")
    WATER = "water", _("On the water")
    ASSISTANCE = "assistance", _("Assistance")
    OTHER = "other", _("Other")


class Section(models.TextChoices):
    """A part of the record that exists only for the categories that open it."""

    EMERGENCY = "emergency", _("Classification of the emergency")
    FIRE = "fire", _("The fire")
    EXPLOSIVES = "explosives", _("Explosive objects")
    DOMESTIC_VIOLENCE = "domestic_violence", _("Domestic violence")


# a process keeps which of them are sensitive: a new one counts, too
RAISE_WITH_ALL = raise_all_rights(
    pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
)


class CategoryQuerySet(models.QuerySet["Category"]):
    def sensitive(self) -> Self:
        """Keep the categories whose records stay behind a wall of their own."""
        return self.filter(sensitive=True)

    def not_sensitive(self) -> Self:
        """Keep the categories whose records everybody in the scope may see."""
        return self.filter(sensitive=False)

    def open_for_use(self, *, sensitive: bool) -> Self:
        """Keep what may be chosen now, with the sensitive ones for whoever may record them."""
        rows = self.filter(retired_on__isnull=True)
        return rows if sensitive else rows.not_sensitive()

    def of_service(self, service: str) -> Self:
        return self.filter(services__contains=[service])

    def choosable(self, service: str, *, kept: int | None = None, sensitive: bool = False) -> Self:
        """Keep what a service may record now, and what a record holds already (`kept`)."""
        usable = Category.objects.open_for_use(sensitive=sensitive).of_service(service)
        return self.filter(models.Q(pk__in=usable) | models.Q(pk=kept))

    def commonest_first(self) -> Self:
        """Order as a form shows them: tiles first, then group by group."""
        return self.order_by(models.F("tile").asc(nulls_last=True), "group", "sort_key")


class Category(BilingualName):
    """A kind of event; retired ones stay on old records and are never deleted."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    group = models.CharField(_("group"), choices=CategoryGroup, max_length=20)
    services = ArrayField(
        models.CharField(max_length=8, choices=Service), verbose_name=_("services")
    )
    sensitive = models.BooleanField(_("sensitive"), default=False)
    icon = models.CharField(_("icon"), max_length=20, default="flag")
    tile = models.PositiveSmallIntegerField(
        _("place among the buttons"), null=True, blank=True, help_text=_("Empty: only in the list.")
    )
    sections = ArrayField(
        models.CharField(max_length=20, choices=Section),
        default=list,
        blank=True,
        verbose_name=_("sections it opens"),
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                name="category_is_of_a_known_group", condition=Q(group__in=CategoryGroup.values)
            )
        ]
        triggers = [RAISE_WITH_ALL]

    def __str__(self) -> str:
        return self.name

    def is_choosable(
        self,
        service: str,
        *,
        kept: int | None = None,
        sensitive: bool = False,
        on: date | None = None,
    ) -> bool:
        """Say of a category at hand what `choosable` asks of the table.

        A retired one still serves for an event of a day (`on`) before: a tablet that was offline
        did not know.
        """
        in_use = self.retired_on is None or (on is not None and on < self.retired_on)
        usable = in_use and service in self.services
        return self.pk == kept or (usable and (sensitive or not self.sensitive))


class CategoryVersion(models.Model):
    """An edition of the list of categories, as a whole; a tablet says which one it used."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    published_at = models.DateTimeField(_("published"))
    values = models.JSONField(_("values"))  # of each category its fields, in the order of codes

    class Meta:
        verbose_name = _("edition of the categories")
        verbose_name_plural = _("editions of the categories")

    def __str__(self) -> str:
        return str(self.number)
