"""Measures of activities: what counts, what is unknown, what is told as it is now."""

from datetime import date

import pytest

from communities.heirs import Territories
from communities.region import Region
from core.periods import Month, Period
from indicators.asks import Ask
from indicators.catalogue import BY_CODE
from tests.factories.communities import SuccessionFactory
from tests.factories.officers import ActivityFactory

pytestmark = pytest.mark.django_db
JUNE = Ask(period=Period.of_months(Month(2026, 6)))
HELD, ATTENDED, ENGAGED = (
    BY_CODE[f"activities.{each}"] for each in ("held", "attended", "engaged")
)


def void(activity):
    """Return what annuls an activity."""
    return {"voided_at": activity.created_at, "voided_by": activity.recorded_by}


def test_people_add_up_and_what_nobody_said_is_unknown(community):
    assert (HELD.total(JUNE), ATTENDED.total(JUNE)) == (0, 0)
    ActivityFactory.create(community=community, kind="patrol")
    alone = JUNE.other(memo={})
    assert (HELD.total(alone), ATTENDED.total(alone)) == (1, None)

    ActivityFactory.create(community=community, attended=30, engaged=12)
    ActivityFactory.create(community=community, attended=10)
    ActivityFactory.create(community=community, held_on=date(2026, 5, 31), attended=99)
    ask = JUNE.other(memo={})

    assert [each.total(ask) for each in (HELD, ATTENDED, ENGAGED)] == [3, 40, 12]
    assert HELD.split(ask, "kind") == {("lesson",): 2, ("patrol",): 1}
    assert ATTENDED.split(ask, "kind") == {("lesson",): 40, ("patrol",): None}
    assert HELD.series(ask, [Month(2026, 4), Month(2026, 5), Month(2026, 6)]) == [0, 1, 3]


def test_an_annulled_one_is_left_out_and_said_so(community):
    kept = ActivityFactory.create(community=community)
    gone = ActivityFactory.create(community=community)
    type(gone).objects.filter(pk=gone.pk).update(void_reason="Двічі", **void(gone))

    assert HELD.total(JUNE.other(memo={})) == 1
    assert list(HELD.records(JUNE)) == [kept]
    left = {str(reason): list(rows) for reason, rows in HELD.left_out(JUNE)}
    assert list(left.values()) == [[gone]]


def test_three_measures_cost_one_query(community, django_assert_num_queries):
    ActivityFactory.create(community=community, attended=3, engaged=1)
    ask = JUNE.other(memo={})

    with django_assert_num_queries(1):
        for measure in (HELD, ATTENDED, ENGAGED):
            measure.split(ask, "oblast", "month", "kind", "service")


def test_as_it_is_now_the_successor_holds_what_was_done_before(community):
    merge = SuccessionFactory.create(predecessor__oblast=community.oblast, successor=community)
    ended = merge.predecessor
    ActivityFactory.create(community=ended)
    now = JUNE.other(memo={}, territories=Territories.AS_IT_IS_NOW)

    assert HELD.split(now, "community") == {(community.code,): 1}
    assert HELD.total(now.other(region=Region.of(community))) == 1
    assert HELD.split(JUNE.other(memo={}), "community") == {(ended.code,): 1}
