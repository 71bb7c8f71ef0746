"""Initiatives: what they handed over, and the steps they took."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, OrganisationFactory
from working_groups.models import Handout, Initiative, InitiativeCommunity, InitiativeStage


class InitiativeFactory(DjangoModelFactory):
    """An idea of one community: name others, or another `stage`, which it then took at once."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Камери на в’їздах {n}")
    theme = "public_safety"
    category = "video_surveillance"
    stage = "idea"
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")

    @factory.post_generation
    def communities(self, create, given):
        """Lay it in the communities given, in one of its own without any."""
        for each in given or [self.group.community if self.group else CommunityFactory.create()]:
            InitiativeCommunityFactory.create(initiative=self, community=each)

    @factory.post_generation
    def on(self, create, given):
        """Let it have taken its stage on a day."""
        day = given or date(2024, 1, 15)
        InitiativeStageFactory.create(initiative=self, stage=self.stage, on=day)


class InitiativeCommunityFactory(DjangoModelFactory):
    class Meta:
        model = InitiativeCommunity

    initiative = factory.SubFactory(InitiativeFactory)
    community = factory.SubFactory(CommunityFactory)


class InitiativeStageFactory(DjangoModelFactory):
    class Meta:
        model = InitiativeStage

    initiative = factory.SubFactory(InitiativeFactory)
    stage = "proposed"
    on = date(2024, 2, 1)
    by = factory.SelfAttribute("initiative.recorded_by")
    at = factory.SelfAttribute("initiative.created_at")


class HandoutFactory(DjangoModelFactory):
    """Three cameras for the one community of an initiative."""

    class Meta:
        model = Handout

    initiative = factory.SubFactory(InitiativeFactory)
    community = factory.LazyAttribute(lambda o: o.initiative.communities.first())
    recipient = factory.SubFactory(OrganisationFactory)
    item = "camera"
    quantity = 3
    handed_on = date(2024, 4, 2)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")
