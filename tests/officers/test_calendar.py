"""The month of an officer: counts that equal the lists behind them."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.factories.incidents import KYIV, IncidentFactory, ResponseFactory
from tests.factories.officers import ActivityFactory, AssignmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_june")]


@pytest.fixture
def _june():
    with time_machine.travel("2026-06-20 12:00+03:00", tick=False):
        yield


@pytest.fixture
def officer(community):
    return AssignmentFactory.create(community=community).officer


def lines(client, officer, **asked):
    """Return the words and addresses of each day that has any."""
    page = client.get(f"{officer.get_absolute_url()}calendar/", asked)
    days = [each for week in page.context["weeks"] for each in week]
    return {each["day"]: each["lines"] for each in days if each["lines"]}


def test_each_day_leads_to_exactly_what_it_counts(client, coordinator, community, officer):
    late = datetime(2026, 6, 15, 23, 50, tzinfo=KYIV)
    for at in (late, late - timedelta(hours=9), late + timedelta(minutes=20)):
        incident = IncidentFactory.create(community=community, occurred_at=at)
        ResponseFactory.create(incident=incident, officer=officer)
    void = IncidentFactory.create(community=community, occurred_at=late, status="void")
    ResponseFactory.create(incident=void, officer=officer)
    IncidentFactory.create(community=community, occurred_at=late)
    ActivityFactory.create(community=community, officers=[officer])
    ActivityFactory.create(community=community)
    client.force_login(coordinator)

    found = lines(client, officer)

    assert {day: [each["words"] for each in told] for day, told in found.items()} == {
        date(2026, 6, 15): ["2 виїзди", "1 захід"],
        date(2026, 6, 16): ["1 виїзд"],
    }
    counts = [
        len(client.get(each["url"]).context["page"].rows)
        for told in found.values()
        for each in told
    ]
    assert counts == [2, 1, 1]


def test_it_goes_from_month_to_month_and_not_into_what_is_to_come(client, coordinator, officer):
    client.force_login(coordinator)
    url = f"{officer.get_absolute_url()}calendar/"

    now, before = client.get(url), client.get(url, {"month": "2026-05"})

    assert (now.context["after"], str(now.context["before"])) == (None, "2026-05")
    assert str(before.context["after"]) == "2026-06"
    for month in ("2026-07", "2026-13", "1989-12", "june"):
        assert client.get(url, {"month": month}).status_code == 400


def test_what_the_reader_does_not_see_is_not_counted(client, coordinator, elsewhere, officer):
    ActivityFactory.create(community=elsewhere, officers=[officer])
    client.force_login(coordinator)

    assert lines(client, officer) == {}
