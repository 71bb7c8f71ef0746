"""Passwords: long, of no prescribed make, none that everybody would guess."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import EventKind
from tests.accounts.ways_in import PASSWORD, kinds
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
GOOD = "тихий вечір над Інгульцем"
PAGE = "/account/password/"


@pytest.fixture
def person(db):
    return UserFactory.create(username="o.hrytsenko", email="olena.k@mvs.example")


@pytest.mark.parametrize(
    "text", [GOOD, "seven quiet herons", "довгатихарічкавліті", "aaa bbb ccc ddd q"]
)
def test_words_that_nobody_else_put_together_are_accepted(person, text):
    validate_password(text, person)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("коротко і ясно", id="fourteen characters"),
        pytest.param("моя рідна Громада 2026", id="громада"),
        pytest.param("Поліцейський назавжди", id="поліція"),
        pytest.param("safe community portal", id="the name of the portal"),
        pytest.param("безпечна ріка тече", id="the name in Ukrainian"),
        pytest.param("slava Ukrayini 1991", id="Ukraine"),
        pytest.param("my dear Hrytsenko 77", id="user name"),
        pytest.param("olena loves gardens", id="e-mail"),
        pytest.param("123456789012345", id="digits in a row"),
        pytest.param("йцукенгшщзхїфівап", id="keyboard"),
        pytest.param("aaaaaaaaaaaaaaaa", id="one letter"),
        pytest.param("kavakavakavakavakava", id="one word over and over"),
    ],
)
def test_what_everybody_would_guess_is_refused(person, text):
    with pytest.raises(ValidationError):
        validate_password(text, person)


def test_every_reason_is_told_in_the_reader_s_language(client, person):
    client.force_login(person)
    said = {"old_password": PASSWORD, "new_password1": "громада", "new_password2": "громада"}
    for language, words in (("uk", "кожен спробував би"), ("en", "anybody would try")):
        client.cookies["django_language"] = language

        answer = client.post(PAGE, said)

        assert answer.status_code == 400
        assert words in answer.content.decode()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, person):
    other = Client()
    for each in (client, other):
        each.force_login(person)
    version = person.rights_version

    answer = client.post(
        PAGE, {"old_password": PASSWORD, "new_password1": GOOD, "new_password2": GOOD}
    )

    assert answer["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(GOOD)
    assert person.rights_version > version
    assert {EventKind.PASSWORD_CHANGED, EventKind.SESSION_ENDED} <= set(kinds(person))
    assert client.get("/account/sessions/").context["rows"][0].key == client.session.session_key


def test_a_wrong_present_password_changes_nothing_and_is_slowed(client, person, settings):
    client.force_login(person)
    said = {"old_password": "wrong", "new_password1": GOOD, "new_password2": GOOD}
    free = settings.LIMITS["guesses_free"]

    statuses = [client.post(PAGE, said).status_code for _try in range(free + 1)]

    assert statuses == [400] * free + [429]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert EventKind.SIGN_IN_REFUSED in kinds(person)
