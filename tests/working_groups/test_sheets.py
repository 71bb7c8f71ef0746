"""Past meetings and who was there, brought as sheets."""

from datetime import date

import pytest

from tests.communities.sheets import bring, csv, problems, store
from tests.factories.people import MeetingFactory, MembershipFactory, PersonFactory
from working_groups.models import Attendance, Meeting

pytestmark = pytest.mark.django_db


def test_past_meetings_get_their_numbers_and_twice_change_nothing(page, group):
    place = group.community.name_uk
    rows = [
        ("Робоча група: громада", "Дата", "Стан", "Форма", "Гості без імен"),
        (place, "12.09.2023", "Проведено", "Особисто", "2"),
        (place, "2023-11-14", "Проведено", "Онлайн", ""),
    ]

    for _turn in range(2):
        sheet = bring(page, "meetings", csv(*rows))
        assert sheet.counts.get("rejected", 0) == 0, [
            (e.note, e.problems, e.cells) for e in sheet.lines.all()
        ]
        store(page, sheet)

    held = Meeting.objects.order_by("held_on").values_list("number", "held_on", "mode")
    assert list(held) == [(1, date(2023, 9, 12), "in_person"), (2, date(2023, 11, 14), "online")]


def test_presence_names_a_meeting_by_community_and_day(page, group):
    meeting = MeetingFactory.create(group=group, held_on=date(2023, 9, 12))
    person = PersonFactory.create(community=group.community, contact__last_name="Лановий")
    MembershipFactory.create(group=group, person=person)
    stranger = PersonFactory.create(community=group.community, contact__last_name="Чужак")
    where = f"{group.community.name_uk}, 12.09.2023"
    rows = [
        ("Засідання: громада, день", "Особа: прізвище", "Присутність"),
        (where, "Лановий", "Особисто"),
        (where, "Чужак", "Особисто"),
        (f"{group.community.name_uk}, 13.09.2023", "Лановий", "Особисто"),
    ]

    sheet = bring(page, "attendances", csv(*rows))
    assert len(problems(sheet)) == 2
    store(page, sheet)

    there = Attendance.objects.get()
    assert (there.meeting, there.person, there.state) == (meeting, person, "present")
    assert not stranger.attendances.exists()


def test_a_program_need_not_say_when_a_past_meeting_was_planned(api, group_coordinator, group):
    client = api(group_coordinator)
    said = {"group": group.pk, "status": "held", "held_on": "2023-09-12"}

    made = client.post("/api/v1/meetings/", said, format="json")
    silent = client.post("/api/v1/meetings/", {"group": group.pk}, format="json")

    assert made.status_code == 201, made.json()
    assert made.json()["planned_for"].startswith("2023-09-12T00:00")
    assert silent.status_code == 400
    assert silent.json()["errors"][0]["pointer"] == "/planned_for"
