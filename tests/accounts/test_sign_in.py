"""Signing in: the same answer to every stranger, slower with every guess, and odd places told."""

import re

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from accounts.models import AccessEvent, EventKind
from core.models import Job
from tests.accounts.ways_in import PASSWORD, SECURITY, SIGN_IN, enter, kinds
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
limit = pytest.mark.limit


@pytest.fixture
def person(db):
    return UserFactory.create(username="olena", email="olena@mvs.example")


@pytest.fixture
def demo_person(db):
    return UserFactory.create(username="ministry", email="ministry@demo.invalid")


def plain(answer):
    """Return what a page says, without its tokens, the name typed and the request's own number."""
    text = answer.content.decode().replace(answer.headers["X-Request-ID"], "")
    return re.sub(r'(name="csrfmiddlewaretoken" )?value="[^"]*"', "", text)


def test_who_is_right_comes_in_and_it_is_on_record(client, demo_person):
    answer = enter(client, "ministry", next="/account/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200
    assert kinds(demo_person) == [EventKind.SIGNED_IN]


def test_strangers_closed_accounts_and_machines_get_one_answer(person):
    UserFactory.create(username="closed", is_active=False)
    UserFactory.create(username="machine", is_service=True)

    answers = [
        enter(Client(), "olena", "wrong"),
        enter(Client(), "nobody", "wrong"),
        enter(Client(), "closed"),
        enter(Client(), "machine"),
    ]

    assert {each.status_code for each in answers} == {200}
    assert len({plain(each) for each in answers}) == 1


def test_for_a_name_nobody_has_a_password_is_hashed_all_the_same(settings, monkeypatch, person):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person.set_password(PASSWORD)
    person.save()
    machine = UserFactory.create(username="machine", is_service=True)
    machine.set_unusable_password()
    machine.save()
    hashed, encode = [], Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher,
        "encode",
        lambda self, *words: hashed.append(words) or encode(self, *words),
    )

    counts = []
    for name in ("nobody", "machine"):
        hashed.clear()
        enter(Client(), name, "wrong")
        counts.append(len(hashed))

    assert counts == [1, 1]


def test_a_wrong_password_is_on_record_and_what_was_typed_is_not(client, person):
    enter(client, "olena", "mistyped secret")
    enter(client, "nobody at all", "mistyped secret")

    refused = AccessEvent.objects.filter(kind=EventKind.SIGN_IN_REFUSED).order_by("pk")
    assert [each.account for each in refused] == [person, None]
    assert {each.address for each in refused} == {"127.0.0.1"}
    assert not any("nobody" in str(each.detail) or "secret" in str(each.detail) for each in refused)


@limit("guesses_free")
@pytest.mark.parametrize("language", ["uk", "en"])
def test_guessing_is_slowed_and_told_when_to_try_again(client, person, settings, language):
    client.cookies["django_language"] = language
    free = settings.LIMITS["guesses_free"]
    statuses = [enter(client, "olena", "wrong").status_code for _try in range(free + 1)]
    assert statuses == [200] * free + [429]
    answer = enter(client, "olena")

    assert answer.status_code == 429  # the right password has to wait as well
    assert int(answer["Retry-After"]) >= 1
    words = {"uk": "Забагато спроб", "en": "Too many tries"}
    assert words[language] in answer.content.decode()
    assert f'lang="{language}"' in answer.content.decode()
    assert EventKind.SIGN_IN_SLOWED in kinds(person)


def test_names_that_nobody_has_are_slowed_alike(client, settings):
    free = settings.LIMITS["guesses_free"]

    statuses = [enter(client, "nobody", "wrong").status_code for _try in range(free + 1)]

    assert statuses == [200] * free + [429]


@limit("guess_wait_most")
def test_the_wait_grows_up_to_a_quarter_of_an_hour_and_locks_nobody_out(
    client, demo_person, settings
):
    waits = []
    with time_machine.travel("2026-07-10T08:00:00Z", tick=False) as moment:
        for _try in range(40):
            answer = enter(client, "ministry", "wrong")
            if answer.status_code == 429:
                waits.append(int(answer["Retry-After"]))
                moment.shift(waits[-1] + 1)
        moment.shift(settings.LIMITS["guess_wait_most"] + 1)
        assert enter(client, "ministry").status_code == 302

    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == settings.LIMITS["guess_wait_most"]


def test_a_slowed_name_that_no_database_holds_is_no_failure(client, settings):
    for _try in range(settings.LIMITS["guesses_free"] + 1):
        answer = enter(client, "a\x00b", "wrong")

    assert answer.status_code == 429


