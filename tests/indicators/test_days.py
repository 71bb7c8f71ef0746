"""How long things take: days from a problem to its initiative, and from meeting to meeting."""

from datetime import date
from decimal import Decimal

import pytest

from communities.heirs import Territories
from communities.region import Region
from core.periods import Month, Period
from indicators.asks import Ask
from indicators.deeds import TO_INITIATIVE
from indicators.intervals import BETWEEN
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, SuccessionFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import MeetingFactory, ProblemFactory, WorkingGroupFactory

pytestmark = pytest.mark.django_db
AUTUMN = Period(date(2023, 9, 1), date(2023, 12, 1))
ASKED = "from=2023-09-01&to=2023-12-01"


@pytest.fixture
def groups(community):
    """Groups of two communities of one raion."""
    near = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    return [WorkingGroupFactory.create(community=each) for each in (community, near)]


def answered(group, raised, *firsts):
    problem = ProblemFactory.create(group=group, raised_on=raised)
    for first in firsts:
        InitiativeFactory.create(group=group, problem=problem, on=first)
    return problem


def ask(**more):
    return Ask(**{"period": AUTUMN} | more)


@pytest.fixture
def lived(groups):
    """Four problems that came to an initiative in autumn, after 5, 10, 40 and 60 days."""
    one, other = groups
    answered(one, date(2023, 9, 10), date(2023, 9, 15))
    answered(one, date(2023, 9, 5), date(2023, 10, 15), date(2023, 11, 1))
    answered(one, date(2023, 9, 20), date(2023, 9, 30))
    answered(other, date(2023, 9, 2), date(2023, 11, 1))
    return groups


def test_the_median_is_counted_anew_at_every_level_and_never_added_up(lived):
    (one, other), measure = lived, TO_INITIATIVE

    assert measure.total(ask()) == 25  # half way between 10 and 40
    assert measure.split(ask(), "community") == {
        (one.community.code,): 10,
        (other.community.code,): 60,
    }
    assert measure.split(ask(), "raion") == {(one.community.raion.code,): 25}
    assert measure.total(ask(region=Region.of(one.community))) == 10
    assert measure.split(ask(), "month") == {
        (date(2023, 9, 1),): Decimal("7.5"),
        (date(2023, 10, 1),): 40,
        (date(2023, 11, 1),): 60,
    }
    months = [Month(2023, each) for each in (8, 9, 10)]
    assert measure.series(ask(), months) == [None, Decimal("7.5"), 40]
    assert measure.adds_up == ()


def test_without_an_initiative_of_the_period_nobody_knows(lived):
    winter = ask(period=Period(date(2024, 1, 1), date(2024, 2, 1)))

    assert TO_INITIATIVE.total(winter) is None
    assert TO_INITIATIVE.split(winter, "oblast") == {}


def test_the_past_is_told_by_the_communities_of_today_too(lived):
    one, other = (each.community for each in lived)
    other.dissolved_on = date(2024, 1, 1)
    other.save()
    SuccessionFactory.create(
        kind="merge", predecessor=other, successor=one, effective_on=date(2024, 1, 1)
    )

    found = TO_INITIATIVE.split(ask(territories=Territories.AS_IT_IS_NOW), "community")

    assert found == {(one.code,): 25}


def test_the_explanation_names_the_problems_and_those_left_out(api, client, lived):
    one, _other = lived
    waiting = answered(one, date(2023, 9, 1))
    later = answered(one, date(2023, 9, 1), date(2024, 2, 1))
    older = answered(one, date(2023, 10, 1), date(2023, 9, 30))
    nation = account("ministry_analyst", nation=True)
    client.force_login(nation)

    said = api(nation).get(f"/api/v1/measures/{TO_INITIATIVE.code}/explain/?{ASKED}").json()
    page = client.get(f"/measures/{TO_INITIATIVE.code}/?{ASKED}")

    assert said["value"] == "25.0"
    assert len(said["results"]) == 4
    assert not {str(each.pk) for each in (waiting, later, older)} & {
        each["id"] for each in said["results"]
    }
    assert [each["records"] for each in said["left_out"]] == [2, 1]
    days = [line["cells"][-1][1] for line in page.context["counted"]["lines"]]
    assert sorted(days) == [5, 10, 40, 60]
    assert page.context["figure"].value == 25


def test_days_between_meetings_leave_out_the_first_one_of_a_group(api, groups):
    one, other = groups
    for day in (date(2023, 8, 1), date(2023, 9, 10), date(2023, 9, 30)):
        MeetingFactory.create(group=one, held_on=day)
    MeetingFactory.create(group=other, held_on=date(2023, 10, 1))
    MeetingFactory.create(group=other, held_on=date(2023, 10, 1))

    assert BETWEEN.total(ask()) == 20  # 40, 20 and, of two on one day, 0
    assert BETWEEN.split(ask(), "community") == {
        (one.community.code,): 30,
        (other.community.code,): 0,
    }
    assert BETWEEN.series(ask(), [Month(2023, 9), Month(2023, 11)]) == [30, None]
    nation = api(account("ministry_analyst", nation=True))
    said = nation.get(f"/api/v1/measures/{BETWEEN.code}/explain/?{ASKED}").json()
    assert (said["value"], len(said["results"])) == ("20.0", 3)
    assert nation.get(f"/measures/{BETWEEN.code}/?{ASKED}").status_code == 200
