"""Canaries among initiatives and what they handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from communities.models import Community, Organisation
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.canary_records import DAY
from working_groups.handouts import hand_over
from working_groups.initiatives import propose
from working_groups.models import (
    Handout,
    HandoutItem,
    Initiative,
    InitiativeCategory,
    Stage,
    Theme,
    WorkingGroup,
)


def initiatives_of(place: str, community: Community, at: datetime) -> Iterator[Canary]:
    """Plant an initiative of the group of a community, and what it handed over there."""
    by = User.objects.get(username="canary.superuser")
    title, act = text_of(place, "initiative"), text_of(place, "handout")
    said = {
        "title": title,
        "communities": [community],
        "group": WorkingGroup.objects.filter(community=community).earliest("pk"),
        "category": InitiativeCategory.OTHER,
        "theme": Theme.OTHER,
        "stages": [{"stage": Stage.PROPOSED, "on": DAY}],
    }
    initiative = Initiative.objects.filter(title=title).first() or propose(said=said, by=by, at=at)
    given = {
        "initiative": initiative,
        "community": community,
        "recipient": Organisation.objects.get(name_uk="Рада канарок"),
        "item": HandoutItem.OTHER,
        "quantity": 1,
        "handed_on": DAY,
        "act_number": act,
    }
    handout = Handout.objects.filter(act_number=act).first() or hand_over(said=given, by=by, at=at)
    url = initiative.get_absolute_url()
    path = reverse("api:initiative-detail", args=[initiative.pk])
    yield Canary(place, "initiatives", "initiative", str(initiative.pk), url, path)
    path = reverse("api:handout-detail", args=[handout.pk])
    page = reverse("initiatives:handout-edit", args=[handout.pk])
    yield Canary(place, "handouts", "handout", str(handout.pk), page, path)
