"""The money of initiatives as figures: each sum once, by the day it counts on."""

from datetime import date
from decimal import Decimal

import pytest

from communities.region import Region
from core.periods import Month, Period
from indicators.asks import Ask
from indicators.money import COMMITTED, PLANNED, SPENT
from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.money import FundingFactory, initiative_of

pytestmark = pytest.mark.django_db
SPRING = Period(date(2024, 1, 1), date(2024, 5, 1))
STEPS = (("idea", date(2024, 1, 5)), ("proposed", date(2024, 1, 20)))
APPROVED = (*STEPS, ("approved", date(2024, 3, 1)))
LAKH = Decimal(100000)


def funded(*communities, stages=APPROVED, **more):
    initiative = initiative_of(*communities, stages=stages)
    agency = OrganisationFactory.create()
    FundingFactory.create(initiative=initiative, receiver=agency, **more)
    return FundingFactory.create(initiative=initiative, giver=agency, **more)


def ask(period=SPRING, **more):
    return Ask(period=period, **more)


def test_only_what_reached_an_initiative_counts(community):
    funded(community)

    assert [each.total(ask()) for each in (PLANNED, COMMITTED, SPENT)] == [0, LAKH, 0]


def test_a_promise_counts_from_the_approval_on(community):
    funded(community)
    funded(community, given_on=date(2024, 4, 2), amount=Decimal(5))

    assert COMMITTED.split(ask(), "month") == {
        (date(2024, 3, 1),): LAKH,
        (date(2024, 4, 1),): Decimal(5),
    }
    months = [Month(2024, each) for each in (1, 2, 3, 4)]
    assert COMMITTED.series(ask(), months) == [0, 0, LAKH, 5]
    by_month = [COMMITTED.total(ask(Period.of_months(each))) for each in months]
    assert sum(by_month) == COMMITTED.total(ask())


def test_what_is_not_approved_is_planned_and_what_is_cancelled_is_nothing(community):
    funded(community, stages=STEPS)
    funded(community, stages=(*APPROVED, ("cancelled", date(2024, 4, 1))))

    assert [each.total(ask()) for each in (PLANNED, COMMITTED)] == [LAKH, 0]


@pytest.mark.parametrize("kind", ["disbursement", "in_kind"])
def test_what_was_given_is_spent(community, kind):
    funded(community, kind=kind)

    assert [each.total(ask()) for each in (PLANNED, COMMITTED, SPENT)] == [0, 0, LAKH]


def test_a_sum_of_two_communities_is_one_above_them(community):
    near = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    link = funded(community, near)

    for level in ("oblast", "raion"):
        code = getattr(community, level).code
        assert COMMITTED.split(ask(), level) == {(code,): LAKH}
    assert COMMITTED.split(ask(), "community") == {(community.code,): LAKH, (near.code,): LAKH}
    assert COMMITTED.split(ask(), "month", "oblast") == {
        (date(2024, 3, 1), community.oblast.code): LAKH
    }
    assert [each.pk for each in COMMITTED.records(ask())] == [link.pk]
    assert "territory" not in COMMITTED.adds_up


def test_only_what_is_asked_about_counts(community, elsewhere):
    funded(community)
    funded(elsewhere, amount=Decimal(7))

    assert COMMITTED.total(ask(region=Region.of(elsewhere.oblast))) == 7
    assert COMMITTED.total(ask(only=frozenset({community.pk}))) == LAKH


def test_a_figure_takes_two_reads(community, django_assert_num_queries):
    for _each in range(3):
        funded(community)

    with django_assert_num_queries(2):
        assert COMMITTED.total(ask()) == LAKH * 3
