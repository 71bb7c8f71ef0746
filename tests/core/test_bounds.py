"""The days a question may name."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import translation

from core import bounds


@pytest.fixture(autouse=True)
def _new_years_eve():
    """It is still the old year in UTC, and the new one in Kyiv."""
    with time_machine.travel(datetime.fromisoformat("2026-12-31T22:30+00:00"), tick=False):
        yield


def test_a_question_begins_tomorrow_at_the_latest():
    assert bounds.beginnings() == (date(1990, 1, 1), date(2027, 1, 2))


def test_a_question_ends_with_the_next_year_at_the_latest():
    assert bounds.endings() == (date(1990, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(1989, 12, 31), False),
        (date(1990, 1, 1), True),
        (date(2027, 1, 2), True),
        (date(2027, 1, 3), False),
    ],
)
def test_both_ends_may_be_chosen(day, held):
    assert bounds.holds(bounds.beginnings(), day) == held


def test_a_refusal_names_the_days():
    with translation.override("uk"):
        assert bounds.refusal(bounds.beginnings()) == "Виберіть день від 01.01.1990 до 02.01.2027."
