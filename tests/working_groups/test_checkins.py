"""Self check-in at a sitting: a code of the day, a name that is typed, and names that wait."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from core import clock
from tests.factories.accounts import account
from tests.factories.people import (
    AttendanceFactory,
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
)
from working_groups.models import Attendance, Meeting, WaitingName

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_rates():
    cache.clear()


@pytest.fixture
def meeting(group):
    """A meeting of today that is planned."""
    said = {"status": "planned", "number": None, "held_on": None, "planned_for": clock.now()}
    return MeetingFactory.create(group=group, **said)


@pytest.fixture
def member(group, community):
    return named(PersonFactory.create(community=community), group, "Дем’яненко-Лис", "Ганна")


@pytest.fixture
def guest_browser():
    """A telephone of somebody without an account."""
    return Client()


def named(person, group, last, first):
    person.contact.last_name, person.contact.first_name = last, first
    person.contact.save()
    if group:
        MembershipFactory.create(group=group, person=person)
    return person


def text(answer):
    return answer.content.decode()


def told(answer):
    """What a page says, without the token that every form has for itself."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(answer))


def address(page, meeting):
    page.post(f"{meeting.get_absolute_url()}check-in/")
    shown = text(page.get(f"{meeting.get_absolute_url()}check-in/"))
    return re.search(r"http://testserver(/[^<\"]+)", shown)[1]


def here(browser, where, last, first):
    return browser.post(where, {"last_name": last, "first_name": first})


def test_a_member_who_types_the_own_name_is_present(page, guest_browser, meeting, member):
    where = address(page, meeting)
    opened = text(guest_browser.get(where))
    assert "Дем’яненко" not in opened

    said = here(guest_browser, where, " дем'яненко лис", "ГАННА")

    assert said.status_code == 200
    there = Attendance.objects.get()
    assert (there.person, there.state, there.guest) == (member, "present", False)
    assert not WaitingName.objects.exists()


def test_the_answer_is_the_same_for_a_stranger_whose_name_waits(
    page, guest_browser, meeting, member
):
    where = address(page, meeting)

    known = here(guest_browser, where, "Дем’яненко-Лис", "Ганна")
    strange = here(guest_browser, where, "Чужий", "Іван")
    here(guest_browser, where, "чужий", "іван")

    assert (strange.status_code, told(strange)) == (known.status_code, told(known))
    assert [str(each) for each in WaitingName.objects.all()] == ["Чужий Іван"]
    assert Attendance.objects.count() == 1
    assert "Чужий Іван" in text(page.get(f"{meeting.get_absolute_url()}check-in/"))
    assert "1 ім’я чекає" in text(page.get(meeting.get_absolute_url()))


def test_two_members_of_one_name_are_for_the_secretary(page, guest_browser, group, meeting, member):
    named(PersonFactory.create(community=group.community), group, "Дем’яненко-Лис", "Ганна")

    here(guest_browser, address(page, meeting), "Дем’яненко-Лис", "Ганна")

    assert not Attendance.objects.exists()
    assert WaitingName.objects.count() == 1


@pytest.mark.parametrize(("was", "becomes"), [("online", "online"), ("excused", "present")])
def test_a_presence_is_never_taken_back(page, guest_browser, meeting, member, was, becomes):
    AttendanceFactory.create(meeting=meeting, person=member, state=was)

    here(guest_browser, address(page, meeting), "Дем’яненко-Лис", "Ганна")

    assert Attendance.objects.get().state == becomes


def test_a_merged_member_is_present_once(page, guest_browser, group, meeting, member, community):
    other = named(PersonFactory.create(community=community), group, "Лис", "Ганна")
    AttendanceFactory.create(meeting=meeting, person=other, state="online")
    other.merged_into, other.merged_at, other.merge_reason = member, clock.now(), "x"
    other.save()

    here(guest_browser, address(page, meeting), "Дем’яненко-Лис", "Ганна")

    assert [each.state for each in Attendance.objects.all()] == ["online"]


