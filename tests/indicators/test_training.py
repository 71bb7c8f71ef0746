"""Certified officers, and the two gaps between a certificate and a community."""

from datetime import date

import pytest

from communities.region import NATION, Region
from core.periods import Month, Period
from indicators import training
from indicators.asks import Ask
from tests.factories.officers import AssignmentFactory, EnrolmentFactory, OfficerFactory

GIVEN, LAPSES = date(2026, 5, 1), date(2026, 6, 29)


def ask(region=NATION, month=5):
    return Ask(period=Period.of_months(Month(2026, month)), region=region)


@pytest.fixture
def people(country):
    """One with both, one with a certificate only, one with a community only, one with neither."""
    made = dict(zip(("both", "paper", "post", "none"), OfficerFactory.create_batch(4), strict=True))
    for n, each in enumerate(("both", "paper")):
        EnrolmentFactory.create(
            officer=made[each],
            result="passed",
            certificate_number=f"ПОГ-{n}",
            certified_on=GIVEN,
            valid_until=LAPSES,
        )
    EnrolmentFactory.create(
        officer=made["both"], result="passed", certificate_number="ПОГ-9", certified_on=GIVEN
    )
    for each in ("both", "post"):
        AssignmentFactory.create(officer=made[each], community=country["north"])
    return made


def counted(measure, **question):
    return set(measure.records(ask(**question)))


def test_a_certificate_counts_from_its_day_until_it_lapses_and_an_officer_once(people):
    assert training.CERTIFIED.total(ask(month=4)) == 0
    assert training.CERTIFIED.total(ask(month=5)) == 2
    assert counted(training.CERTIFIED, month=6) == {people["both"]}


def test_the_gaps_name_who_lacks_what(people):
    gap, other = training.TRAINED_NOT_ASSIGNED, training.ASSIGNED_NOT_CERTIFIED

    assert counted(gap) == {people["paper"]}
    assert counted(other) == {people["post"]}
    assert counted(gap, month=6) == set()
    assert other.total(ask(month=4)) == 2


def test_in_a_community_those_count_who_serve_there(people, country):
    here, there = Region.of(country["north"]), Region.of(country["south"])

    assert counted(training.CERTIFIED, region=here) == {people["both"]}
    assert counted(training.CERTIFIED, region=there) == set()
    split = training.CERTIFIED.split(ask(), "community")
    assert split[country["north"].code,] == 1


def test_in_an_oblast_those_count_whose_unit_is_there(people, country):
    unit, oblast = people["paper"].unit, country["north"].oblast
    unit.oblast = oblast
    unit.save()

    assert counted(training.CERTIFIED, region=Region.of(oblast)) == {people["paper"]}
    assert training.CERTIFIED.split(ask(), "oblast")[oblast.code,] == 1


@pytest.mark.parametrize(
    "measure",
    [training.CERTIFIED, training.TRAINED_NOT_ASSIGNED, training.ASSIGNED_NOT_CERTIFIED],
    ids=lambda each: each.code,
)
def test_a_figure_costs_one_query(people, measure, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        measure.total(ask())
