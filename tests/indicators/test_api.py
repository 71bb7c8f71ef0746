"""Which days a question of the API may name."""

from datetime import datetime

import pytest
import time_machine

from tests.factories.incidents import KYIV

RECORDED = "/api/v1/measures/incidents.recorded/"


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=KYIV), tick=False):
        yield


@pytest.mark.parametrize(
    ("first", "after", "wrong"),
    [
        pytest.param("1990-01-01", "1990-02-01", None, id="the first month of all"),
        pytest.param("2026-11-01", "2026-12-01", None, id="a month not over yet"),
        pytest.param("2026-01-01", "2028-01-01", None, id="to the end of the next year"),
        pytest.param("2026-11-23", "2026-11-24", None, id="tomorrow"),
        pytest.param("1989-12-31", "1990-02-01", "from", id="too early"),
        pytest.param("2026-11-24", "2026-11-25", "from", id="after tomorrow"),
        pytest.param("2026-11-01", "2028-01-02", "to", id="too far ahead"),
        pytest.param("2026-11-01", "9999-12-31", "to", id="the end of the calendar"),
        pytest.param("2016-11-01", "2027-11-01", "to", id="longer than ten years"),
    ],
)
def test_a_question_names_days_in_reach(api, coordinator, first, after, wrong):
    answer = api(coordinator).get(RECORDED, {"from": first, "to": after})

    assert answer.status_code == (400 if wrong else 200)
    if wrong:
        assert [each["pointer"] for each in answer.json()["errors"]] == [f"/{wrong}"]
