"""How long a session lasts, who sees it, and who ends it."""

import json

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import sessions
from accounts.models import BrowserSession, EventKind
from core import clock
from tests.accounts.ways_in import kinds
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
limit = pytest.mark.limit
ENDED = "Сеанс завершено"


@pytest.fixture
def person(db):
    return UserFactory.create(username="olena")


@pytest.fixture
def moment():
    with time_machine.travel("2026-07-10T08:00:00Z", tick=False) as moment:
        yield moment


def forget_processes():
    """Act as another process: it has seen nobody."""
    sessions._seen.clear()


@pytest.mark.parametrize(
    "idle_class",
    [
        pytest.param("strict", marks=limit("idle_strict")),
        pytest.param("office", marks=limit("idle_office")),
        pytest.param("tablet", marks=limit("idle_tablet")),
    ],
)
def test_a_session_left_alone_ends(client, person, moment, settings, idle_class):
    person.idle_class = idle_class
    person.save()
    client.force_login(person)
    idle = settings.LIMITS[f"idle_{idle_class}"]
    moment.shift(idle - 1)
    assert client.get("/account/").status_code == 200
    moment.shift(idle - 1)
    forget_processes()
    assert client.get("/account/").status_code == 200

    moment.shift(idle + 1)
    answer = client.get("/account/")

    assert answer["Location"].startswith("/sign-in/?next=")
    assert ENDED in client.get("/sign-in/").content.decode()
    ended = person.access_events.get(kind=EventKind.SESSION_ENDED)
    assert ended.detail == {"why": "idle"}
    assert client.get("/api/v1/me/").status_code == 401


@pytest.mark.parametrize(
    "idle_class",
    [
        pytest.param("strict", marks=limit("session_strict")),
        pytest.param("office", marks=limit("session_office")),
        pytest.param("tablet", marks=limit("session_tablet")),
    ],
)
def test_a_session_ends_however_busy_it_is(client, person, moment, settings, idle_class):
    person.idle_class = idle_class
    person.save()
    client.force_login(person)
    whole, step = (settings.LIMITS[f"{name}_{idle_class}"] for name in ("session", "idle"))
    for _turn in range(whole // step):
        moment.shift(step - 1)
        assert client.get("/account/").status_code == 200
    moment.shift(whole // step)
    assert client.get("/account/").status_code == 200

    moment.shift(1)

    assert client.get("/account/").status_code == 302
    assert person.access_events.get(kind=EventKind.SESSION_ENDED).detail == {"why": "absolute"}


def test_being_seen_costs_one_statement_a_minute(client, person, moment):
    client.force_login(person)
    client.get("/account/")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        return [each["sql"] for each in queries if "browsersession" in each["sql"]]

    assert cost() == []
    moment.shift(61)
    assert len(cost()) == 1
    assert cost() == []


def test_the_page_says_when_the_session_ends_and_is_asked_for_more(client, person, moment):
    client.force_login(person)
    moment.shift(600)
    assert client.get("/account/session/").json() == {"left": 3000}  # asking is no work
    moment.shift(600)
    assert client.get("/account/session/").json() == {"left": 2400}

    answer = client.post("/account/session/", follow=True)

    assert json.loads(answer.content) == {"left": 3600}
    page = client.get("/account/").content.decode()
    assert "Сеанс завершиться о 12:20" in page
    assert 'data-session-left="3600"' in page


def test_without_a_script_one_stays_by_a_form_and_comes_back(client, person):
    client.force_login(person)

    answer = client.post("/account/session/", {"next": "/account/"})
    assert answer["Location"] == "/account/"
    answer = client.post("/account/session/", {"next": "https://evil.example/"})
    assert answer["Location"] == "/account/session/"


def test_one_s_own_sessions_are_listed_with_browser_and_address(client, person):
    told = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
    client.force_login(person)
    BrowserSession.objects.update(browser="Chrome, Linux", address="203.0.113.9")
    other = Client(headers={"User-Agent": told})
    other.force_login(UserFactory.create())

    page = client.get("/account/sessions/")

    assert [each.browser for each in page.context["rows"]] == ["Chrome, Linux"]
    assert "203.0.113.9" in page.content.decode()
    assert "цей сеанс" in page.content.decode()


def test_one_session_is_ended_and_is_gone_with_its_next_request(client, person):
    other = Client()
    for each in (client, other):
        each.force_login(person)
    key = BrowserSession.objects.get(key=other.session.session_key).pk
    version = person.rights_version

    assert client.post("/account/sessions/", {"session": key}).status_code == 302

    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert kinds(person) == [EventKind.SESSION_ENDED]
    person.refresh_from_db()
    assert person.rights_version > version


def test_sign_out_everywhere_means_here_too(client, person):
    others = [Client(), Client()]
    for each in (client, *others):
        each.force_login(person)

    client.post("/account/sessions/", {"everywhere": "1"})

    assert [each.get("/account/").status_code for each in (client, *others)] == [302] * 3
    assert not BrowserSession.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("sent", [{}, {"session": "x"}, {"session": "9" * 30}, {"session": "0"}])
def test_a_session_that_is_none_is_not_ended(client, person, sent):
    client.force_login(person)

    assert client.post("/account/sessions/", sent).status_code == 400


def test_the_session_of_somebody_else_is_not_ended(client, person):
    other = Client()
    other.force_login(UserFactory.create())
    client.force_login(person)
    key = BrowserSession.objects.get(key=other.session.session_key).pk

    assert client.post("/account/sessions/", {"session": key}).status_code == 400
    assert other.get("/account/").status_code == 200


@limit("sessions_most")
def test_the_oldest_session_makes_room(person, settings):
    settings.LIMITS = settings.LIMITS | {"sessions_most": 2}
    browsers = [Client() for _turn in range(3)]
    for each in browsers:
        each.force_login(person)

    assert [each.get("/account/").status_code for each in browsers] == [302, 200, 200]


@limit("sessions_kept")
def test_sessions_of_long_ago_are_forgotten(client, person, moment, settings):
    client.force_login(person)
    days = settings.LIMITS["sessions_kept"] * 24 * 3600

    moment.shift(days)
    assert sessions.forget(clock.now()) == 0
    moment.shift(1)
    assert sessions.forget(clock.now()) == 1


def test_a_session_without_its_row_opens_nothing(client, person):
    client.force_login(person)
    BrowserSession.objects.all().delete()
    forget_processes()

    assert client.get("/account/").status_code == 302
