"""Days and moments as people read them, by the clock of Kyiv."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from core import moments
from core.periods import Month

NIGHT = datetime(2026, 10, 31, 22, 5, tzinfo=UTC)  # already the first of November in Kyiv
WRITTEN = [
    (moments.day, NIGHT, "01.11.2026", "1 Nov 2026"),
    (moments.day, date(2026, 11, 22), "22.11.2026", "22 Nov 2026"),
    (moments.clock, NIGHT, "00:05", "00:05"),
    (moments.when, NIGHT, "01.11.2026, 00:05", "1 Nov 2026, 00:05"),
    (moments.asof, NIGHT, "00:05, 01.11.2026", "00:05, 1 Nov 2026"),
    (moments.month, date(2026, 10, 5), "жовтень 2026", "October 2026"),
    (moments.month, Month(2026, 10), "жовтень 2026", "October 2026"),
]


@pytest.mark.parametrize(("write", "value", "uk", "en"), WRITTEN)
def test_a_moment_in_both_languages(write, value, uk, en):
    for language, wanted in (("uk", uk), ("en", en)):
        with translation.override(language):
            assert write(value) == wanted


@pytest.mark.parametrize(
    "write", [moments.day, moments.clock, moments.when, moments.asof, moments.month]
)
def test_what_is_unknown_is_a_dash(write):
    assert write(None) == moments.NOTHING


def test_a_run_of_days_is_written_with_a_dash_and_one_day_as_itself():
    first, last = date(2026, 10, 1), date(2026, 10, 31)

    with translation.override("uk"):
        assert moments.days(first, last) == "01.10.2026 – 31.10.2026"
        assert moments.days(last, last) == "31.10.2026"
