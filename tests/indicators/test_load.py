"""Load and vacancies: residents for an officer, communities over the limit, days without anybody."""

from datetime import date
from decimal import Decimal

import pytest

from communities.models.districts import RURAL_MOST, URBAN_MOST
from communities.region import NATION, Region
from core.periods import Month, Period
from indicators import load, vacancies
from indicators.asks import Ask
from officers.models import OfficerKind
from officers.vacancies import vacant_on
from tests.factories.communities import ControlStatusFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

JUNE = Period.of_months(Month(2026, 6))
YEARS = (date(2024, 1, 1), None)


def ask(region=NATION, services=("police", "rescue"), period=JUNE):
    return Ask(period=period, region=region, services=services)


def post(community, kind=OfficerKind.COMMUNITY_POLICE, period=YEARS, **more):
    officer = OfficerFactory.create(kind=kind)
    return AssignmentFactory.create(officer=officer, community=community, period=period, **more)


def test_residents_are_shared_among_the_officers_in_post(country):
    post(country["north"])
    post(country["north"], kind=OfficerKind.COMMUNITY_RESCUE)
    post(country["south"])

    assert load.LOAD.total(ask()) == 13_333  # 40,000 residents, three officers
    assert load.LOAD.total(ask(services=("police",))) == 20_000
    assert load.LOAD.split(ask(), "community")[country["north"].code,] == 10_000
    assert load.LOAD.total(ask(Region.of(country["capital"]))) is None
    assert [rows.count() for _why, rows in load.LOAD.left_out(ask())] == [2]


def test_residents_of_an_occupied_community_are_nobodys_load(country):
    post(country["north"])
    ControlStatusFactory.create(community=country["south"], starts_on=date(2022, 3, 1))

    assert load.LOAD.total(ask()) == 20_000


@pytest.mark.parametrize(
    ("type_", "residents", "over"),
    [
        ("urban", URBAN_MOST, 0),
        ("urban", URBAN_MOST + 1, 100),
        ("rural", RURAL_MOST, 0),
        ("rural", RURAL_MOST + 1, 100),
        ("settlement", RURAL_MOST + 1, 100),
    ],
)
def test_a_community_is_over_the_limit_by_one_resident(country, type_, residents, over):
    north = country["north"]
    north.populations.update(people=residents)
    north.type = type_
    north.save()
    post(north, kind=OfficerKind.PRECINCT)

    assert load.OVER_LIMIT.total(ask()) == over
    assert load.OVER_LIMIT.total(ask(services=("rescue",))) is None
    assert load.OVER_LIMIT.records(ask()).count() == bool(over)


def test_two_officers_halve_the_load(country):
    country["north"].populations.update(people=2 * RURAL_MOST)
    post(country["north"])
    assert load.OVER_LIMIT.total(ask()) == 100

    post(country["north"])
    assert load.OVER_LIMIT.total(ask()) == 0


@pytest.mark.parametrize(
    ("period", "vacant"),
    [
        pytest.param(YEARS, 0, id="all the time"),
        pytest.param((date(2026, 6, 11), None), 10, id="from the eleventh"),
        pytest.param((date(2024, 1, 1), date(2026, 6, 11)), 20, id="until the tenth"),
        pytest.param((date(2027, 1, 1), None), 30, id="later"),
    ],
)
def test_vacant_days_are_those_nobody_is_in_post(country, period, vacant):
    north = Region.of(country["north"])
    post(country["north"], period=period)

    assert vacancies.VACANT_DAYS.total(ask(north, ("police",))) == vacant
    assert vacancies.VACANT_DAYS.total(ask(north)) == vacant + 30  # nobody of the rescuers
    assert vacancies.VACANT_DAYS.split(ask(), "oblast") == {
        (country["north"].oblast.code,): 2 * 3 * 30 - (30 - vacant),
        (country["capital"].oblast.code,): 60,
    }


def test_an_occupied_community_has_no_vacant_days(country):
    north = country["north"]
    ControlStatusFactory.create(
        raion=north.raion, community=None, starts_on=date(2026, 6, 6), ends_on=date(2026, 6, 15)
    )

    days = vacancies.VACANT_DAYS.total(ask(Region.of(north), ("police",)))

    assert days == 30 - len(set(range(6, 15)))
    assert vacancies.VACANT_DAYS.records(ask(Region.of(north))).get() == north


def test_a_suspended_officer_leaves_the_post_vacant(country):
    assignment = post(country["north"])
    assignment.officer.stages.filter(stage="serving").update(until=date(2026, 6, 21))

    assert vacancies.VACANT_DAYS.total(ask(Region.of(country["north"]), ("police",))) == 10


def test_the_longest_vacancy_comes_first_and_never_served_last(country):
    post(country["north"], period=(date(2024, 1, 1), date(2026, 5, 1)))
    post(country["northern"], period=(date(2024, 1, 1), date(2025, 5, 1)))
    post(country["south"])
    post(country["south"], period=(date(2020, 1, 1), date(2021, 1, 1)))
    rows = type(country["north"]).objects.all()

    found = list(vacant_on(rows, ("police",), JUNE.last_day))

    assert [(each, each.police_until) for each in found] == [
        (country["northern"], date(2025, 5, 1)),
        (country["north"], date(2026, 5, 1)),
        (country["capital"], None),
    ]
    both = {
        each: each.police_until for each in vacant_on(rows, ("police", "rescue"), JUNE.last_day)
    }
    assert both[country["south"]] is None  # only the rescuer is missing there


@pytest.mark.parametrize("measure", [load.LOAD, load.OVER_LIMIT, vacancies.VACANT_DAYS])
def test_a_figure_takes_two_queries(country, measure, django_assert_max_num_queries):
    post(country["north"])

    with django_assert_max_num_queries(2):
        measure.split(ask(), "oblast")
    assert isinstance(measure.total(ask()), int | Decimal)
