"""Signing in with a real browser and a passkey of its own: the second factor, the sessions, the warning."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import AccessEvent, EventKind
from tests.accounts.ways_in import PASSWORD, totp
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
FINGER = {  # what the device of the person can do
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(transactional_db):
    return UserFactory.create(username="olena", language="en")


@pytest.fixture
def page(chromium, live_server):
    """A page of a browser with a reader of fingers; what it complains of fails the test."""
    context = chromium.new_context(base_url=live_server.url)
    language = {"name": "django_language", "value": "en", "url": live_server.url}
    context.add_cookies([language])
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    yield page
    context.close()
    assert not [text for text in said if "status of 40" not in text]


def enter(page, name="olena"):
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def at_first_page(page):
    page.wait_for_url(re.compile(r"^https?://[^/]+/$"))


def leave(page):
    page.goto("/account/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def add_passkey(page):
    page.goto("/account/security/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("laptop at work")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/account/security/codes/")


def test_a_passkey_is_registered_and_signs_in_alone_and_as_a_second_step(page, person):
    enter(page)
    page.wait_for_url("**/account/security/")
    expect(page.get_by_text("Add a second factor to go on")).to_be_visible()
    add_passkey(page)
    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    leave(page)

    page.get_by_role("button", name="Passkey of this device").click()
    at_first_page(page)
    assert person.browser_sessions.latest("pk").ways == "passkey"
    leave(page)

    enter(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Passkey", exact=True).click()
    at_first_page(page)
    assert person.browser_sessions.latest("pk").ways == "password, webauthn"


def test_an_app_and_a_printed_code(page, person):
    enter(page)
    page.get_by_role("link", name="Add an app").click()
    secret = page.locator("[data-secret]").inner_text()
    expect(page.get_by_role("img", name="Picture for the app")).to_be_visible()
    page.get_by_label("Code that the app shows").fill(totp(secret))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("button", name="Make codes").click()
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    printed = page.locator(".codes li").all_inner_texts()
    assert len(printed) == 10
    leave(page)

    enter(page)
    page.get_by_label("Code of the app, or a printed code").fill(totp(secret, ahead=1))
    page.get_by_role("button", name="Confirm by code").click()
    at_first_page(page)
    leave(page)

    enter(page)
    page.get_by_label("Code of the app, or a printed code").fill(printed[3])
    page.get_by_role("button", name="Confirm by code").click()
    at_first_page(page)
    assert AccessEvent.objects.filter(kind=EventKind.RECOVERY_CODE_USED).count() == 1


def test_another_browser_is_ended_and_the_proof_is_asked_for_by_finger(page, chromium, person):
    enter(page)
    add_passkey(page)
    other = chromium.new_context(base_url=page.url.partition("/account")[0])
    strange = other.new_page()
    other.add_cookies(page.context.cookies())
    page.context.clear_cookies(name="session")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    enter(page)
    page.get_by_role("button", name="Passkey", exact=True).click()
    at_first_page(page)

    page.goto("/account/sessions/")
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.get_by_role("row").nth(1)).to_contain_text("Chrome, Linux")
    page.get_by_role("row").nth(2).get_by_role("button").click()
    expect(page.get_by_role("row")).to_have_count(2)
    strange.goto("/account/")
    expect(strange).to_have_url(re.compile("/sign-in/"))
    other.close()


def test_the_end_of_a_session_is_told_and_put_off(page, person, settings):
    settings.LIMITS = settings.LIMITS | {"idle_office": 90}
    person.email = "olena@demo.invalid"
    person.save()
    enter(page)
    at_first_page(page)
    warning = page.locator("[data-session-left]")
    expect(warning).to_contain_text("signed out in less than two minutes")

    settings.LIMITS = settings.LIMITS | {"idle_office": 3600}
    page.get_by_role("button", name="Stay signed in").click()

    expect(warning).to_be_hidden()
    assert page.get_by_text("The session ends at").is_visible()
