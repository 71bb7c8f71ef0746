"""Meetings: planned, held, written down, sealed; and what is counted of them."""

import pytest
from django.db import DatabaseError, transaction

from tests.factories.accounts import account
from tests.factories.people import (
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
    WorkingGroupFactory,
)
from working_groups.models import Annex, Attendance, Meeting, Presence

pytestmark = pytest.mark.django_db
DAY = "2023-09-12"


@pytest.fixture
def members(group, community):
    people = PersonFactory.create_batch(3, community=community)
    for each in people:
        MembershipFactory.create(group=group, person=each)
    return people


@pytest.fixture
def meeting(group):
    """A meeting that is planned."""
    return MeetingFactory.create(group=group, status="planned", number=None, held_on=None)


def text(answer):
    return answer.content.decode()


def url(meeting, rest=""):
    return f"/working-groups/meetings/{meeting.pk}/{rest}"


def held(meeting, **more):
    fresh = Meeting.objects.get(pk=meeting.pk)
    said = {
        "planned_for": "2023-09-12T10:00",
        "mode": "mixed",
        "place": "Ліцей",
        "status": "held",
        "held_on": DAY,
        "version": fresh.version,
    }
    return said | more


def step(page, meeting):
    version = Meeting.objects.get(pk=meeting.pk).version
    return page.post(url(meeting, "minutes/"), {"version": version}, follow=True)


def test_a_meeting_is_planned_held_written_down_and_approved(page, group, members):
    planned = page.post(
        f"/working-groups/meetings/groups/{group.pk}/new/",
        {"planned_for": "2023-09-12T10:00", "mode": "in_person", "place": "Ліцей"},
    )
    assert planned.status_code == 302, text(planned)
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.number) == ("planned", None)

    page.post(url(meeting, "edit/"), held(meeting, minutes="Ухвалили план", guests_without_name=2))
    states = {f"person-{members[0].pk}": "present", f"person-{members[1].pk}": "excused"}
    page.post(url(meeting, "attendance/"), states)
    page.post(url(meeting, "agenda/new/"), {"title": "Гідранти", "discussion": "Три з п’яти"})
    step(page, meeting)
    approved = step(page, meeting)

    meeting.refresh_from_db()
    assert (meeting.number, meeting.minutes_state) == (1, "approved")
    assert meeting.approved_on is not None
    shown = text(approved)
    assert "Гідранти" in shown
    assert "Взяла участь 1 особа" in shown
    assert url(meeting, "annex/") in shown
    assert url(meeting, "edit/") not in shown


SCRIPT = {"Accept": "application/json"}


def say(page, meeting, person, state, seen, **more):
    """Write down who is there, knowing what the page showed."""
    body = {f"person-{person.pk}": state, f"seen-{person.pk}": seen}
    return page.post(url(meeting, "attendance/"), body, **more)


def test_who_is_there_is_saved_as_it_is_said(page, meeting, members):
    answer = say(page, meeting, members[0], "online", "", headers=SCRIPT)

    assert answer.json() == {"words": "Взяла участь 1 особа, збережено"}
    assert Attendance.objects.get().state == Presence.ONLINE
    assert "Збережено:" not in text(page.get(url(meeting)))


def test_nobody_overwrites_what_he_has_not_seen(page, meeting, members):
    say(page, meeting, members[0], "excused", "")

    refused = say(page, meeting, members[0], "present", "", headers=SCRIPT)

    assert refused.status_code == 409
    assert refused.json()["now"] == "excused"
    assert "Поважна причина" in refused.json()["detail"]
    assert Attendance.objects.get().state == Presence.EXCUSED
    assert say(page, meeting, members[0], "present", "excused", headers=SCRIPT).status_code == 200
    assert Attendance.objects.get().state == Presence.PRESENT


def test_a_word_said_once_more_on_the_page_stands(page, meeting, members):
    say(page, meeting, members[0], "excused", "")

    refused = say(page, meeting, members[0], "present", "")

    assert refused.status_code == 409
    assert "Поважна причина" in text(refused)
    seen = refused.context["form"][f"seen-{members[0].pk}"].value()
    assert say(page, meeting, members[0], "present", seen).status_code == 302
    assert Attendance.objects.get().state == Presence.PRESENT


def test_a_form_sent_as_a_whole_says_only_what_was_changed(page, meeting, members):
    say(page, meeting, members[0], "present", "excused")
    old = {f"person-{members[0].pk}": "excused", f"seen-{members[0].pk}": "excused"}
    new = {f"person-{members[1].pk}": "present", f"seen-{members[1].pk}": ""}

    page.post(url(meeting, "attendance/"), old | new)

    assert {each.state for each in Attendance.objects.all()} == {Presence.PRESENT}


def test_what_is_said_twice_alike_is_written_once(page, meeting, members):
    for _time in range(2):  # the first answer was lost on its way
        answer = say(page, meeting, members[0], "present", "", headers=SCRIPT)

    assert answer.status_code == 200
    assert Attendance.objects.get().version == 1


def test_the_key_of_a_device_is_of_one_account(page, client, meeting, members, community):
    mine = page.get(url(meeting)).context["device_key"]
    client.force_login(account("oblast_coordinator", oblast=community.oblast))

    assert client.get(url(meeting)).context["device_key"] != mine
    client.force_login(account("council", community=community))
    assert client.get(url(meeting)).context["device_key"] == ""


def test_a_guest_is_named_and_counts_no_member(page, meeting, members, community):
    guest = PersonFactory.create(community=community)
    name = f"{guest.contact.in_full} ({guest.pk})"

    page.post(url(meeting, "attendance/"), {"guest": name})

    assert Attendance.objects.get().guest is True
    assert "гість" in text(page.get(url(meeting)))


