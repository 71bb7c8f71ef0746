"""Initiatives as money needs them, links of chains, and grants."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.communities import OrganisationFactory
from working_groups.models import Funding, Grant, Initiative, InitiativeCommunity, InitiativeStage

DAY = date(2024, 1, 10)


def initiative_of(*communities, stages=(("idea", DAY),), **more):
    """Make an initiative of communities that took steps, each with its day."""
    by, at = UserFactory.create(), datetime(2026, 6, 2, 9, tzinfo=UTC)
    said = {"title": "Камери", "theme": "public_safety", "category": "video_surveillance"}
    said |= {"stage": stages[-1][0]} | more
    made = Initiative.objects.create(recorded_by=by, created_at=at, updated_at=at, **said)
    for each in communities:
        InitiativeCommunity.objects.create(initiative=made, community=each)
    for stage, day in stages:
        InitiativeStage.objects.create(initiative=made, stage=stage, on=day, by=by, at=at)
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
