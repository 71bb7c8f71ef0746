"""A sitting on a tablet whose network comes and goes: nothing that was said is lost or overwritten."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from core import clock
from tests.browser.journeys import open_as
from working_groups.meetings import attend
from working_groups.models import Attendance, Meeting, Person, Presence

pytestmark = pytest.mark.django_db(transaction=True)
BILOZERKA = "UA65100010000048953"
TABLET = {"width": 768, "height": 1024}
ATTENDANCE = re.compile("/attendance/$")
KEPT = """async () => {
  const bases = await indexedDB.databases();
  if (!bases.some((each) => each.name === "kept")) return [];
  const base = await new Promise((resolve) => {
    const asked = indexedDB.open("kept");
    asked.onsuccess = () => resolve(asked.result);
  });
  const rows = await new Promise((resolve) => {
    const asked = base.transaction("changes").objectStore("changes").getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  base.close();
  return rows.map((row) => JSON.stringify({ ...row, iv: 0, sealed: new TextDecoder("latin1").decode(row.sealed) }));
}"""


@pytest.fixture
def meeting(demo):
    rows = Meeting.objects.filter(group__community__code=BILOZERKA, status="planned")
    return rows.latest("planned_for")


@pytest.fixture
def page(chromium, live_server, meeting):
    page = open_as(chromium, live_server, "union", viewport=TABLET)
    page.goto(meeting.get_absolute_url())
    yield page
    page.context.close()


def rows(page):
    return page.locator("fieldset.presence")


def said(page, number, state="present"):
    return rows(page).nth(number).locator(f"[value={state}]:not([type=hidden])")


def say(page, number, state="present"):
    said(page, number, state).check()


def person(page, number):
    name = rows(page).nth(number).locator("input[type=radio]").first.get_attribute("name")
    return Person.objects.get(pk=name.removeprefix("person-"))


def kept(page):
    return page.locator("[data-kept]")


def stored(meeting):
    return sorted(Attendance.objects.filter(meeting=meeting).values_list("state", flat=True))


def end_session(page):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page, account):
    page.goto("/sign-in/")
    page.locator("[name=username]").fill(account)
    page.locator("[name=password]").fill(f"{account}-demo-2026")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def test_what_was_said_without_a_network_arrives_when_it_is_back(page, meeting):
    page.context.set_offline(True)
    for number in range(3):
        say(page, number)
    say(page, 1, "excused")
    expect(kept(page)).to_contain_text("not sent yet: 3")
    assert stored(meeting) == []

    page.context.set_offline(False)

    expect(kept(page)).to_be_hidden()
    expect(page.locator("#came")).to_contain_text("2 people took part, saved")
    assert stored(meeting) == ["excused", "present", "present"]
    assert page.evaluate(KEPT) == []


def test_a_word_that_is_changed_on_its_way_does_not_contradict_itself(page, meeting):
    held = []

    def hold_the_first(route):
        return route.continue_() if held else held.append(route)

    page.route(ATTENDANCE, hold_the_first)
    with page.expect_request(ATTENDANCE):
        say(page, 0)
    say(page, 0, "excused")
    page.wait_for_timeout(500)  # until that one lies on the device
    held[0].continue_()

    expect(page.locator("#came")).to_contain_text("0 people took part, saved")
    expect(kept(page)).to_be_hidden()
    assert stored(meeting) == ["excused"]
    assert page.evaluate(KEPT) == []


def test_it_survives_a_reload_and_opens_for_its_account_alone(page, meeting):
    came = person(page, 5)
    guest = f"{came.contact.in_full} ({came.pk})"
    page.route(ATTENDANCE, lambda route: route.abort())
    say(page, 0)
    page.locator("[name=guest]").fill(guest)
    page.locator("[name=guest]").blur()
    expect(kept(page)).to_contain_text("not sent yet: 2")

    page.reload()

    expect(kept(page)).to_contain_text("not sent yet: 2")
    expect(said(page, 0)).to_be_checked()
    lying = page.evaluate(KEPT)
    assert len(lying) == 2
    assert not [each for each in lying if guest.split()[0] in each or "present" in each]

    end_session(page)
    sign_in(page, "kherson")
    page.goto(meeting.get_absolute_url())
    expect(page.locator("fieldset.presence input[type=radio]:checked")).to_have_count(0)
    expect(kept(page)).to_be_hidden()
    assert stored(meeting) == []

    end_session(page)
    page.unroute(ATTENDANCE)
    sign_in(page, "union")
    page.goto(meeting.get_absolute_url())
    expect(page.locator("#came")).to_contain_text("2 people took part")
    assert stored(meeting) == ["present", "present"]


def test_two_words_on_one_person_are_both_shown(page, meeting):
    who = person(page, 0)
    page.context.set_offline(True)
    say(page, 0)
    expect(kept(page)).to_contain_text("not sent yet: 1")
    by = meeting.recorded_by
    attend(meeting=meeting, states={who: Presence.EXCUSED}, by=by, at=clock.now())

    page.context.set_offline(False)

    expect(kept(page)).to_contain_text("meanwhile somebody wrote down “Excused”")
    expect(kept(page)).to_contain_text("Kept on this device: Present")
    assert stored(meeting) == ["excused"]
    say(page, 1)  # what is refused holds up nothing else
    expect(page.locator("#came")).to_contain_text("1 person took part")
    kept(page).get_by_role("button", name="Mine is right").click()
    expect(kept(page)).to_be_hidden()
    assert stored(meeting) == ["present", "present"]


def test_a_guest_nobody_knows_goes_back_to_be_written_otherwise(page, meeting):
    page.locator("[name=guest]").fill("Незнайко")
    page.locator("[name=guest]").blur()
    expect(kept(page)).to_contain_text("Write the person down first")

    kept(page).get_by_role("button", name="Leave mine out").click()

    expect(kept(page)).to_be_hidden()
    expect(page.locator("[name=guest]")).to_have_value("Незнайко")
    assert page.evaluate(KEPT) == []


def test_signing_out_asks_once_and_leaves_nothing_on_the_device(page, meeting):
    page.route(ATTENDANCE, lambda route: route.abort())
    say(page, 0)
    expect(kept(page)).to_contain_text("not sent yet: 1")
    asked = []
    answers = iter((False, True))

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if next(answers) else dialog.dismiss()

    page.on("dialog", answer)
    page.goto("/account/")
    leave = page.locator("main form[data-leaves] button")
    leave.click()
    expect(page).to_have_url(re.compile("/account/$"))
    assert len(page.evaluate(KEPT)) == 1
    leave.click()
    page.wait_for_url(re.compile("sign-in"))

    assert asked == ["Not sent yet: 1. Sign out and lose it?"] * 2
    assert page.evaluate(KEPT) == []
