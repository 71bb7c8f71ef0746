"""Officers and the communities they serve."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from officers.models import Assignment, Officer, OfficerKind, OfficerPersonal
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
