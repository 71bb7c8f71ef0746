"""Meetings for calendar programs: the page of a month, secret addresses, and meetings.ics of the API."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from icalendar import Calendar

from tests.factories.accounts import AccessGrantFactory, account
from tests.factories.people import (
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
    WorkingGroupFactory,
)
from working_groups.models import Meeting, MeetingCalendar, Person

pytestmark = pytest.mark.django_db
ADDRESSES = "/working-groups/meetings/calendar/addresses/"
MONTH = "/working-groups/meetings/calendar/"
SOON = datetime(2026, 12, 8, 8, tzinfo=UTC)  # ten o'clock in Kyiv


def text(answer):
    return answer.content.decode()


def planned(group, **more):
    said = {"status": "planned", "number": None, "held_on": None, "planned_for": SOON}
    return MeetingFactory.create(group=group, **said | more)


def made(page, **said):
    answer = page.post(ADDRESSES, said)
    assert answer.status_code == 200, text(answer)
    return re.search(r"http://testserver(/[^<]+\.ics)", text(answer))[1]


def events(answer):
    assert answer.status_code == 200, answer.status_code
    return {str(each["uid"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
def meeting(group):
    return planned(group, place="Ліцей; зала 2, другий поверх")


def test_whoever_holds_the_address_reads_days_and_places(page, client, group, meeting):
    address = made(page, reach="group", group=group.pk)
    page.logout()

    answer = client.get(address)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer).values()
    assert event["dtstart"].dt == SOON
    assert event["dtstart"].params["tzid"] == "Europe/Kyiv"
    assert event["dtstart"].dt.hour == 10
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 1)
    assert str(event["location"]) == meeting.place
    assert group.community.title in str(event["summary"])
    assert str(event["url"]) == f"http://testserver{meeting.get_absolute_url()}"
    assert b"\r\nBEGIN:VTIMEZONE\r\n" in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_it_never_says_who(page, group, meeting, person):
    MembershipFactory.create(group=group, person=person)
    meeting.status, meeting.cancel_reason = "cancelled", f"Захворів {person.contact.last_name}"
    meeting.minutes = f"{person.contact.last_name} доповів"
    meeting.version = 4
    meeting.save()

    answer = page.get(made(page, reach="all"))

    (event,) = events(answer).values()
    assert (event["status"], event["sequence"]) == ("CANCELLED", 4)
    assert person.contact.last_name not in str(event.to_ical(), "utf-8")


def test_an_event_stays_itself_and_an_answer_is_kept_until_it_changes(page, meeting):
    address = made(page, reach="all")
    first = page.get(address)
    assert first["Cache-Control"].startswith("private, max-age=")
    again = page.get(address, headers={"If-None-Match": first["ETag"]})
    meeting.place, meeting.version = "Рада", 2
    meeting.save()
    moved = page.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert events(moved).keys() == events(first).keys()


def test_a_meeting_held_on_another_day_than_planned_has_that_day_alone(page, group):
    MeetingFactory.create(group=group, planned_for=SOON, held_on=date(2026, 12, 9))

    (event,) = events(page.get(made(page, reach="all"))).values()

    assert event["dtstart"].dt == date(2026, 12, 9)


def test_made_anew_the_address_of_before_ends_and_ended_none_opens(page, meeting):
    before = made(page, reach="all")
    after = made(page, reach="all")

    assert page.get(before).status_code == 404
    assert page.get(after).status_code == 200
    shown = text(page.get(ADDRESSES))
    assert after.split("/")[-2] not in shown
    assert not MeetingCalendar.objects.filter(digest__contains=after.split("/")[-2]).exists()
    page.post(ADDRESSES, {"reach": "all", "end": "1"})
    assert page.get(after).status_code == 404


@pytest.mark.parametrize("ends", ["account", "grant"])
def test_it_ends_with_the_right_of_its_account(page, client, group_coordinator, meeting, ends):
    address = made(page, reach="all")
    if ends == "account":
        group_coordinator.is_active = False
        group_coordinator.save()
    else:
        grant = group_coordinator.grants.get()
        grant.ends_on = date(2021, 1, 1)
        grant.save()
    page.logout()

    assert client.get(address).status_code == 404


def test_meetings_out_of_reach_are_in_none(page, group, meeting, elsewhere):
    planned(WorkingGroupFactory.create(community=elsewhere))
    strange = WorkingGroupFactory.create(community=elsewhere)

    assert len(events(page.get(made(page, reach="all")))) == 1
    assert page.post(ADDRESSES, {"reach": "group", "group": strange.pk}).status_code == 400
    assert page.post(ADDRESSES, {"reach": "group"}).status_code == 400


def test_ones_own_groups_are_those_of_any_of_ones_records(
    page, group_coordinator, community, group
):
    mine = planned(group)
    planned(WorkingGroupFactory.create(community=community))
    person = PersonFactory.create(community=community, user=group_coordinator)
    other = PersonFactory.create(community=community)
    MembershipFactory.create(group=group, person=other)
    address = made(page, reach="own")
    assert events(page.get(address)) == {}

    Person.objects.filter(pk=other.pk).update(
        merged_into=person, merged_at=SOON, merge_reason="Один паспорт"
    )

    assert [f"meeting-{mine.pk}@working-groups.safety-portal"] == list(events(page.get(address)))


def test_programs_read_the_meetings_of_a_group_and_of_a_person(
    api, group_coordinator, group, meeting, person, elsewhere
):
    program = api(group_coordinator)
    MembershipFactory.create(group=group, person=person)
    strange = WorkingGroupFactory.create(community=elsewhere)

    for path in (f"working-groups/{group.pk}", f"people/{person.pk}"):
        answer = program.get(f"/api/v1/{path}/meetings.ics")
        assert len(events(answer)) == 1
        tag = {"If-None-Match": answer["ETag"]}
        assert program.get(f"/api/v1/{path}/meetings.ics", headers=tag).status_code == 304
    assert program.get(f"/api/v1/working-groups/{strange.pk}/meetings.ics").status_code == 404
    assert api().get(f"/api/v1/working-groups/{group.pk}/meetings.ics").status_code == 401


def test_a_month_shows_its_meetings_by_day(page, group, meeting, elsewhere):
    strange = planned(WorkingGroupFactory.create(community=elsewhere))
    late = planned(group, planned_for=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))  # January in Kyiv

    shown = text(page.get(f"{MONTH}?month=2026-12"))

    assert meeting.get_absolute_url() in shown
    assert '<time datetime="2026-12-08">' in shown
    for each in (strange, late):
        assert each.get_absolute_url() not in shown
    assert late.get_absolute_url() in text(page.get(f"{MONTH}?month=2027-01"))
    assert page.get(MONTH).status_code == 200
    refused = page.get(f"{MONTH}?month=2026-13")
    assert refused.status_code == 400
    assert "2026-11" in text(refused)


@pytest.mark.limit("calendar_days")
def test_a_calendar_goes_back_some_time(page, group, settings):
    kept = timedelta(days=settings.LIMITS["calendar_days"])
    now = datetime.now(UTC)
    inside = planned(group, planned_for=now - kept + timedelta(hours=1))
    planned(group, planned_for=now - kept - timedelta(hours=1))

    found = events(page.get(made(page, reach="all")))

    assert list(found) == [f"meeting-{inside.pk}@working-groups.safety-portal"]


@pytest.mark.limit("calendar_meetings")
def test_a_calendar_and_a_month_have_so_many_meetings(page, group, settings):
    most = settings.LIMITS["calendar_meetings"]
    said = {"recorded_by": group.recorded_by, "created_at": SOON, "updated_at": SOON}
    Meeting.objects.bulk_create(
        Meeting(group=group, planned_for=SOON, **said) for _n in range(most)
    )
    address = made(page, reach="all")
    assert len(events(page.get(address))) == most
    assert page.get(f"{MONTH}?month=2026-12").context["more"] is False
    planned(group)
    assert len(events(page.get(address))) == most
    assert page.get(f"{MONTH}?month=2026-12").context["more"] is True


@pytest.mark.limit("secret_calls")
def test_guessing_of_addresses_is_slowed(client, settings):
    cache.clear()
    settings.LIMITS = {**settings.LIMITS, "secret_calls": 3}
    guess = f"{MONTH}{'x' * 43}/meetings.ics"

    assert [client.get(guess).status_code for _n in range(4)] == [404, 404, 404, 429]
    assert int(client.get(guess)["Retry-After"]) > 0


@pytest.mark.limit("secret_window")
def test_slowed_guesses_are_counted_anew_after_a_while(client, settings):
    cache.clear()
    settings.LIMITS = {**settings.LIMITS, "secret_calls": 1}
    guess = f"{MONTH}{'x' * 43}/meetings.ics"

    client.get(guess)

    assert int(client.get(guess)["Retry-After"]) in range(1, settings.LIMITS["secret_window"] + 1)


def test_a_second_grant_widens_what_an_address_shows(page, group_coordinator, meeting, elsewhere):
    address = made(page, reach="all")
    planned(WorkingGroupFactory.create(community=elsewhere))
    assert len(events(page.get(address))) == 1

    role = group_coordinator.grants.get().role
    AccessGrantFactory.create(
        user=group_coordinator, role=role, service="both", community=elsewhere
    )

    assert len(events(page.get(address))) == 2


def test_whoever_sees_no_meetings_makes_no_address(client, db):
    client.force_login(account("officer", nation=True, ends_on=date(2021, 1, 1)))

    assert client.get(ADDRESSES).status_code == 403
    assert client.post(ADDRESSES, {"reach": "all"}).status_code == 403
