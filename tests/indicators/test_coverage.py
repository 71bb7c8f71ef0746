"""Coverage: which communities have an officer on a day, and what is unknown."""

from datetime import date
from decimal import Decimal

import pytest

from communities.region import NATION, Region
from core.periods import Month, Period
from indicators import coverage
from indicators.asks import Ask
from officers.models import OfficerKind
from tests.factories.communities import ControlStatusFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

JUNE = Period.of_months(Month(2026, 6))


def ask(region=NATION, services=("police", "rescue")):
    return Ask(period=JUNE, region=region, services=services)


def post(community, kind=OfficerKind.COMMUNITY_POLICE, period=(date(2024, 1, 1), None), **more):
    officer = OfficerFactory.create(kind=kind)
    return AssignmentFactory.create(officer=officer, community=community, period=period, **more)


def test_a_community_with_one_officer_is_covered_once(country):
    post(country["north"])
    post(country["north"])
    post(country["south"], kind=OfficerKind.COMMUNITY_RESCUE)

    assert coverage.POLICE.total(ask()) == Decimal("25.0")
    assert coverage.RESCUE.total(ask()) == Decimal("25.0")
    assert coverage.WITHOUT_OFFICER.total(ask()) == 2
    assert list(coverage.POLICE.records(ask())) == [country["north"]]
    assert [rows.count() for _why, rows in coverage.POLICE.left_out(ask())] == [3]


def test_a_precinct_officer_covers_nothing_but_is_an_officer(country):
    post(country["north"], kind=OfficerKind.PRECINCT)

    assert coverage.POLICE.total(ask()) == 0
    assert coverage.WITHOUT_OFFICER.total(ask()) == 3


@pytest.mark.parametrize(
    ("period", "covered"),
    [
        pytest.param((date(2026, 6, 30), None), 1, id="from the last day on"),
        pytest.param((date(2026, 7, 1), None), 0, id="from the day after"),
        pytest.param((date(2024, 1, 1), date(2026, 6, 30)), 0, id="until the day before"),
    ],
)
def test_the_last_day_of_the_period_counts(country, period, covered):
    post(country["north"], period=period)

    assert coverage.POLICE.total(ask(Region.of(country["north"]))) == 100 * covered


def test_an_occupied_community_is_in_neither_number(country):
    post(country["north"])
    ControlStatusFactory.create(community=country["north"], starts_on=date(2026, 1, 1))

    assert coverage.POLICE.total(ask()) == 0
    assert coverage.POLICE.total(ask(Region.of(country["north"]))) is None
    assert coverage.WITHOUT_OFFICER.total(ask()) == 3


def test_coverage_by_a_service_the_reader_does_not_see_is_unknown(country):
    post(country["north"])

    assert coverage.POLICE.total(ask(services=("rescue",))) is None
    assert coverage.POLICE.split(ask(services=("rescue",)), "oblast") == {}
    assert coverage.WITHOUT_OFFICER.total(ask(services=("rescue",))) == 4


def test_who_lives_there_is_a_share_of_the_posts_where_it_is_known(country):
    post(country["north"], lives_in_community=True)
    post(country["north"], lives_in_community=False)
    post(country["south"], lives_in_community=True)
    post(country["capital"])
    post(
        country["capital"],
        lives_in_community=False,
        kind="precinct",
        period=(date(2027, 1, 1), None),
    )

    assert coverage.LIVING.total(ask()) == Decimal("66.7")
    assert coverage.LIVING.total(ask(Region.of(country["capital"]))) is None
    assert coverage.LIVING.split(ask(), "community")[country["north"].code,] == 50
    assert [rows.count() for _why, rows in coverage.LIVING.left_out(ask())] == [1, 1]


@pytest.mark.parametrize("measure", [coverage.POLICE, coverage.RESCUE, coverage.LIVING])
def test_a_figure_takes_two_queries(country, measure, django_assert_max_num_queries):
    post(country["north"], lives_in_community=True)

    with django_assert_max_num_queries(2):
        measure.split(ask(), "oblast")