def test_others_are_not_slowed(client, demo_person, settings):
    for _try in range(settings.LIMITS["guesses_free"] + 1):
        answer = enter(client, "ministry", "wrong")
    assert answer.status_code == 429

    assert enter(Client(**ELSEWHERE), "ministry").status_code == 302  # from another address
    UserFactory.create(username="colleague", email="colleague@demo.invalid")
    assert enter(client, "colleague").status_code == 302  # under another name


def test_being_right_forgives_what_was_wrong(demo_person, settings):
    for _turn in range(3):
        client = Client()
        for _try in range(settings.LIMITS["guesses_free"] - 1):
            assert enter(client, "ministry", "wrong").status_code == 200
        assert enter(client, "ministry").status_code == 302


def test_a_new_browser_in_a_new_network_is_told(settings, demo_person):
    settings.EMAIL_URL = "smtp://mail.example"
    firefox = {"HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0"}
    enter(Client(**firefox), "ministry")
    enter(Client(**firefox), "ministry")
    assert EventKind.ODD_SIGN_IN not in kinds(demo_person)
    assert not Job.objects.exists()

    client = Client(**ELSEWHERE, HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 15) Chrome/140.0")
    enter(client, "ministry")

    assert EventKind.ODD_SIGN_IN in kinds(demo_person)
    assert Job.objects.get().kind == "accounts.tasks.mail_odd_sign_in"
    with translation.override("uk"):
        page = client.get("/account/").content.decode()
    assert "ніколи не входили" in page


def test_the_mail_says_where_and_when(settings, demo_person, mailoutbox):
    from accounts.tasks import mail_odd_sign_in

    settings.EMAIL_URL = "smtp://mail.example"
    enter(Client(), "ministry")
    enter(Client(**ELSEWHERE, HTTP_USER_AGENT="Firefox/140.0 Linux"), "ministry")

    mail_odd_sign_in(job=str(Job.objects.get().pk))

    (mail,) = mailoutbox
    assert mail.to == ["ministry@demo.invalid"]
    assert "203.0.113.9" in mail.body
    assert "Firefox, Linux" in mail.body
    assert Job.objects.get().state == "done"


def test_without_mail_the_page_alone_tells(demo_person):
    enter(Client(), "ministry")
    enter(Client(**ELSEWHERE), "ministry")

    assert EventKind.ODD_SIGN_IN in kinds(demo_person)
    assert not Job.objects.exists()


def test_signing_out_is_on_record_and_ends_the_session(client, demo_person):
    enter(client, "ministry")

    client.post("/sign-out/")

    assert client.get("/account/").status_code == 302
    assert kinds(demo_person)[-1] == EventKind.SIGNED_OUT
    assert demo_person.browser_sessions.get().ended_at


def test_nobody_is_sent_to_a_foreign_host_after_signing_in(client, demo_person):
    assert enter(client, "ministry", next="https://evil.example/")["Location"] == "/"


def test_the_admin_has_no_door_of_its_own(client):
    UserFactory.create(username="chief", is_superuser=True, is_staff=True)

    assert client.get("/admin/").status_code == 302
    answer = client.post("/admin/login/", {"username": "chief", "password": PASSWORD})

    assert answer["Location"].startswith(SIGN_IN)
    assert client.get("/admin/").status_code == 302


def test_whoever_has_no_second_factor_is_led_to_set_one_up(client, person):
    assert enter(client, "olena", next="/incidents/").status_code == 302

    for page in ("/", "/incidents/", "/account/", "/account/password/", "/nowhere/"):
        assert client.get(page)["Location"] == SECURITY, page
    assert client.get("/api/v1/me/").status_code == 403
    assert "second_factor_missing" in client.get("/api/v1/me/").json()["type"]
    assert "Додайте другий спосіб" in client.get(SECURITY).content.decode()


def test_accounts_of_the_demo_need_none_and_their_page_says_so(client, demo_person, settings):
    enter(client, "ministry")
    assert "без другого способу" in client.get("/account/").content.decode()

    settings.PRODUCTION = True  # where such an account would be none of the demo
    other = Client()
    enter(other, "ministry")
    assert other.get("/account/")["Location"] == SECURITY


def test_a_valkey_that_is_away_slows_by_the_record(client, person, settings, monkeypatch):
    from redis import ConnectionError as Away

    def away(*_words, **_more):
        raise Away

    monkeypatch.setattr(type(cache._connections[cache._alias]), "get_many", away)
    statuses = [
        enter(client, "olena", "wrong").status_code
        for _try in range(settings.LIMITS["guesses_free"] ** 2 + 2)
    ]

    assert statuses[0] == 200
    assert statuses[-1] == 429
