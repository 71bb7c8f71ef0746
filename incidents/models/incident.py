"""One event, the words about it, and every change of its state."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import (
    Community,
    Oblast,
    Raion,
    Service,
    ServiceScopedQuerySet,
    Settlement,
    scope_of,
)
from core import points
from core.history import track_every_change
from incidents.models.people import VICTIMS
from incidents.models.strike import Strike
from incidents.models.taxonomy import Category
from incidents.models.triggers import DIGEST, FILL_TERRITORY, INCIDENT_TALLY
from incidents.models.wall import wall
from incidents.models.words import WORDS_OF_INCIDENT, WORDS_OF_TEXT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class IncidentStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    VOID = "void", _("Void")


COUNTED = (
    IncidentStatus.SUBMITTED,
    IncidentStatus.RETURNED,
    IncidentStatus.VERIFIED,
    IncidentStatus.CLOSED,
)
# not IN: the text of an index has to be the same once it is made again from that text
IN_A_QUEUE = Q(status=IncidentStatus.SUBMITTED.value) | Q(status=IncidentStatus.RETURNED.value)

# the condition of an index: few events are, and only among them is one that came after its period
ON_A_LATER_DAY = Q(GreaterThan(TruncDate("received_at"), TruncDate("occurred_at")))


IN_A_STRIKE = Q(strike__isnull=False)


class Channel(models.TextChoices):
    LINE_101 = "101", "101"
    LINE_102 = "102", "102"
    LINE_112 = "112", "112"
    IN_PERSON = "in_person", _("In person")
    PATROL = "patrol", _("Patrol")
    WORKING_GROUP = "working_group", _("Working group")
    OTHER = "other", _("Other")


# where a row's place stands: columns that a trigger keeps, so that no scope needs a join; only
# what a split community recorded is told apart by its settlement
PATHS = {
    "oblast": "oblast",
    "raion": "raion",
    "community": "community",
    "settlement": "settlement__community",
}


class IncidentQuerySet(ServiceScopedQuerySet["Incident"]):
    @property
    def region_paths(self) -> dict[str, str]:
        return PATHS

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep what the scope opens; of sensitive records those that exist for this reader."""
        seen = scope_of(user, to or self.view_permission)
        return super().visible_to(user, to=to).filter(wall(user, seen, self.region_paths))

    def counted(self) -> Self:
        """Keep what every figure counts: no drafts, nothing void, nothing sensitive."""
        return self.filter(counted=True, category__sensitive=False)

    def uncounted(self) -> Self:
        """Keep what no figure counts."""
        return self.filter(Q(counted=False) | Q(category__sensitive=True))

    def received_after(self, moment: datetime) -> Self:
        """Keep what became known after the end of its day and after a moment."""
        return self.filter(ON_A_LATER_DAY, received_at__gte=moment)

    def awaiting_review(self) -> Self:
        return self.filter(status=IncidentStatus.SUBMITTED)

    def with_names(self) -> Self:
        """Join what a row of a list shows, in the same number of queries for any length."""
        return self.select_related("community", "category", "settlement", "text")


def people(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=0)


