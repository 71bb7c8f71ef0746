"""Rates, residents and officers: what is unknown is left out of both sides, and said."""

from datetime import date
from decimal import Decimal

import pytest

from communities.models import Population
from communities.region import NATION, Region
from core.periods import Month, Period
from indicators import communities, incidents, officers
from indicators.asks import Ask
from indicators.catalogue import change, figures
from tests.factories.communities import CommunityFactory, ControlStatusFactory, PopulationFactory
from tests.factories.incidents import OCCURRED, IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory

JUNE = Period.of_months(Month(2026, 6))


def ask(region=NATION, period=JUNE):
    return Ask(period=period, region=region)


def record(community, count=1, **more):
    return IncidentFactory.create_batch(count, community=community, **more)


def test_the_rate_leaves_out_communities_whose_population_is_unknown(country):
    record(country["north"], 3)
    record(country["northern"], 5)
    record(country["capital"], 7)

    assert incidents.PER_10000.total(ask()) == Decimal("0.75")
    assert [rows.count() for _why, rows in incidents.PER_10000.left_out(ask())] == [0, 0, 12]
    assert incidents.PER_10000.records(ask()).count() == 3


def test_a_rate_of_unknown_population_is_unknown_and_never_zero(country):
    record(country["capital"])

    assert incidents.PER_10000.total(ask(Region.of(country["capital"]))) is None
    split = incidents.PER_10000.split(ask(), "community")
    assert split[country["capital"].code,] is None
    assert split[country["south"].code,] == 0


def test_the_capital_is_counted_once_its_population_is_known(country):
    PopulationFactory.create(community=country["capital"], people=10_000, on=date(2026, 1, 1))
    record(country["capital"], 4)

    by_oblast = incidents.PER_10000.split(ask(), "oblast")

    assert by_oblast[country["capital"].oblast.code,] == 4
    assert incidents.PER_10000.total(ask()) == Decimal("0.80")


def test_a_population_counts_from_its_day_on(country):
    PopulationFactory.create(community=country["north"], people=40_000, on=date(2026, 7, 1))

    assert communities.POPULATION.total(ask()) == 40_000
    assert communities.POPULATION.total(ask(period=Period.of_months(Month(2026, 7)))) == 60_000


def test_questions_of_one_family_see_the_ground_of_their_own_day(country):
    PopulationFactory.create(community=country["northern"], people=10_000, on=date(2026, 6, 1))
    record(country["northern"], 2)

    now = ask()

    assert communities.POPULATION.totals([now, now.before, now.year_ago]) == [
        50_000,
        40_000,
        40_000,
    ]
    assert incidents.PER_10000.total(now) == Decimal("0.40")


def test_a_dissolved_community_counts_neither_residents_nor_incidents_of_a_rate(country):
    gone = CommunityFactory.create(
        oblast=country["north"].oblast,
        raion=country["north"].raion,
        dissolved_on=date(2026, 6, 20),
    )
    PopulationFactory.create(community=gone, people=1_000_000)
    record(gone, 9)
    record(country["north"], 4)

    assert incidents.PER_10000.total(ask()) == Decimal("1.00")
    assert incidents.PER_10000.records(ask()).count() == 4


@pytest.mark.parametrize("by", [(), ("oblast",), ("raion",), ("community",)])
def test_residents_are_the_sum_of_their_records(country, by):
    records = communities.POPULATION.records(ask())
    people = sum(records.values_list("people", flat=True))

    split = communities.POPULATION.split(ask(), *by)

    assert sum(value or 0 for value in split.values()) == people == 40_000
    assert Population.objects.count() == records.count()


def test_the_total_after_a_split_is_the_total(country):
    first = ask()
    communities.ELIGIBLE.split(first, "raion")
    communities.POPULATION.split(first, "raion")

    assert communities.ELIGIBLE.total(first) == communities.ELIGIBLE.total(ask()) == 4
    assert communities.POPULATION.total(first) == 40_000


def test_an_occupied_community_is_not_eligible(country):
    ControlStatusFactory.create(community=country["south"])

    assert communities.ELIGIBLE.total(ask()) == 3
    assert communities.ELIGIBLE.records(ask()).count() == 3


def test_an_officer_of_two_communities_is_counted_once_above_them(country):
    officer = country.officers["police"]
    AssignmentFactory.create(officer=officer, community=country["north"])
    AssignmentFactory.create(officer=officer, community=country["northern"], kind="substitute")

    split = officers.IN_POST.split(ask(), "community")

    assert split == {(country["north"].code,): 1, (country["northern"].code,): 1}
    assert officers.IN_POST.total(ask()) == officers.IN_POST.records(ask()).count() == 1
    assert officers.IN_POST.split(ask(), "raion") == {(country["north"].raion.code,): 1}


def test_an_officer_is_in_post_on_the_days_of_the_assignment_only(country):
    AssignmentFactory.create(
        officer=country.officers["rescue"],
        community=country["south"],
        period=(date(2026, 6, 30), date(2026, 7, 31)),
    )
    months = [Month(2026, each) for each in (5, 6, 7, 8)]

    assert officers.IN_POST.series(ask(), months) == [0, 1, 0, 0]
    assert [officers.IN_POST.total(ask(period=Period.of_months(m))) for m in months] == [0, 1, 0, 0]


def test_many_days_in_post_are_read_with_one_query(country, django_assert_num_queries):
    months = [Month(2026, 1).shift(each) for each in range(12)]

    with django_assert_num_queries(1):
        officers.IN_POST.series(ask(), months)


def test_a_response_belongs_to_the_service_of_its_incident(country):
    (incident,) = record(country["north"], service="police")
    ResponseFactory.create(incident=incident, officer=country.officers["rescue"], service="rescue")

    assert incidents.RESPONSES.split(ask(), "service") == {("police",): 1}
    police_only = Ask(period=JUNE, services=("police",))
    assert (
        incidents.RESPONSES.total(police_only) == incidents.RESPONSES.records(police_only).count()
    )


def test_the_change_is_worked_out_before_rounding(country):
    record(country["north"], 100)
    record(country["north"], 99, occurred_at=OCCURRED.replace(month=5))

    (figure,) = figures(ask(), (incidents.PER_10000,))

    assert figure.change == Decimal("1.0")
    assert figure.change_in_a_year is None


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        pytest.param(12, 10, Decimal("20.0"), id="more"),
        pytest.param(0, 10, Decimal("-100.0"), id="nothing now"),
        pytest.param(5, 0, None, id="nothing then"),
        pytest.param(None, 5, None, id="unknown"),
    ],
)
def test_a_change_without_a_meaning_is_none(now, then, expected):
    assert change(now, then) == expected
