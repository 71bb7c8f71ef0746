"""The half-year of an officer in a community: counts that equal the lists behind them."""

from datetime import date, datetime

import pytest
import time_machine

from core.half_years import HalfYear
from tests.factories.accounts import account
from tests.factories.incidents import KYIV, IncidentFactory, ResponseFactory
from tests.factories.officers import ActivityFactory, AssignmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_july")]


@pytest.fixture
def _july():
    with time_machine.travel("2026-07-20 12:00+03:00", tick=False):
        yield


@pytest.fixture
def post(police):
    return police.officer.assignments.get()


def url(post):
    return f"/officers/assignments/{post.pk}/half-year/"


def own(client, post, **asked):
    """Return what the page counts of the officer: written down, went to, and the activities."""
    page = client.get(url(post), asked).context
    return page["work"].recorded, page["work"].responded, page["total"]["held"]


def event(post, *, went=False, **more):
    incident = IncidentFactory.create(community=post.community, **more)
    if went:
        ResponseFactory.create(incident=incident, officer=post.officer)
    return incident


def test_it_counts_what_the_officer_did_in_the_half_year(client, coordinator, police, post):
    last = datetime(2026, 6, 30, 23, 50, tzinfo=KYIV)
    event(post, occurred_at=last, logged_by=police, went=True)
    event(post, occurred_at=last, logged_by=police)
    event(post, occurred_at=last, went=True, status="void")
    event(post, occurred_at=datetime(2026, 7, 1, 0, 10, tzinfo=KYIV), logged_by=police, went=True)
    event(post, occurred_at=last)
    done = {"community": post.community, "officers": [post.officer]}
    ActivityFactory.create(**done, kind="lesson", held_on=date(2026, 6, 30), attended=30)
    ActivityFactory.create(**done, kind="lesson", held_on=date(2026, 1, 1), attended=12)
    ActivityFactory.create(**done, kind="patrol", held_on=date(2026, 7, 1))
    ActivityFactory.create(community=post.community, held_on=date(2026, 6, 1))
    client.force_login(coordinator)

    assert own(client, post) == (2, 1, 2), "the last half-year that is over"
    assert own(client, post, half="2026-2") == (1, 1, 1)
    (lesson,) = client.get(url(post)).context["activities"]
    assert (lesson["held"], lesson["attended"]) == (2, 42)


def test_each_count_leads_to_exactly_its_list(client, coordinator, police, post):
    event(post, went=True)
    event(post, went=True, service="rescue")
    event(post)
    done = {"officers": [post.officer], "kind": "lesson"}
    ActivityFactory.create(community=post.community, **done)
    client.force_login(coordinator)

    page = client.get(url(post)).context

    rows = client.get(page["went_to"]).context["page"].rows
    assert len(rows) == page["work"].responded == 2
    (lesson,) = page["activities"]
    assert len(client.get(lesson["url"]).context["page"].rows) == lesson["held"] == 1


def test_work_in_another_community_is_not_told_here(client, ministry, elsewhere, post):
    incident = IncidentFactory.create(community=elsewhere)
    ResponseFactory.create(incident=incident, officer=post.officer)
    ActivityFactory.create(community=elsewhere, officers=[post.officer])
    client.force_login(ministry)

    assert own(client, post) == (0, 0, 0)


def test_only_days_in_post_count(client, coordinator, community):
    post = AssignmentFactory.create(
        community=community, period=(date(2026, 3, 1), date(2026, 6, 15))
    )
    for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 14), date(2026, 6, 15)):
        ActivityFactory.create(community=community, officers=[post.officer], held_on=day)
    client.force_login(coordinator)

    assert own(client, post) == (None, 0, 2), "without an account nothing is known to be written"


def test_it_goes_through_the_half_years_served_and_no_others(client, police, post):
    client.force_login(police)

    now, first = (
        client.get(url(post), {"half": "2026-2"}),
        client.get(url(post), {"half": "2024-1"}),
    )

    assert (now.context["running"], now.context["after"]) == (True, None)
    assert now.context["before"]["half"] == "2026-1"
    assert (first.context["before"], first.context["after"]["half"]) == (None, "2024-2")
    for half in ("2023-2", "2027-1", "2026-3", "0000-1", "9999-2", "june"):
        answer = client.get(url(post), {"half": half})
        assert (answer.status_code, answer.context["half"]) == (400, HalfYear(2026, 1)), half


def test_who_began_in_this_half_year_sees_it(client, coordinator, community):
    post = AssignmentFactory.create(community=community, period=(date(2026, 7, 10), None))
    client.force_login(coordinator)

    assert client.get(url(post)).context["half"] == HalfYear(2026, 2)


def test_an_assignment_to_come_or_out_of_reach_is_not_there(client, police, community, elsewhere):
    to_come = AssignmentFactory.create(community=community, period=(date(2026, 8, 1), None))
    other = AssignmentFactory.create(community=elsewhere)
    client.force_login(police)

    assert [client.get(url(each)).status_code for each in (to_come, other)] == [404, 404]


def test_the_page_of_the_officer_leads_here(client, police, post):
    client.force_login(police)

    assert url(post) in client.get(post.officer.get_absolute_url()).content.decode()


def test_what_the_reader_may_not_see_is_not_counted(client, police, post):
    event(post, went=True, logged_by=police, service="rescue")
    event(post, went=True, logged_by=police)
    client.force_login(account("council", community=post.community, service="police"))

    assert own(client, post) == (1, 1, 0)
