"""Initiatives as money needs them, links of chains, and grants."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.communities import OrganisationFactory
from tests.factories.initiatives import InitiativeFactory, InitiativeStageFactory
from working_groups.models import Funding, Grant, GrantPartner

DAY = date(2024, 1, 10)


def initiative_of(*communities, stages=(("idea", DAY),), **more):
    """Make an initiative of communities that took steps, each with its day."""
    (first, day), *further = stages
    made = InitiativeFactory.create(communities=communities, stage=first, on=day, **more)
    for stage, on in further:
        InitiativeStageFactory.create(initiative=made, stage=stage, on=on)
        made.stage = stage
    made.save()
    return made


class MoneyFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    giver = factory.SubFactory(OrganisationFactory)
    amount = Decimal("100000.00")
    uah = factory.SelfAttribute("amount")
    given_on = DAY
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class FundingFactory(MoneyFactory):
    """A promise that reaches its initiative."""

    class Meta:
        model = Funding

    kind = "commitment"


class GrantFactory(MoneyFactory):
    class Meta:
        model = Grant

    organisation = factory.SubFactory(OrganisationFactory)
    title = "Безпека та інклюзія"
    theme = "inclusion"


class GrantPartnerFactory(DjangoModelFactory):
    class Meta:
        model = GrantPartner

    grant = factory.SubFactory(GrantFactory)
    organisation = factory.SubFactory(OrganisationFactory)
