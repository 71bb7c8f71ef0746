"""What is said of an emergency, a fire, explosive objects, domestic violence: only where it was one.

Each table holds the rows of one section (incidents.models.taxonomy.Section); a record has them only
while a category of it opens that section.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import track_every_change
from incidents.models.classifiers import Classifier, ClassifierCode
from incidents.models.incident import Incident, OfIncidentQuerySet
from incidents.models.taxonomy import Section

MOST_OBJECTS = 1_000_000
MOST_CHILDREN = 10_000
MOST_AREA_M2 = 10_000_000_000  # a hundredth of the country


class EmergencyLevel(models.TextChoices):
    """The scale of an emergency (resolution No. 368 of 24.03.2004)."""

    STATE = "state", pgettext_lazy("level of an emergency", "State")
    REGIONAL = "regional", _("Regional")
    LOCAL = "local", _("Local")
    OBJECT = "object", _("Of one site")


class FireObject(models.TextChoices):
    """Where it burnt, as the service's bulletins sort fires."""

    DWELLING = "dwelling", _("Housing")
    PRODUCTION = "production", _("Production")
    TRANSPORT = "transport", _("Transport")
    ECOSYSTEM = "ecosystem", _("Ecosystem")
    OTHER = "other", _("Other place")


class ExplosiveKind(models.TextChoices):
    ARTILLERY_SHELL = "artillery_shell", _("Artillery shell")
    MORTAR_ROUND = "mortar_round", _("Mortar round")
    ROCKET = "rocket", _("Rocket or a part of it")
    AIR_BOMB = "air_bomb", _("Air bomb")
    CLUSTER_ELEMENT = "cluster_element", _("Cluster munition element")
    HAND_GRENADE = "hand_grenade", _("Hand grenade")
    LAUNCHED_GRENADE = "launched_grenade", _("Launched grenade")
    ANTI_PERSONNEL_MINE = "anti_personnel_mine", _("Anti-personnel mine")
    ANTI_TANK_MINE = "anti_tank_mine", _("Anti-tank mine")
    TRIPWIRE = "tripwire", _("Tripwire")
    IMPROVISED = "improvised", _("Improvised device")
    DRONE = "drone", _("Drone or a part of it")
    AMMUNITION = "ammunition", _("Small-arms ammunition")
    OTHER = "other", _("Other object")


class ExplosiveAction(models.TextChoices):
    IDENTIFIED = "identified", _("Identified")
    HANDED_OVER = "handed_over", _("Handed over to pyrotechnicians")
    DESTROYED = "destroyed", _("Destroyed")


class ViolenceForm(models.TextChoices):
    """The forms the law on preventing domestic violence names (No. 2229-VIII)."""

    PHYSICAL = "physical", _("Physical")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    ECONOMIC = "economic", _("Economic")
    SEXUAL = "sexual", _("Sexual")


class RiskLevel(models.TextChoices):
    """What the form of order No. 369/180 of 13.03.2019 finds."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Details(models.Model):
    """A row of a section; `incident_id` is its key where a record has only one."""

    section: Section

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.section.label)


def only_row_of(incident: str) -> models.OneToOneField[Incident, Incident]:
    """Return the key of a section a record has once."""
    return models.OneToOneField(
        Incident,
        models.CASCADE,
        primary_key=True,
        related_name=incident,
        verbose_name=_("incident"),
    )


@track_every_change()
class EmergencyDetails(Details):
    """How an emergency is classified."""

    section = Section.EMERGENCY
    incident = only_row_of("emergency")
    code = models.ForeignKey(
        ClassifierCode,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"classifier": Classifier.EMERGENCY},
        verbose_name=_("code by DK 019:2010"),
    )
    level = models.CharField(_("level"), choices=EmergencyLevel, max_length=8, blank=True)

    class Meta:
        verbose_name = _("classification of an emergency")
        verbose_name_plural = _("classifications of emergencies")


@track_every_change()
class FireDetails(Details):
    """What burnt, how much of it, and why."""

    section = Section.FIRE
    incident = only_row_of("fire")
    object_kind = models.CharField(
        _("where it burnt"), choices=FireObject, max_length=10, blank=True
    )
    area_m2 = models.DecimalField(
        _("area, m²"),
        max_digits=12,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_AREA_M2)],
    )
    cause = models.ForeignKey(
        ClassifierCode,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"classifier": Classifier.FIRE_CAUSE},
        verbose_name=_("cause"),
    )

    class Meta:
        verbose_name = _("details of a fire")
        verbose_name_plural = _("details of fires")


@track_every_change(of="incident")
class ExplosivesDetails(Details):
    """Explosive objects of one kind that were found; a record may have several rows."""

    section = Section.EXPLOSIVES
    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="explosives", verbose_name=_("incident")
    )
    kind = models.CharField(_("kind"), choices=ExplosiveKind, max_length=20)
    calibre = models.CharField(_("calibre"), max_length=40, blank=True)
    quantity = models.PositiveIntegerField(
        _("quantity"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_OBJECTS)],
    )
    action = models.CharField(
        _("what was done"),
        choices=ExplosiveAction,
        default=ExplosiveAction.IDENTIFIED,
        max_length=12,
    )

    class Meta:
        verbose_name = _("explosive object")
        verbose_name_plural = _("explosive objects")
        constraints = [
            models.CheckConstraint(name="explosives_are_some", condition=Q(quantity__gte=1))
        ]


@track_every_change()
class DomesticViolenceDetails(Details):
    """What was found and done; nobody is named here (reference 4.3)."""

    section = Section.DOMESTIC_VIOLENCE
    incident = only_row_of("domestic_violence")
    forms = ArrayField(
        models.CharField(max_length=14, choices=ViolenceForm),
        verbose_name=_("forms of violence"),
    )
    children_present = models.PositiveIntegerField(
        _("children present"), default=0, validators=[MaxValueValidator(MOST_CHILDREN)]
    )
    weapon_threat = models.BooleanField(_("threat with a weapon"), default=False)
    repeated = models.BooleanField(_("not for the first time"), default=False)
    protocol = models.BooleanField(_("protocol drawn up"), default=False)
    prohibition_order = models.BooleanField(_("urgent prohibition order"), default=False)
    risk_level = models.CharField(_("level of risk"), choices=RiskLevel, max_length=6, blank=True)
    on_register = models.BooleanField(_("entered in the preventive register"), default=False)
    referred = models.BooleanField(_("referred to support services"), default=False)

    class Meta:
        verbose_name = _("details of domestic violence")
        verbose_name_plural = _("details of domestic violence cases")
