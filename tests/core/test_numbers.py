"""Numbers as people read them, in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import numbers

NBSP = numbers.NO_BREAK_SPACE


def back(text, language):
    """Read a number as its reader would."""
    plain = text.replace(NBSP, "").replace(numbers.MINUS, "-")
    return Decimal(plain.replace(",", "." if language == "uk" else ""))


@given(value=st.integers(-(10**12), 10**12), language=st.sampled_from(["uk", "en"]))
def test_a_whole_number_is_written_whole(value, language):
    with translation.override(language):
        assert back(numbers.number(value), language) == value


@given(
    value=st.decimals(-(10**9), 10**9, allow_nan=False, places=4),
    places=st.integers(0, 4),
    language=st.sampled_from(["uk", "en"]),
)
def test_a_fraction_is_rounded_to_the_nearest(value, places, language):
    with translation.override(language):
        written = back(numbers.number(value, places), language)

    assert abs(written - value) * 2 <= Decimal(10) ** -places


@pytest.mark.parametrize(
    ("value", "uk", "en"),
    [
        (0, "0", "0"),
        (18160, f"18{NBSP}160", "18,160"),
        (Decimal("1234.56"), f"1{NBSP}234,6", "1,234.6"),
        (-2, "−2", "−2"),
        (0.5, "0,5", "0.5"),
        ("< 5", "< 5", "< 5"),
        (None, "немає даних", "no data"),
        (float("nan"), "nan", "nan"),
    ],
)
def test_a_number_in_both_languages(value, uk, en):
    for language, wanted in (("uk", uk), ("en", en)):
        with translation.override(language):
            assert numbers.number(value) == wanted


@pytest.mark.parametrize(
    ("value", "uk", "en"),
    [
        (Decimal("4.1"), f"+4,1{NBSP}%", "+4.1%"),
        (Decimal("-4.1"), f"−4,1{NBSP}%", "−4.1%"),
        (Decimal("0.04"), f"0,0{NBSP}%", "0.0%"),
        (Decimal("-0.04"), f"0,0{NBSP}%", "0.0%"),
        (None, "немає даних", "no data"),
    ],
)
def test_a_change_has_a_sign_unless_it_is_none(value, uk, en):
    for language, wanted in (("uk", uk), ("en", en)):
        with translation.override(language):
            assert numbers.change(value) == wanted


def test_every_language_that_is_not_english_reads_ukrainian():
    for language, wanted in (("uk", True), ("en", False), ("en-gb", False), (None, True)):
        with translation.override(language):
            assert numbers.is_ukrainian() == wanted
