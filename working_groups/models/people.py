"""People: one human is one row, whatever groups and offices; the names stand in PersonContact."""

from __future__ import annotations

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Oblast, Organisation, ScopedQuerySet
from communities.region import Region
from core.history import track_every_change
from core.names import UkrainianSortKey
from core.versioned import Versioned, Wrong


def human(path: str = "") -> Coalesce:
    """Return the key of the human whom a row means, `path` being its way to the person.

    Of records that were merged it is the one that stays: whatever counts people counts this.
    """
    before, own = (f"{path}__", f"{path}_id") if path else ("", "pk")
    return Coalesce(f"{before}merged_into_id", own)


MERGED = Q(person__merged_into__isnull=False)  # of rows of a person


def told_of_human() -> Q:
    """Return the condition on another row that a row of a merged person is not told beside.

    The row of the record that stays comes first, then the oldest.
    """
    stays = OuterRef("person__merged_into")
    return Q(person=stays) | Q(person__merged_into=stays, pk__lt=OuterRef("pk"))


class PersonQuerySet(ScopedQuerySet["Person"]):
    """People, seen where they belong, to a community, an oblast or the country, and by their groups.

    Whoever sees a record that was merged sees the one that stays.
    """

    region_paths = {  # type: ignore[assignment]
        "oblast": "oblast",
        "raion": "community__raion",
        "community": "community",
    }

    def inside(self, region: Region) -> Self:
        """Keep the people who belong to a region, and the members of its groups."""
        if region.nation:
            return self.all()
        memberships: Any = self.model._meta.get_field("memberships").related_model
        member = memberships.objects.inside(region).filter(person=OuterRef("pk"))
        here = region.q(self.region_paths) | Q(Exists(member))
        merged = self.model._default_manager.filter(here, merged_into=OuterRef("pk"))
        return self.filter(here | Q(Exists(merged.order_by())))

    def whole(self) -> Self:
        """Keep one record a human: leave out those that were merged into another."""
        return self.filter(merged_into=None)

    def named(self) -> Self:
        """Keep the people whom a form may name: one record a human, with names."""
        return self.whole().filter(contact__isnull=False)

    def same_as(self, person: Person) -> Self:
        """Keep every record of the human whom one of them means."""
        return self.filter(Q(pk=person.human) | Q(merged_into=person.human))


# Who stays was not merged, and nobody was merged into who goes: one step leads to the human.
ONE_STAYS = pgtrigger.Trigger(
    name="merged_people_lead_to_one_that_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__merged_into__isnull=False),
    func="""
        IF NEW.merged_into_id = NEW.id OR EXISTS (
            SELECT FROM working_groups_person p
            WHERE p.merged_into_id = NEW.id
                OR p.id = NEW.merged_into_id AND p.merged_into_id IS NOT NULL
        ) THEN RAISE EXCEPTION 'A person is merged into one that stays.'; END IF;
        RETURN NEW;
    """,
)


@track_every_change()
class Person(Versioned):
    """One human. Where nobody named an oblast, the person belongs to the country as a whole.

    A person of a community is of its oblast, too.
    """

    oblast = models.ForeignKey(
        Oblast, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("oblast")
    )
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("community"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    merged_at = models.DateTimeField(_("merged at"), null=True, blank=True, editable=False)
    merge_reason = models.CharField(
        _("why they are one"), max_length=settings.LIMITS["reason"], blank=True, editable=False
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("person")
        verbose_name_plural = pgettext_lazy("records", "people")
        constraints = [
            models.CheckConstraint(
                name="person_of_a_community_is_of_an_oblast",
                condition=Q(community=None) | Q(oblast__isnull=False),
            ),
            models.CheckConstraint(
                name="merged_person_says_when_and_why",
                condition=Q(merged_into=None, merged_at=None, merge_reason="")
                | Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merge_reason=""),
            ),
        ]
        triggers = [ONE_STAYS]

    def __str__(self) -> str:
        contact = getattr(self, "contact", None)
        return str(contact) if contact else str(_("Person %(number)s")) % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("people:detail", args=[self.pk])

    @property
    def human(self) -> int:
        """Return the key of the human: of the record that stays, where this one was merged."""
        return int(self.merged_into_id or self.pk)

    @property
    def whole(self) -> Person:
        """Return the record of the human that stays."""
        return self.merged_into or self

    @property
    def place(self) -> Community | Oblast | None:
        """Return where the person belongs; None is the country."""
        return self.community or self.oblast

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.community and self.community.oblast_id != self.oblast_id:
            text = _("This community lies in another oblast.")
            found["oblast"] = ValidationError(text, code="in_another_oblast")
        return found


class PersonContact(models.Model):
    """The names and contacts of a person, kept apart from what history records."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="contact")
    last_name = models.CharField(_("surname"), max_length=60)
    first_name = models.CharField(_("given name"), max_length=60)
    patronymic = models.CharField(_("patronymic"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    sort_key = models.GeneratedField(
        expression=UkrainianSortKey("last_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("names and contacts of a person")
        verbose_name_plural = _("names and contacts of people")
        indexes = [models.Index(F("sort_key"), F("person"), name="person_by_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def in_full(self) -> str:
        """Return the names as a list writes them: surname, given name, patronymic."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))