@track_every_change()
class Incident(models.Model):
    """One event that concerned public safety in a community."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(_("number"), max_length=20, null=True, unique=True, editable=False)  # noqa: DJ001
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("community"))
    oblast = models.ForeignKey(Oblast, models.PROTECT, editable=False, db_index=False)
    raion = models.ForeignKey(Raion, models.PROTECT, null=True, editable=False, db_index=False)
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, null=True, blank=True, verbose_name=_("settlement")
    )
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"))
    # codes: rows of the list are never deleted, and no figure adds them up
    further_categories = ArrayField(
        models.CharField(max_length=40),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("further categories"),
    )
    strike = models.ForeignKey(
        Strike, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("strike")
    )
    service = models.CharField(_("service"), choices=Service, max_length=8, editable=False)
    occurred_at = models.DateTimeField(_("occurred"))
    reported_at = models.DateTimeField(_("reported"))
    received_at = models.DateTimeField(_("received"), editable=False)
    channel = models.CharField(_("channel"), choices=Channel, max_length=14)
    war_related = models.BooleanField(_("war-related"), default=False)
    latitude = points.latitude()
    longitude = points.longitude()
    accuracy_m = models.PositiveIntegerField(_("accuracy, m"), null=True, blank=True)
    rescued = people(_("rescued"))
    injured = people(_("injured"))
    killed = people(_("killed"))
    children_rescued = people(_("children rescued"))
    children_injured = people(_("children injured"))
    children_killed = people(_("children killed"))
    damage_uah = models.DecimalField(
        _("damage, UAH"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    register_number = models.CharField(
        _("register number"), max_length=settings.LIMITS["register_number"], blank=True
    )
    status = models.CharField(
        _("status"), choices=IncidentStatus, default=IncidentStatus.DRAFT, max_length=10
    )
    counted = models.GeneratedField(
        expression=Q(status__in=[each.value for each in COUNTED]),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("logged by"),
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)
    body_hash = models.BinaryField(null=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        permissions = [
            ("verify_incident", "Can verify an incident"),
            ("return_incident", "Can return an incident"),
            ("void_incident", "Can void an incident"),
            ("amend_incident", "Can amend a verified incident"),
            ("read_sensitive_incident", "Can read sensitive incidents of the territory"),
            ("keep_sensitive_incident", "Can record and read those of the own community"),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_is_of_a_known_service", condition=Q(service__in=Service.values)
            ),
            models.CheckConstraint(
                name="incident_has_a_known_status", condition=Q(status__in=IncidentStatus.values)
            ),
            models.CheckConstraint(
                name="incident_is_reported_after_it_occurs",
                condition=Q(reported_at__gte=F("occurred_at")),
                violation_error_message=_(
                    "The time of the event cannot be later than the time of the report."
                ),
            ),
            models.CheckConstraint(
                name="incident_has_a_number_once_accepted",
                condition=Q(number__isnull=False)
                | Q(status=IncidentStatus.DRAFT)
                | Q(status=IncidentStatus.VOID),
            ),
            models.CheckConstraint(
                name="incident_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            *(
                models.CheckConstraint(
                    name=f"incident_counts_children_among_{who}",
                    condition=Q(**{f"children_{who}__lte": F(who)}),
                    violation_error_message=_("There cannot be more children than people."),
                )
                for who in VICTIMS
            ),
        ]
        indexes = [
            models.Index("occurred_at", "id", name="incident_by_time"),
            models.Index("oblast", "occurred_at", "id", name="incident_of_oblast"),
            models.Index("raion", "occurred_at", "id", name="incident_of_raion"),
            models.Index("community", "occurred_at", "id", name="incident_of_community"),
            models.Index("updated_at", "id", name="incident_by_change"),
            models.Index("reported_at", "id", name="incident_by_report"),
            models.Index(
                "latitude",
                "longitude",
                name="incident_by_place",
                condition=Q(latitude__isnull=False),
            ),
            *(  # few records are of people killed, injured or rescued
                models.Index(
                    "occurred_at", "id", name=f"incident_of_{who}", condition=Q(**{f"{who}__gt": 0})
                )
                for who in VICTIMS
            ),
            *(  # drafts have no number, and are on no page of this order
                models.Index(*place, "number", "id", name=name, condition=Q(number__isnull=False))
                for name, place in (
                    ("incident_by_number", ()),
                    ("incident_number_of_oblast", ("oblast",)),
                )
            ),
            models.Index(
                "occurred_at",
                "received_at",
                name="incident_received_on_later_day",
                condition=ON_A_LATER_DAY,
            ),
            models.Index(
                "strike", "occurred_at", "id", name="incident_of_strike", condition=IN_A_STRIKE
            ),
            *(  # the queues, for readers of an oblast and of a community
                models.Index(
                    place,
                    "status",
                    "occurred_at",
                    "id",
                    name=f"incident_queues_of_{place}",
                    condition=IN_A_QUEUE,
                )
                for place in ("oblast", "community")
            ),
        ]
        triggers = [FILL_TERRITORY, *INCIDENT_TALLY, WORDS_OF_INCIDENT]

    def __str__(self) -> str:
        return f"{self.category} {self.number or self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:detail", args=[self.pk])

    @property
    def is_sensitive(self) -> bool:
        """Say whether the record stands behind the wall (incidents.models.wall)."""
        return self.category.sensitive

    @property
    def is_editable(self) -> bool:
        """Say whether the record may still be changed without an amendment."""
        return self.status in {
            IncidentStatus.DRAFT,
            IncidentStatus.SUBMITTED,
            IncidentStatus.RETURNED,
        }


WORDS = ("address", "narrative", "protected_narrative")  # what people write about an event


@track_every_change(fields=["incident", "digest"], model_name="IncidentTextEvent")
class IncidentText(models.Model):
    """The words about an incident; history keeps only their salted digest."""

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="text")
    address = models.CharField(
        _("address or place in words"), max_length=settings.LIMITS["place"], blank=True
    )
    narrative = models.TextField(
        _("what happened"), max_length=settings.LIMITS["narrative"], blank=True
    )
    protected_narrative = models.TextField(
        _("what only few may read"),
        max_length=settings.LIMITS["narrative"],
        blank=True,
        default="",
        db_default="",
    )
    salt = models.UUIDField(default=uuid.uuid4, editable=False)
    digest = models.CharField(_("words"), max_length=64, editable=False, default="")

    class Meta:
        verbose_name = _("words about an incident")
        verbose_name_plural = _("words about incidents")
        triggers = [DIGEST, *WORDS_OF_TEXT]

    def __str__(self) -> str:
        return self.narrative[:80]


class OfIncidentQuerySet(ServiceScopedQuerySet[Any]):
    """Rows about an incident: whoever sees it sees them."""

    service_path = "incident__service"

    @property
    def region_paths(self) -> dict[str, str]:
        return {level: f"incident__{path}" for level, path in PATHS.items()}

    @property
    def view_permission(self) -> str:
        return "incidents.view_incident"

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the rows of the incidents a user may see."""
        seen = scope_of(user, to or self.view_permission)
        shown = wall(user, seen, self.region_paths, at="incident__")
        return super().visible_to(user, to=to).filter(shown)


class Transition(models.Model):
    """One change of an incident's status: from what to what, by whom, when and why."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="transitions")
    from_status = models.CharField(_("from"), choices=IncidentStatus, max_length=10, blank=True)
    to_status = models.CharField(_("to"), choices=IncidentStatus, max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=settings.LIMITS["reason"], blank=True)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.from_status} → {self.to_status}"
