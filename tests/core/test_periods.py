"""Months and runs of days: what they hold, and how they split and move."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Month, Period

KYIV = ZoneInfo("Europe/Kyiv")
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
months = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))
periods = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 4000)
)


def every_day(period):
    return {period.start + timedelta(days=n) for n in range((period.end - period.start).days)}


@given(month=months)
def test_a_month_is_read_as_it_is_written(month):
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-6", "2026-13", "2026-06-01", "9999-12", "чер-2026"]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)


@given(month=months, count=st.integers(-1000, 1000))
def test_a_month_moved_there_and_back_is_the_same(month, count):
    assert month.shift(count).shift(-count) == month
    assert month.shift(12) == Month(month.year + 1, month.month)


@given(first=months, second=months)
def test_months_are_in_the_order_of_their_days(first, second):
    assert (first < second) == (first.first_day < second.first_day)


def test_a_period_ends_after_it_starts():
    with pytest.raises(ValueError):
        Period(date(2026, 6, 1), date(2026, 6, 1))


@given(period=periods)
def test_the_last_day_is_in_the_period_and_the_end_is_not(period):
    last = datetime.combine(period.last_day, datetime.max.time(), KYIV)

    assert period.starts_at <= last < period.ends_at
    assert period.ends_at.astimezone(KYIV).date() == period.end
    assert Period.day(period.last_day).end == period.end


def test_a_day_of_the_change_of_clocks_has_its_own_length():
    spring, autumn = Period.day(date(2026, 3, 29)), Period.day(date(2026, 10, 25))

    edges = [
        (each.starts_at.astimezone(UTC), each.ends_at.astimezone(UTC)) for each in (spring, autumn)
    ]
    hours = [(end - start) / timedelta(hours=1) for start, end in edges]

    assert hours == [23, 25]


@given(period=periods)
def test_the_months_touched_are_those_of_its_days(period):
    found = list(period.months())

    assert found == sorted({Month.of(day) for day in every_day(period)})


@given(first=months, count=st.integers(0, 30))
def test_whole_months_are_known_as_such(first, count):
    period = Period.of_months(first, first.shift(count))

    assert period.is_whole_months
    assert len(list(period.months())) == count + 1
    assert period.before() == Period.of_months(first.shift(-count - 1), first.shift(-1))


@given(period=periods)
def test_the_period_before_touches_and_never_overlaps(period):
    before = period.before()

    assert before.end == period.start
    if period.is_whole_months:
        assert len(list(before.months())) == len(list(period.months()))
    else:
        assert before.end - before.start == period.end - period.start


@given(period=periods)
def test_a_split_holds_every_day_once_and_whole_months_in_the_middle(period):
    odd, whole = period.split()
    parts = [*odd, *([whole] if whole else [])]

    assert sum(len(every_day(part)) for part in parts) == len(every_day(period))
    assert set().union(*map(every_day, parts)) == every_day(period)
    assert whole is None or whole.is_whole_months
    assert all(len(list(part.months())) == 1 for part in odd) or whole is None


def test_a_year_before_the_leap_day_is_the_first_of_march():
    leap = Period(date(2024, 2, 29), date(2024, 3, 5))

    assert leap.a_year_before() == Period(date(2023, 3, 1), date(2023, 3, 5))
    assert Period.of_months(Month(2026, 6)).a_year_before() == Period.of_months(Month(2025, 6))
