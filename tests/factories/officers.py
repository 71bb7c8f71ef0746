"""Officers and the communities they serve."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from officers.models import (
    Activity,
    ActivityOfficer,
    Assignment,
    Officer,
    OfficerKind,
    OfficerPersonal,
)
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, OrganisationFactory


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer
        skip_postgeneration_save = True

    kind = OfficerKind.COMMUNITY_POLICE
    rank = "капітан поліції"
    unit = factory.SubFactory(OrganisationFactory)
    personal = factory.RelatedFactory(
        "tests.factories.officers.OfficerPersonalFactory", factory_related_name="officer"
    )


class OfficerPersonalFactory(DjangoModelFactory):
    class Meta:
        model = OfficerPersonal

    last_name = factory.Sequence(lambda n: f"Ковальчук{n}")
    first_name = "Андрій"


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    officer = factory.SubFactory(OfficerFactory)
    community = factory.SubFactory(CommunityFactory)
    period = (date(2024, 1, 1), None)


class ActivityFactory(DjangoModelFactory):
    """A lesson of June 2026, held by one police officer."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    kind = "lesson"
    service = "police"
    community = factory.SubFactory(CommunityFactory)
    held_on = date(2026, 6, 15)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 15, 9, 40, tzinfo=ZoneInfo("Europe/Kyiv"))
    updated_at = factory.SelfAttribute("created_at")

    @factory.post_generation
    def officers(self, create, extracted, **_kwargs):
        if create:
            done_by = [OfficerFactory.create()] if extracted is None else extracted
            for officer in done_by:
                ActivityOfficerFactory.create(activity=self, officer=officer)


class ActivityOfficerFactory(DjangoModelFactory):
    class Meta:
        model = ActivityOfficer

    activity = factory.SubFactory(ActivityFactory)
    officer = factory.SubFactory(OfficerFactory)
