"""A verdict of the benches is what the bar of the design says."""

import pytest

from bench.measuring import Line, medians, percentile


@pytest.mark.parametrize(
    ("line", "ratio", "met"),
    [
        pytest.param(Line("b", "at most", 12, 10, 1.2), 1.2, True, id="at the bar"),
        pytest.param(Line("b", "at most", 13, 10, 1.2), 1.3, False, id="over the bar"),
        pytest.param(Line("b", "more", 60, 10, 3, extra_ms=30), 6, True, id="bar and a grant"),
        pytest.param(Line("b", "more", 61, 10, 3, extra_ms=30), 6.1, False, id="over the grant"),
        pytest.param(Line("b", "faster", 10, 200, 20, faster=True), 20, True, id="fast enough"),
        pytest.param(Line("b", "faster", 10, 199, 20, faster=True), 19.9, False, id="too slow"),
        pytest.param(Line("b", "alone", 60, None, 60), None, True, id="in time"),
        pytest.param(Line("b", "alone", 61, None, 60), None, False, id="late"),
        pytest.param(Line("b", "told only", 61, 10, None), 6.1, True, id="without a bar"),
    ],
)
def test_the_verdict_follows_the_bar(line, ratio, met):
    assert line.ratio == pytest.approx(ratio)
    assert line.met is met


def test_the_sides_run_in_turn_as_often_as_asked():
    ran = []

    found = medians(lambda: ran.append("a"), lambda: ran.append("b"), rounds=3)

    assert ran == ["a", "b"] * (2 + 3)  # two rounds to warm up
    assert len(found) == 2


def test_so_many_of_a_hundred_are_not_slower():
    assert percentile([float(each) for each in range(1, 101)], 95) == pytest.approx(95.95)