@pytest.mark.parametrize("how", ["closed", "another", "day", "circulated", "cancelled", "forged"])
def test_a_code_opens_on_its_day_while_minutes_are_a_draft(
    page, guest_browser, meeting, member, how
):
    where = address(page, meeting)
    rows = Meeting.objects.filter(pk=meeting.pk)
    held = {"status": "held", "held_on": clock.today(), "number": 1}
    if how == "closed":
        page.post(f"{meeting.get_absolute_url()}check-in/", {"close": "1"})
    elif how == "another":
        address(page, meeting)
    elif how == "day":
        rows.update(planned_for=clock.now() + timedelta(days=1))
    elif how == "circulated":
        rows.update(minutes_state="circulated", **held)
    elif how == "cancelled":
        rows.update(status="cancelled", cancel_reason="Тривога")
    else:
        where = where[:-2] + ("0/" if where[-2] != "0" else "1/")

    assert guest_browser.get(where).status_code == 404
    assert here(guest_browser, where, "Дем’яненко-Лис", "Ганна").status_code == 404
    assert not Attendance.objects.exists()


def test_the_day_is_that_of_kyiv(page, guest_browser, meeting, monkeypatch):
    where = address(page, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(
        planned_for=datetime(2026, 12, 7, 22, 30, tzinfo=UTC)  # half past midnight on the 8th
    )
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 8, 20, tzinfo=UTC))
    assert guest_browser.get(where).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 8, 22, 5, tzinfo=UTC))
    assert guest_browser.get(where).status_code == 404


def test_a_name_that_waits_becomes_a_guest_or_nobody(page, guest_browser, meeting, community):
    where = address(page, meeting)
    person = named(PersonFactory.create(community=community), None, "Гість", "Олег")
    here(guest_browser, where, "Гість", "Олег")
    here(guest_browser, where, "Ніхто", "Ян")
    first, second = WaitingName.objects.order_by("pk")
    step = f"{meeting.get_absolute_url()}check-in/names/"

    unknown = page.post(step, {"name": second.pk, "person": "Ніхто Ян"})
    taken = page.post(step, {"name": first.pk, "person": f"({person.pk})"})
    page.post(step, {"name": second.pk, "dismiss": "1"})

    assert unknown.status_code == 400
    assert "Ніхто" in text(unknown)
    assert unknown.context["waiting"][1][1].has_error("person", "no_such_person")
    assert taken.status_code == 302
    there = Attendance.objects.get()
    assert (there.person, there.guest, there.state) == (person, True, "present")
    assert not WaitingName.objects.exists()
    again = page.post(step, {"name": first.pk, "dismiss": "1"})
    assert again.status_code == 400
    assert "Щодо цього імені вже вирішено." in text(again)


def test_names_that_wait_go_when_the_minutes_go_round(page, guest_browser, meeting):
    here(guest_browser, address(page, meeting), "Чужий", "Іван")
    Meeting.objects.filter(pk=meeting.pk).update(status="held", held_on=clock.today(), number=1)

    page.post(f"{meeting.get_absolute_url()}minutes/", {"version": meeting.version})

    assert Meeting.objects.get().minutes_state == "circulated"
    assert not WaitingName.objects.exists()


def test_only_who_writes_down_a_sitting_opens_its_code(client, meeting, community):
    client.force_login(account("council", community=community))

    assert client.get(f"{meeting.get_absolute_url()}check-in/").status_code == 403
    assert client.post(f"{meeting.get_absolute_url()}check-in/").status_code == 403


def test_the_code_is_a_picture_of_ours_without_scripts_and_styles(page, meeting):
    address(page, meeting)

    shown = text(page.get(f"{meeting.get_absolute_url()}check-in/"))

    picture = re.search(r"<svg[^>]*class=\"qr-sheet\".*?</svg>", shown, re.DOTALL)[0]
    assert "style" not in picture
    assert "<path" in picture


def test_an_empty_name_is_refused_at_its_field(page, guest_browser, meeting):
    refused = here(guest_browser, address(page, meeting), "", "Іван")

    assert refused.status_code == 400
    assert not WaitingName.objects.exists()


@pytest.mark.limit("waiting_names")
def test_no_more_names_wait_than_a_sitting_holds(page, guest_browser, meeting, settings):
    settings.LIMITS = {**settings.LIMITS, "waiting_names": 2}
    where = address(page, meeting)

    answers = [here(guest_browser, where, f"Чужий{each}", "Іван") for each in "абв"]

    assert len({told(each) for each in answers}) == 1
    assert WaitingName.objects.count() == 2


def test_typing_is_slowed_by_address(page, guest_browser, meeting, settings):
    where = address(page, meeting)
    settings.LIMITS = {**settings.LIMITS, "secret_calls": 2}
    cache.clear()

    answers = [here(guest_browser, where, "Чужий", "Іван").status_code for _n in range(3)]

    assert answers == [200, 200, 429]
