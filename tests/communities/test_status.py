"""Who is occupied, eligible or at the front on a day; and how many people live there."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from communities.models import Community, ControlStatus, Population
from communities.models.facts import ControlKind
from communities.models.states import CommunityState
from tests.factories.communities import (
    CommunityFactory,
    ControlStatusFactory,
    PopulationFactory,
    SettlementFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = date(2025, 4, 30)


@pytest.fixture
def community() -> Community:
    return CommunityFactory.create()


def state(community: Community, day: date = DAY) -> str:
    return Community.objects.with_status_on(day).get(pk=community.pk).status


def eligible(day: date = DAY) -> list[Community]:
    return list(Community.objects.eligible_on(day).order_by("pk"))


def test_a_community_nobody_lists_is_under_government_control(community):
    assert state(community) == CommunityState.CONTROLLED
    assert eligible() == [community]


@pytest.mark.parametrize("level", ["community", "raion", "oblast"])
def test_a_community_is_occupied_when_it_or_what_it_lies_in_is_listed(community, level):
    elsewhere = CommunityFactory.create()
    unit = community if level == "community" else getattr(community, level)

    ControlStatusFactory.create(**{"community": None, level: unit})

    assert state(community) == CommunityState.OCCUPIED
    assert eligible() == [elsewhere]
    assert list(Community.objects.occupied_on(DAY)) == [community]


def test_a_community_of_which_a_settlement_is_occupied_stays_eligible(community):
    village = SettlementFactory.create(community=community)

    ControlStatusFactory.create(community=None, settlement=village)

    assert state(community) == CommunityState.PARTLY_OCCUPIED
    assert eligible() == [community]


def test_an_occupied_community_is_not_partly_occupied(community):
    ControlStatusFactory.create(community=community)
    village = SettlementFactory.create(community=community)

    ControlStatusFactory.create(community=None, settlement=village)

    assert state(community) == CommunityState.OCCUPIED


@pytest.mark.parametrize("kind", [ControlKind.ACTIVE, ControlKind.ACTIVE_ERESOURCES])
def test_active_hostilities_are_graver_than_possible_ones(community, kind):
    village = SettlementFactory.create(community=community)
    ControlStatusFactory.create(community=community, status=ControlKind.POSSIBLE)

    assert state(community) == CommunityState.POSSIBLE
    ControlStatusFactory.create(community=None, settlement=village, status=kind)
    assert state(community) == CommunityState.ACTIVE


def test_a_status_holds_from_its_first_day_to_the_day_before_its_end(community):
    ControlStatusFactory.create(
        community=community, starts_on=date(2022, 3, 1), ends_on=date(2022, 3, 31)
    )

    days = [date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 30), date(2022, 3, 31)]

    assert [state(community, day) == CommunityState.OCCUPIED for day in days] == [
        False, True, True, False,
    ]  # fmt: skip


def test_where_the_next_line_starts_a_day_later_the_end_is_the_last_day(community):
    first = ControlStatusFactory.create(
        community=community, starts_on=date(2022, 3, 1), ends_on=date(2022, 3, 31)
    )

    ControlStatusFactory.create(
        community=community, status=ControlKind.POSSIBLE, starts_on=date(2022, 4, 1)
    )

    assert state(community, date(2022, 3, 31)) == CommunityState.OCCUPIED
    assert state(community, date(2022, 4, 1)) == CommunityState.POSSIBLE
    ControlStatus.objects.exclude(pk=first.pk).delete()
    assert state(community, date(2022, 3, 31)) == CommunityState.CONTROLLED


def test_the_next_line_of_another_unit_moves_no_end(community):
    ControlStatusFactory.create(
        community=community, starts_on=date(2022, 3, 1), ends_on=date(2022, 3, 31)
    )

    ControlStatusFactory.create(starts_on=date(2022, 4, 1))

    assert state(community, date(2022, 3, 31)) == CommunityState.CONTROLLED


def test_of_contradicting_lines_the_later_start_wins(community):
    ControlStatusFactory.create(community=community, starts_on=date(2022, 2, 27))
    ControlStatusFactory.create(
        community=community,
        status=ControlKind.ACTIVE,
        starts_on=date(2022, 9, 10),
        ends_on=date(2022, 12, 1),
    )

    assert state(community, date(2022, 9, 9)) == CommunityState.OCCUPIED
    assert state(community, date(2022, 9, 10)) == CommunityState.ACTIVE
    assert state(community, date(2022, 12, 1)) == CommunityState.OCCUPIED
    assert ControlStatus.objects.filter(contested=True).count() == 2


def test_a_line_without_a_start_gives_way_to_one_that_has_it(community):
    ControlStatusFactory.create(
        community=community,
        status=ControlKind.POSSIBLE,
        starts_on=None,
        ends_on=date(2023, 5, 1),
    )
    ControlStatusFactory.create(
        community=community, starts_on=date(2022, 2, 24), ends_on=date(2022, 11, 12)
    )

    assert state(community, date(2022, 3, 1)) == CommunityState.OCCUPIED
    assert state(community, date(2023, 4, 30)) == CommunityState.POSSIBLE


def test_lines_that_follow_each_other_do_not_contradict(community):
    ControlStatusFactory.create(
        community=community, starts_on=date(2022, 3, 1), ends_on=date(2022, 3, 31)
    )
    ControlStatusFactory.create(community=community, starts_on=date(2022, 3, 31))

    assert not ControlStatus.objects.filter(contested=True).exists()


def test_projected_and_dissolved_communities_are_never_eligible(community):
    CommunityFactory.create(projected=True, type="")
    CommunityFactory.create(dissolved_on=DAY)
    CommunityFactory.create(established_on=date(2025, 5, 1))

    assert eligible() == [community]
    assert eligible(date(2025, 4, 29))[-1].dissolved_on == DAY


@pytest.mark.parametrize("count", [1, 3])
def test_the_states_of_all_communities_cost_one_query(count, django_assert_num_queries):
    for status in ControlStatusFactory.create_batch(count):
        SettlementFactory.create(community=status.community)

    with django_assert_num_queries(1):
        assert len(Community.objects.with_status_on(DAY).with_residents_on(DAY)) == count


def test_a_line_names_exactly_one_unit(community):
    village = SettlementFactory.create(community=community)

    with pytest.raises(IntegrityError, match="control_status_names_one_unit"):
        ControlStatusFactory.create(community=community, settlement=village)


def test_a_line_that_ends_before_it_starts_is_refused_in_words(community):
    line = ControlStatusFactory.build(community=community, ends_on=date(2022, 1, 1))

    with pytest.raises(ValidationError, match="cannot end before"):
        line.validate_constraints()


def test_the_newest_population_on_or_before_a_day_counts(community):
    PopulationFactory.create(community=community, on=date(2022, 1, 1), people=100)
    PopulationFactory.create(community=community, on=date(2024, 1, 1), people=80)
    unknown = CommunityFactory.create()

    def residents(day: date) -> dict[int, int | None]:
        return dict(Community.objects.with_residents_on(day).values_list("pk", "residents"))

    assert residents(date(2023, 12, 31)) == {community.pk: 100, unknown.pk: None}
    assert residents(date(2024, 1, 1)) == {community.pk: 80, unknown.pk: None}
    assert [each.people for each in Population.objects.newest_on(DAY)] == [80]


def test_a_population_is_never_negative():
    with pytest.raises(IntegrityError, match="population_not_negative"):
        PopulationFactory.create(people=-1)
