"""Themes: what problems, priorities, initiatives, grants and trainings of groups are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Theme(models.TextChoices):
    """What something is about, in the terms the groups of Kherson oblast use.

    Columns that hold a theme are `THEME_LENGTH` long.
    """

    PUBLIC_SAFETY = "public_safety", _("Public safety and order")
    CIVIL_PROTECTION = "civil_protection", _("Civil protection and warning")
    FIRE_SAFETY = "fire_safety", pgettext_lazy("theme", "Fire safety")
    MINE_SAFETY = "mine_safety", pgettext_lazy("theme", "Mine safety")
    AIR_THREATS = "air_threats", _("Protection from drones and shelling")
    ROAD_SAFETY = "road_safety", pgettext_lazy("theme", "Road safety")
    POWER = "power", _("Uninterrupted power")
    DOMESTIC_VIOLENCE = "domestic_violence", _("Prevention of domestic violence")
    FRAUD = "fraud", _("Cyber security and fraud")
    FIRST_AID = "first_aid", pgettext_lazy("theme", "First aid")
    MENTAL_HEALTH = "mental_health", _("Mental health and psychosocial support")
    SAFE_SPACES = "safe_spaces", _("Safe public spaces and hubs")
    CHILDREN_YOUTH = "children_youth", _("Children, youth and sport")
    VETERANS = "veterans", _("Support of veterans")
    OLDER_PEOPLE = "older_people", _("Older people")
    DISPLACEMENT = "displacement", _("Displaced people and migration")
    INCLUSION = "inclusion", _("Inclusion and barrier-free spaces")
    COHESION = "cohesion", _("Social cohesion")
    COMMUNICATION = "communication", _("Public communication")
    PROJECTS = "projects", _("Project work and fund-raising")
    STRATEGY = "strategy", _("Strategy and recovery of the community")
    OTHER = "other", pgettext_lazy("theme", "Other")


THEME_LENGTH = 20
