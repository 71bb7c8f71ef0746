"""Trainings: written down, changed, and who was there; counted once and by people."""

import pytest

from tests.communities.sheets import bring, store, xlsx
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, ProgrammeFactory
from tests.factories.people import PersonFactory, TrainingAttendanceFactory, TrainingFactory
from working_groups.models import Training, TrainingAttendance

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.fixture
def said(community):
    return {
        "kind": "training",
        "title": "Домедична допомога",
        "topic": "first_aid",
        "programme": ProgrammeFactory.create().pk,
        "held_on": "2024-10-08",
        "venue": "Миколаїв",
        "place": community.code,
    }


@pytest.fixture
def training(community):
    return TrainingFactory.create(community=community)


def test_a_training_is_written_down_and_found(page, said):
    assert "/working-groups/trainings/" in text(page.get("/working-groups/"))

    stored = page.post("/working-groups/trainings/new/", said)

    assert stored.status_code == 302, text(stored)
    assert "Миколаїв" in text(page.get(stored["Location"]))
    found = text(page.get("/working-groups/trainings/?topic=first_aid&since=2024-10-01"))
    assert stored["Location"] in found
    assert stored["Location"] not in text(page.get("/working-groups/trainings/?kind=seminar"))


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"last_day": "2024-10-07"}, 400, "Останній день раніший за перший"),
        ({"title": ""}, 400, "обов"),
        ({"topic": "weather"}, 400, "вибір"),
        ({"place": "Україна"}, 409, "Навчань цієї території ви не записуєте"),
    ],
)
def test_what_is_wrong_of_a_training_is_said_at_its_field(page, said, more, status, words):
    refused = page.post("/working-groups/trainings/new/", said | more)

    assert refused.status_code == status
    assert words in text(refused)
    assert not Training.objects.exists()


def test_a_training_is_changed_by_whoever_saw_it(page, training, said):
    edit = f"{training.get_absolute_url()}edit/"
    assert training.title in text(page.get(edit))

    assert page.post(edit, said | {"version": 1, "last_day": "2024-10-09"}).status_code == 302
    assert page.post(edit, said | {"version": 1}).status_code == 409
    training.refresh_from_db()
    assert (training.title, training.version) == ("Домедична допомога", 2)


def test_who_was_there_is_written_down_once_and_corrected(page, training, person):
    add = f"{training.get_absolute_url()}people/new/"
    whom = {"person": f"{person.contact.in_full} ({person.pk})", "state": "present"}

    assert page.post(add, whom).status_code == 302
    again = page.post(add, whom)
    assert again.status_code == 409
    assert "вже є у списку" in text(again)
    kept = TrainingAttendance.objects.get()
    absent = {"state": "absent", "version": kept.version}
    edit = f"/working-groups/trainings/people/{kept.pk}/edit/"
    assert page.post(edit, absent).status_code == 302
    shown = text(page.get(training.get_absolute_url()))
    assert str(person.contact) in shown
    assert "0 осіб" in shown


def test_trainings_are_seen_where_they_belong(client, training, community):
    client.force_login(account("council", community=community))
    assert client.get(training.get_absolute_url()).status_code == 200
    assert client.get(f"{training.get_absolute_url()}edit/").status_code == 403
    of_oblast = TrainingFactory.create(community=None, oblast=community.oblast)
    assert client.get(of_oblast.get_absolute_url()).status_code == 404
    client.force_login(account("oblast_coordinator", oblast=community.oblast))
    assert client.get(of_oblast.get_absolute_url()).status_code == 200
    client.force_login(account("group_coordinator", community=CommunityFactory.create()))
    assert client.get(training.get_absolute_url()).status_code == 404
    assert client.get("/api/v1/training-attendances/").json()["results"] == []


def test_attendances_add_up_and_people_do_not(client, community):
    people = PersonFactory.create_batch(3, community=community)
    for _each in range(2):
        event = TrainingFactory.create(community=community)
        for person in people:
            TrainingAttendanceFactory.create(training=event, person=person)
    absent = TrainingAttendanceFactory.create(training=event, state="absent")
    elsewhere = TrainingFactory.create(community=None, oblast=community.oblast)
    TrainingAttendanceFactory.create(training=elsewhere, person=absent.person)
    client.force_login(account("oblast_coordinator", oblast=community.oblast))
    period = "from=2024-01-01&to=2025-01-01"

    def value(code, by=""):
        rows = client.get(f"/api/v1/measures/{code}/?{period}{by}").json()["results"]
        return {row["by"].get("community"): int(row["value"]) for row in rows}

    assert value("trainings.attended") == {None: 7}
    assert value("trainings.participants") == {None: 4}
    assert value("trainings.attended", f"&territory={community.code}") == {None: 6}
    assert value("trainings.participants", f"&territory={community.code}") == {None: 3}
    split = value("trainings.attended", "&by=community")
    assert split[community.code] == 6
    behind = client.get(f"/api/v1/measures/trainings.attended/explain/?{period}").json()
    assert len(behind["results"]) == 7


def test_the_api_reads_and_writes(page, community, person):
    ProgrammeFactory.create(code="kherson-recovery")
    said = {
        "programme": "kherson-recovery",
        "kind": "conference",
        "title": "Безпека громад",
        "topic": "cohesion",
        "held_on": "2024-11-21",
        "community": community.code,
    }
    made = page.post("/api/v1/trainings/", said, content_type="application/json")
    assert made.status_code == 201, text(made)
    record = made.json()
    assert record["oblast"] == community.oblast.code
    wrong = said | {"last_day": "2024-11-20"}
    refused = page.post("/api/v1/trainings/", wrong, content_type="application/json")
    assert refused.status_code == 400
    there = {"training": record["id"], "person": person.pk, "state": "online"}
    first = page.post("/api/v1/training-attendances/", there, content_type="application/json")
    assert first.status_code == 201, text(first)
    twice = page.post("/api/v1/training-attendances/", there, content_type="application/json")
    assert twice.status_code in {400, 409}
    changed = page.patch(
        f"/api/v1/trainings/{record['id']}/",
        {"venue": "Одеса"},
        content_type="application/json",
        headers={"If-Match": made["ETag"]},
    )
    assert changed.status_code == 200, text(changed)
    assert page.get("/api/v1/trainings/?kind=conference").json()["results"][0]["venue"] == "Одеса"


def test_participants_come_as_a_sheet_and_twice_change_nothing(page, training, person):
    heads = ("Навчання: назва", "Особа: прізвище", "Присутність")
    row = (training.title, person.contact.last_name, "Особисто")

    preview = bring(page, "training-attendances", xlsx(heads, row))
    assert preview.counts == {"created": 1, "unchanged": 0}, list(preview.lines.values())
    store(page, preview)

    assert training.attendances.get().person == person
    assert bring(page, "training-attendances", xlsx(heads, row)).counts == {"unchanged": 1}