def test_a_name_that_nobody_has_is_refused_where_the_page_saves_as_it_goes(page, meeting, members):
    answer = page.post(url(meeting, "attendance/"), {"guest": "Незнайко"}, headers=SCRIPT)

    assert answer.status_code == 400
    assert "Спочатку запишіть" in answer.json()["detail"]
    assert "/people/new/" in text(page.get(url(meeting)))
    assert not Attendance.objects.exists()


def test_minutes_without_attendance_are_not_approved(page, meeting, members):
    page.post(url(meeting, "edit/"), held(meeting))
    step(page, meeting)

    refused = step(page, meeting)

    assert "вкажіть, хто був присутній" in text(refused)
    meeting.refresh_from_db()
    assert meeting.minutes_state == "circulated"


def test_approved_minutes_are_sealed_by_page_api_and_database(page, api, group, group_coordinator):
    there = AttendanceFactory.create(meeting=MeetingFactory.create(group=group))
    sealed = there.meeting
    item = AgendaItemFactory.create(meeting=sealed)
    Meeting.objects.filter(pk=sealed.pk).update(minutes_state="approved", approved_on=DAY)

    assert page.post(url(sealed, "edit/"), held(sealed)).status_code == 409
    program = api(group_coordinator)
    seen = {"If-Match": '"1.plain"'}
    for path, said in (
        (f"meetings/{sealed.pk}", {"minutes": "Інше"}),
        (f"attendances/{there.pk}", {"state": "absent"}),
        (f"agenda-items/{item.pk}", {"title": "Інше"}),
    ):
        assert program.patch(f"/api/v1/{path}/", said, headers=seen).status_code == 409, path
    for row in (sealed, there, item):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(version=9)
    page.post(url(sealed, "annex/"), {"text": "Прізвище виправлено"})
    assert Annex.objects.get().text == "Прізвище виправлено"
    assert "Прізвище виправлено" in text(page.get(url(sealed)))


def test_numbers_have_no_gaps_whatever_is_cancelled(page, group):
    meetings = MeetingFactory.create_batch(
        3, group=group, status="planned", number=None, held_on=None
    )
    page.post(url(meetings[0], "edit/"), held(meetings[0]))
    gone = held(meetings[1], status="cancelled", held_on="", cancel_reason="Обстріл")
    page.post(url(meetings[1], "edit/"), gone)
    page.post(url(meetings[2], "edit/"), held(meetings[2]))

    numbers = Meeting.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [1, None, 2]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"held_on": ""}, "Це поле обов’язкове"),
        ({"held_on": "2020-01-01"}, "Цього дня група не працює"),
        ({"status": "cancelled", "held_on": ""}, "Це поле обов’язкове"),
        ({"planned_for": "завтра"}, "день і час"),
    ],
)
def test_what_is_wrong_of_a_meeting_is_said(page, meeting, more, words):
    refused = page.post(url(meeting, "edit/"), held(meeting, **more))

    assert refused.status_code in {400, 409}
    assert words in text(refused)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version) == ("planned", 1)


def test_a_stranger_is_offered_as_a_guest_by_the_api(api, group_coordinator, meeting, community):
    stranger = PersonFactory.create(community=community)
    program = api(group_coordinator)
    said = {"meeting": meeting.pk, "person": stranger.pk, "state": "present"}

    refused = program.post("/api/v1/attendances/", said)
    taken = program.post("/api/v1/attendances/", said | {"guest": True})

    assert refused.status_code == 409
    assert "запишіть її гостем" in refused.json()["detail"]
    assert taken.status_code == 201, taken.content


def test_meetings_elsewhere_are_not_there(page, elsewhere, meeting):
    other = MeetingFactory.create(group=WorkingGroupFactory.create(community=elsewhere))
    item = AgendaItemFactory.create(meeting=other)

    for path in ("", "edit/", "agenda/new/", "annex/", "minutes.pdf", "sign-in.pdf"):
        assert page.get(url(other, path)).status_code == 404, path
    assert page.get(f"/working-groups/meetings/agenda/{item.pk}/edit/").status_code == 404
    listed = text(page.get("/working-groups/meetings/"))
    assert url(meeting) in listed
    assert url(other) not in listed


def test_who_only_reads_sees_who_was_there(client, community, meeting, members):
    AttendanceFactory.create(meeting=meeting, person=members[0])
    client.force_login(account("council", community=community))

    shown = text(client.get(url(meeting)))

    assert str(members[0].contact) in shown
    assert "attendance/" not in shown


@pytest.mark.parametrize("name", ["minutes.pdf", "minutes.docx", "sign-in.pdf"])
def test_papers_of_a_meeting_are_files(page, meeting, members, name):
    AttendanceFactory.create(meeting=meeting, person=members[0])
    AgendaItemFactory.create(meeting=meeting, presenter=members[1])

    answer = page.get(url(meeting, name))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:4] in {b"%PDF", b"PK\x03\x04"}


@pytest.mark.limit("minutes")
@pytest.mark.limit("agenda_title")
def test_longer_words_of_a_meeting_are_refused(page, meeting, settings):
    longest = settings.LIMITS["minutes"]
    title = "а" * (settings.LIMITS["agenda_title"] + 1)

    assert (
        page.post(url(meeting, "edit/"), held(meeting, minutes="а" * (longest + 1))).status_code
        == 400
    )
    assert page.post(url(meeting, "agenda/new/"), {"title": title}).status_code == 400
    said = {"title": "Гідранти", "discussion": "а" * (longest + 1)}
    assert page.post(url(meeting, "agenda/new/"), said).status_code == 400
    meeting.refresh_from_db()
    assert (meeting.version, meeting.agenda.count()) == (1, 0)
