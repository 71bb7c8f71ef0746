"""Passkeys, apps and printed codes, on their pages and at the sign-in."""

import json
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from accounts.factors import adapter
from accounts.models import EventKind
from core import clock
from tests.accounts.ways_in import (
    SECURITY,
    SIGN_IN,
    Passkey,
    add_app,
    add_passkey,
    enter,
    kinds,
    make_codes,
    question,
    told,
    totp,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
limit = pytest.mark.limit


@pytest.fixture
def person(db):
    return UserFactory.create(username="olena")


@pytest.fixture
def own(client, person):
    """The browser in which the person signed in and looks after the account."""
    client.force_login(person)
    return client


def test_setting_up_an_app_opens_the_portal(client, person):
    enter(client, "olena")
    assert client.get("/account/")["Location"] == SECURITY

    add_app(client)

    assert client.get("/account/").status_code == 200
    assert EventKind.FACTOR_ADDED in kinds(person)


def test_a_code_of_the_app_is_the_second_step(own, person):
    secret = add_app(own)
    browser = Client()
    assert enter(browser, "olena", next="/account/")["Location"] == SIGN_IN
    assert browser.get("/account/").status_code == 302
    assert "Ще один крок" in browser.get(SIGN_IN).content.decode()

    answer = browser.post(SIGN_IN, {"code": totp(secret, ahead=1)})

    assert answer["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200
    assert person.browser_sessions.latest("pk").ways == "password, totp"


def test_a_code_opens_once(own, person):
    secret = add_app(own)
    code = totp(secret, ahead=1)
    first, second = Client(), Client()
    for each in (first, second):
        enter(each, "olena")
    assert first.post(SIGN_IN, {"code": code}).status_code == 302

    answer = second.post(SIGN_IN, {"code": code})

    assert answer.status_code == 400
    assert second.get("/account/").status_code == 302
    refused = person.access_events.get(kind=EventKind.FACTOR_REFUSED)
    assert refused.detail == {"factor": "totp", "why": "reused"}


def test_the_code_shown_while_adding_opens_nothing_later(own, person):
    secret = own.get("/account/security/app/").context["secret"]
    code = totp(secret)
    own.post("/account/security/app/", {"code": code})
    browser = Client()
    enter(browser, "olena")

    assert browser.post(SIGN_IN, {"code": code}).status_code == 400


@pytest.mark.parametrize("code", ["000000", "", "12345", "١٢٣٤٥٦", "a" * 41])
def test_a_wrong_code_opens_nothing(own, code):
    add_app(own)
    browser = Client()
    enter(browser, "olena")

    answer = browser.post(SIGN_IN, {"code": code})

    assert answer.status_code == 400
    assert "code" in answer.context["form"].errors
    assert browser.get("/account/").status_code == 302


def test_wrong_codes_are_slowed(own, person, settings):
    add_app(own)
    browser = Client()
    enter(browser, "olena")
    free = settings.LIMITS["guesses_free"]

    statuses = [browser.post(SIGN_IN, {"code": "000000"}).status_code for _try in range(free + 1)]

    assert statuses == [400] * free + [429]


def test_a_secret_lies_sealed_in_the_database(own, person, settings):
    secret = add_app(own).replace(" ", "")
    kept = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in kept

    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of the portal"
    assert not adapter.opens(kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert adapter.opens(kept)
    call_command("reseal_factors", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []
    assert adapter.opens(Authenticator.objects.get(user=person).data["secret"])


def test_a_factor_no_key_opens_is_no_way_in_and_breaks_nothing(own, person, settings):
    secret = add_app(own)
    printed = make_codes(own)
    browser = Client()
    settings.SECRET_KEY = "another key of the portal"
    for each in (own, browser):
        each.force_login(person)
    assert own.get(SECURITY).context["codes_left"] == 0
    browser.post("/sign-out/")
    enter(browser, "olena")

    for code in (totp(secret, ahead=1), printed[0]):
        assert browser.post(SIGN_IN, {"code": code}).status_code == 400


@limit("second_step")
def test_the_second_step_waits_ten_minutes(own, settings):
    secret = add_app(own)
    browser = Client()
    with time_machine.travel(clock.now(), tick=False) as moment:
        enter(browser, "olena")
        moment.shift(settings.LIMITS["second_step"] - 1)
        assert "Ще один крок" in browser.get(SIGN_IN).content.decode()

        moment.shift(2)
        answer = browser.post(SIGN_IN, {"code": totp(secret, clock.now().timestamp())})
    assert answer.status_code == 200  # name and password are asked for again
    assert browser.get("/account/").status_code == 302


def test_the_second_step_is_given_up(own):
    add_app(own)
    browser = Client()
    enter(browser, "olena")

    browser.post(SIGN_IN, {"over": "1"})

    assert "Ще один крок" not in browser.get(SIGN_IN).content.decode()


def test_the_second_step_ends_with_the_password_it_began_with(own, person):
    secret = add_app(own)
    browser = Client()
    enter(browser, "olena")
    person.set_password("quite another one 2026")
    person.save()

    browser.post(SIGN_IN, {"code": totp(secret, ahead=1)})

    assert browser.get("/account/").status_code == 302


# --- passkeys


def test_a_passkey_signs_in_alone(own, person):
    passkey, answer = add_passkey(own)
    assert answer["Location"] == "/account/security/codes/"
    browser = Client()

    answer = browser.post(
        SIGN_IN, {"passkey": passkey.signed(question(browser)), "next": "/account/"}
    )

    assert answer["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200
    assert person.browser_sessions.latest("pk").ways == "passkey"


def test_a_passkey_is_the_second_step(own, person):
    passkey, _answer = add_passkey(own)
    browser = Client()
    enter(browser, "olena")

    assert browser.post(SIGN_IN, {"passkey": passkey.signed(question(browser))})["Location"] == "/"
    assert person.browser_sessions.latest("pk").ways == "password, webauthn"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.example", "http://testserver"),
        ("testserver", "http://evil.example"),
        ("testserver", "http://testserver:8080"),
        ("testserver", "https://testserver"),
    ],
)
def test_a_passkey_of_another_host_is_refused_and_on_record(own, person, host, origin):
    good, _answer = add_passkey(own)
    strange = Passkey(host, origin)
    strange.key, strange.id, strange.holder = good.key, good.id, good.holder
    browser = Client()
    enter(browser, "olena")

    answer = browser.post(SIGN_IN, {"passkey": strange.signed(question(browser))})

    assert answer.status_code == 400
    assert browser.get("/account/").status_code == 302
    refused = person.access_events.get(kind=EventKind.FACTOR_REFUSED)
    assert "origin" in refused.detail["why"] or "RP ID" in refused.detail["why"]


def test_a_passkey_of_another_host_cannot_be_added(own, person):
    _passkey, answer = add_passkey(own, Passkey("evil.example", "http://evil.example"))

    assert answer.status_code == 400
    assert not Authenticator.objects.exists()
    assert kinds(person)[-1] == EventKind.FACTOR_REFUSED


def test_a_question_is_answered_once(own):
    passkey, _answer = add_passkey(own)
    browser = Client()
    signed = passkey.signed(question(browser))
    assert browser.post(SIGN_IN, {"passkey": signed}).status_code == 302
    browser.post("/sign-out/")

    assert browser.post(SIGN_IN, {"passkey": signed}).status_code == 400
    assert Client().post(SIGN_IN, {"passkey": signed}).status_code == 400


@pytest.mark.parametrize("state", ["is_active", "is_service"])
def test_the_passkey_of_a_closed_account_is_a_stranger_s(own, person, state):
    passkey, _answer = add_passkey(own)
    setattr(person, state, state == "is_service")
    person.save()
    browser, unknown = Client(), Passkey()
    unknown.holder = b"999999"

    closed = browser.post(SIGN_IN, {"passkey": passkey.signed(question(browser))})
    nobody = browser.post(SIGN_IN, {"passkey": unknown.signed(question(browser))})

    assert (closed.status_code, nobody.status_code) == (400, 400)
    assert closed.context["passkey_error"] == nobody.context["passkey_error"]


@pytest.mark.parametrize(
    "rubbish", ["x", "[]", "{}", '{"id": 1}', "[" * 9000, '{"rawId": "!", "response": {}}']
)
def test_rubbish_in_place_of_a_passkey_is_refused(own, rubbish):
    add_passkey(own)
    browser = Client()
    question(browser)
    assert browser.post(SIGN_IN, {"passkey": rubbish}).status_code == 400

    enter(browser, "olena")
    assert browser.post(SIGN_IN, {"passkey": rubbish}).status_code == 400


@limit("passkeys")
@limit("passkey_name")
def test_names_and_numbers_of_passkeys_have_an_end(own, person, settings):
    longest = settings.LIMITS["passkey_name"]
    assert add_passkey(own, name="я" * (longest + 1))[1].status_code == 400
    assert add_passkey(own, name="я" * longest)[1].status_code == 302

    settings.LIMITS = settings.LIMITS | {"passkeys": 1}
    page = own.get("/account/security/passkey/")
    assert page.context["full"]
    answer = Passkey().made({"publicKey": {"challenge": "AAAA", "user": {"id": "MQ"}}})
    assert (
        own.post("/account/security/passkey/", {"name": "two", "passkey": answer}).status_code
        == 400
    )
    assert Authenticator.objects.count() == 1


def test_a_passkey_gets_another_name(own, person):
    add_passkey(own)
    key = Authenticator.objects.get().pk

    own.post(SECURITY, {"factor": key, "rename": "1", "name": "телефон"})

    assert "телефон" in own.get(SECURITY).content.decode()


def test_of_a_passkey_only_what_proves_it_is_kept(own):
    passkey = Passkey()
    page = own.get("/account/security/passkey/")
    answer = json.loads(passkey.made(json.loads(page.context["question"])))
    answer |= {"more": "\x00", "clientExtensionResults": {"x": "\x00"}}

    sent = {"name": "laptop", "passkey": json.dumps(answer)}
    assert own.post("/account/security/passkey/", sent).status_code == 302
    assert "more" not in Authenticator.objects.get().data["credential"]


# --- removing


def test_the_last_factor_stays_and_another_goes(own, person):
    add_app(own)
    add_passkey(own)
    app, passkey = Authenticator.objects.order_by("pk")

    assert own.post(SECURITY, {"factor": app.pk, "remove": "1"}).status_code == 302
    answer = own.post(SECURITY, {"factor": passkey.pk, "remove": "1"})

    assert answer.status_code == 400
    assert list(Authenticator.objects.all()) == [passkey]
    assert kinds(person).count(EventKind.FACTOR_REMOVED) == 1


def test_the_factor_of_somebody_else_is_not_removed(own, person):
    add_app(own)
    add_passkey(own)
    other = Client()
    other.force_login(UserFactory.create())
    add_app(other)
    key = Authenticator.objects.get(user=person, type="totp").pk

    for sent in ({"factor": key, "remove": "1"}, {"factor": key, "rename": "1", "name": "x"}):
        assert other.post(SECURITY, sent).status_code == 400
    assert Authenticator.objects.filter(user=person).count() == 2


@pytest.mark.parametrize("sent", [{}, {"factor": "x"}, {"factor": "9" * 30, "remove": "1"}])
def test_what_names_no_factor_is_refused(own, sent):
    assert own.post(SECURITY, sent).status_code == 400


# --- printed codes


def test_a_printed_code_opens_once_and_a_new_set_ends_the_old(own, person):
    add_app(own)
    first = make_codes(own)
    assert len(set(first)) == 10
    browser = Client()
    enter(browser, "olena")
    assert browser.post(SIGN_IN, {"code": first[0]}).status_code == 302
    assert EventKind.RECOVERY_CODE_USED in kinds(person)

    again = Client()
    enter(again, "olena")
    assert again.post(SIGN_IN, {"code": first[0]}).status_code == 400
    refused = person.access_events.get(kind=EventKind.FACTOR_REFUSED)
    assert refused.detail == {"factor": "recovery_codes", "why": "reused"}

    second = make_codes(own)
    assert again.post(SIGN_IN, {"code": first[1]}).status_code == 400
    assert again.post(SIGN_IN, {"code": second[1].replace(" ", "-")}).status_code == 302


def test_codes_are_shown_this_once(own):
    add_app(own)
    (made, *_rest) = make_codes(own)

    for page in ("/account/security/codes/", SECURITY, "/account/"):
        assert made not in own.get(page).content.decode()


def test_codes_alone_stand_in_for_nothing(own):
    assert own.post("/account/security/codes/", {"make": "1"}).status_code == 400
    assert not Authenticator.objects.exists()


def test_an_administrator_takes_away_what_was_lost(own, person):
    add_app(own)
    chief = Client()
    chief.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    factor = Authenticator.objects.get()
    shown = chief.get(f"/admin/mfa/authenticator/{factor.pk}/change/").content.decode()
    assert factor.data["secret"] not in shown

    chief.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})

    assert not Authenticator.objects.exists()
    assert kinds(person)[-1] == EventKind.FACTOR_REMOVED
    browser = Client()
    enter(browser, "olena")
    assert browser.get("/account/")["Location"] == SECURITY


def test_questions_name_the_keys_of_who_is_known(own, person):
    passkey, _answer = add_passkey(own)
    nobody, half = Client(), Client()
    enter(half, "olena")

    assert not question(nobody)["publicKey"].get("allowCredentials")
    (asked,) = question(half)["publicKey"]["allowCredentials"]
    assert asked["id"] == told(passkey.id)
