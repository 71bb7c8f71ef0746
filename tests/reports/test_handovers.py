"""Leaving a post: what is left is shown, handed over by an act, and stays as it was signed."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from officers.models import EquipmentIssue, Handover
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import (
    AssignmentFactory,
    EquipmentIssueFactory,
    EquipmentItemFactory,
    HandoverFactory,
    OfficerFactory,
)
from tests.factories.people import (
    ActionPointFactory,
    AgendaItemFactory,
    PersonFactory,
    WorkingGroupFactory,
)
from tests.reports.papers import words_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/handovers/"
VILLAGE = "Сектор превенції № 2"


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast, service="police")


@pytest.fixture
def post(police):
    return police.officer.assignments.get()


@pytest.fixture
def radio(unit, post):
    item = EquipmentItemFactory.create(owner=unit, model="Motorola", inventory_number="17")
    return EquipmentIssueFactory.create(item=item, officer=post.officer)


@pytest.fixture
def theft(police, post):
    return IncidentFactory.create(
        community=post.community, logged_by=police, status="submitted", service="police"
    )


@pytest.fixture
def receiver(unit):
    return OfficerFactory.create(unit=unit, personal__last_name="Наступниця")


@pytest.fixture
def page(client, coordinator):
    client.force_login(coordinator)
    return client


def write(page, post, **said):
    url = reverse("handovers:new", args=[post.pk])
    return page.post(url, {"other_receiver": VILLAGE, "handed_on": "2026-06-15"} | said)


def sign(page, act, day="2026-06-16", version=1):
    return page.post(f"{act.get_absolute_url()}sign/", {"signed_on": day, "version": version})


def test_what_the_officer_is_to_do_for_the_group_is_left_too(page, post, police):
    person = PersonFactory.create(community=post.community, user=police)
    group = WorkingGroupFactory.create(community=post.community)
    item = AgendaItemFactory.create(meeting__group=group)
    said = {"decision__agenda_item": item, "owner_person": person}
    ActionPointFactory.create(text="Скласти перелік вулиць", **said)
    done = {"state": "done", "done_on": "2023-09-30", "finished_on": "2023-09-30"}
    ActionPointFactory.create(text="Уже зроблено", done_by=police, **done, **said)
    ActionPointFactory.create(text="Чуже", owner_person=PersonFactory.create())

    write(page, post)

    act = Handover.objects.get()
    kinds = [(line["kind"], line["title"]) for line in act.lines]
    assert kinds == [("action_point", "Скласти перелік вулиць")]
    shown = page.get(reverse("handovers:leave", args=[post.pk])).content.decode()
    assert "Скласти перелік вулиць" in shown


def test_the_end_of_a_post_shows_what_is_left_and_leads_to_its_act(page, post, radio, theft):
    url = reverse("handovers:leave", args=[post.pk])
    shown = page.get(url).content.decode()
    assert "Motorola" in shown
    assert theft.number in shown

    answer = page.post(url, {"last_day": "2026-06-14", "version": post.version})

    assert answer.url == reverse("handovers:new", args=[post.pk])
    assert "Motorola" in page.get(answer.url).content.decode()


def test_a_post_with_nothing_left_just_ends(page, post):
    url = reverse("handovers:leave", args=[post.pk])

    answer = page.post(url, {"last_day": "2026-06-14", "version": post.version})

    assert answer.url == post.get_absolute_url()


def test_what_is_done_or_of_somebody_else_is_not_left(page, police, post, radio):
    IncidentFactory.create(community=post.community, logged_by=police, status="verified")
    IncidentFactory.create(community=post.community, status="submitted")
    EquipmentIssueFactory.create(officer=post.officer, ends_on=date(2026, 2, 1))

    write(page, post)

    assert [each["reference"] for each in Handover.objects.get().lines] == [str(radio.pk)]


def test_the_act_keeps_its_lines_in_ukrainian_for_an_english_reader(page, post, radio, theft):
    answer = page.post(
        reverse("handovers:new", args=[post.pk]),
        {"other_receiver": VILLAGE, "handed_on": "2026-06-15", "act_number": "5"},
        headers={"Accept-Language": "en"},
    )

    act = Handover.objects.get()
    assert answer.url == act.get_absolute_url()
    assert [each["kind"] for each in act.lines] == ["equipment", "incident"]
    assert "інвентарний номер 17" in act.lines[0]["title"]
    assert act.lines[1]["reference"] == str(theft.pk)


def test_a_second_act_waits_for_the_first(page, post):
    assert write(page, post).status_code == 302

    refused = write(page, post)

    assert refused.status_code == 409
    assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"other_receiver": ""}, "receiver"),
        ({"handed_on": "2023-12-31"}, "handed_on"),
        ({"handed_on": "2031-01-01"}, "handed_on"),
        ({"handed_on": "yesterday"}, "handed_on"),
        ({"presented_by": "x" * 201}, "presented_by"),
        ({"other_receiver": "x" * 1001}, "other_receiver"),
    ],
)
def test_a_wrong_act_is_refused_at_its_field(page, api, coordinator, post, said, field):
    answer = write(page, post, **said)

    assert answer.status_code in {400, 409}
    assert not Handover.objects.exists()
    if answer.status_code == 400:
        assert field in answer.context["form"].errors
    body = {"assignment": post.pk, "other_receiver": VILLAGE, "handed_on": "2026-06-15"} | said
    if field == "presented_by":
        body["presented_by"] = [said["presented_by"]]
    told = api(coordinator).post(URL, body)
    assert told.status_code in {400, 409}
    assert f"/{field}" in str(told.json())


def test_the_one_who_leaves_and_the_other_service_receive_nothing(api, coordinator, post, receiver):
    client = api(coordinator)
    body = {"assignment": post.pk, "handed_on": "2026-06-15"}
    rescuer = AssignmentFactory.create(
        officer=OfficerFactory.create(kind="community_rescue"), community=post.community
    ).officer

    for officer in (post.officer, rescuer):
        told = client.post(URL, body | {"receiver": officer.pk})
        assert told.status_code == 400, told.content
        assert "/receiver" in str(told.json())
    both = client.post(URL, body | {"receiver": receiver.pk, "other_receiver": VILLAGE})
    assert both.status_code == 400
    assert client.post(URL, body | {"receiver": receiver.pk}).status_code == 201


def test_signing_gives_the_equipment_to_the_receiver(page, post, radio, receiver):
    write(page, post, receiver=receiver.pk, other_receiver="", act_number="5")
    act = Handover.objects.get()

    assert sign(page, act).status_code == 302

    radio.refresh_from_db()
    assert radio.ends_on == date(2026, 6, 15)
    given = EquipmentIssue.objects.get(item=radio.item, ends_on=None)
    assert (given.officer, given.starts_on, given.act_number) == (receiver, date(2026, 6, 15), "5")
    assert given.act_date == date(2026, 6, 16)


def test_signing_takes_the_equipment_back_where_no_officer_receives_it(page, post, radio):
    write(page, post)

    assert sign(page, Handover.objects.get()).status_code == 302

    assert not EquipmentIssue.objects.filter(item=radio.item, ends_on=None).exists()


def test_a_signed_act_stays_as_it_is_even_for_sql(page, api, coordinator, post):
    write(page, post)
    act = Handover.objects.get()
    sign(page, act)
    assert act.get_absolute_url() + "edit/" not in page.get(act.get_absolute_url()).content.decode()

    edited = page.post(
        f"{act.get_absolute_url()}edit/",
        {"other_receiver": "Інший", "handed_on": "2026-06-15", "version": 2},
    )
    program, url = api(coordinator), f"{URL}{act.pk}/"
    tag = program.get(url)["ETag"]
    told = program.patch(url, {"act_number": "6"}, headers={"If-Match": tag})

    assert (edited.status_code, told.status_code) == (409, 409)
    assert told.json()["type"].endswith("signed")
    for change in (lambda: Handover.objects.update(act_number="6"), act.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    write(page, post)
    assert Handover.objects.count() == 2, "the next act of the same post"


def test_what_changed_hands_since_is_not_signed(page, post, radio, receiver):
    write(page, post)
    act = Handover.objects.get()
    EquipmentIssue.objects.filter(pk=radio.pk).update(ends_on=date(2026, 6, 1))

    refused = sign(page, act)

    assert refused.status_code == 409
    act.refresh_from_db()
    assert act.signed_on is None
    said = {"other_receiver": VILLAGE, "handed_on": "2026-06-15", "version": 1}
    page.post(f"{act.get_absolute_url()}edit/", said)
    assert sign(page, act, version=2).status_code == 302, "its list was written anew"


def test_half_an_act_moves_nothing(page, post, radio, unit):
    late = EquipmentItemFactory.create(owner=unit)
    EquipmentIssueFactory.create(item=late, officer=post.officer, starts_on=date(2026, 6, 15))
    write(page, post)

    refused = sign(page, Handover.objects.get())

    assert refused.status_code == 409
    radio.refresh_from_db()
    assert radio.ends_on is None


def test_a_program_writes_changes_and_signs_by_version(api, coordinator, post, radio):
    client = api(coordinator)
    body = {"assignment": post.pk, "other_receiver": VILLAGE, "handed_on": "2026-06-15"}
    made = client.post(URL, body)
    assert made.status_code == 201, made.content
    url, tag = made["Location"], made["ETag"]
    assert made.json()["lines"][0]["reference"] == str(radio.pk)

    assert client.patch(url, {"act_number": "6"}).status_code == 428
    changed = client.patch(url, {"act_number": "6"}, headers={"If-Match": tag})
    stale = client.patch(url, {"act_number": "7"}, headers={"If-Match": tag})
    signed = client.patch(url, {"signed_on": "2026-06-16"}, headers={"If-Match": changed["ETag"]})

    assert (changed.status_code, stale.status_code, signed.status_code) == (200, 412, 200)
    listed = client.get(f"{URL}?signed=true&assignment={post.pk}").json()["results"]
    assert [each["act_number"] for each in listed] == ["6"]
    assert not client.get(f"{URL}?signed=false").json()["results"]


def test_what_another_oblast_hands_over_is_not_there(page, api, coordinator):
    act = HandoverFactory.create()

    assert page.get(act.get_absolute_url()).status_code == 404
    assert page.get(reverse("handovers:pdf", args=[act.pk])).status_code == 404
    assert page.get(reverse("handovers:new", args=[act.assignment_id])).status_code == 404
    body = {"assignment": act.assignment_id, "other_receiver": "x", "handed_on": "2026-06-15"}
    assert api(coordinator).post(URL, body).status_code == 400


def test_a_council_reads_no_act_and_an_officer_its_own(client, police, post):
    act = HandoverFactory.create(assignment=post)
    client.force_login(account("council", community=post.community))
    assert client.get(act.get_absolute_url()).status_code == 403

    client.force_login(police)
    assert client.get(act.get_absolute_url()).status_code == 200
    assert client.get(f"{act.get_absolute_url()}edit/").status_code == 403


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_act_on_paper_names_everybody_and_everything(page, post, radio, receiver, kind):
    people = "Вадим Бойченко, міський голова\nМихайло Вершинін, начальник поліції"
    write(page, post, receiver=receiver.pk, other_receiver="", presented_by=people, act_number="5")
    url = reverse(f"handovers:{kind}", args=[Handover.objects.get().pk])

    answer = page.get(url)

    said = words_of(kind, answer.content)
    names = ("Акт", "№ 5", "15.06.2026", "Наступниця", "Вадим Бойченко", "Михайло Вершинін")
    assert [each for each in (*names, "Motorola", post.community.title) if each not in said] == []
    assert answer["Content-Disposition"].startswith("attachment")
    assert page.get(url).content == answer.content, "the same act gives the same bytes"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_what_was_issued_together_is_one_act(page, post, radio, unit, kind):
    together = EquipmentItemFactory.create(owner=unit, kind="car", model="Renault")
    EquipmentIssueFactory.create(item=together, officer=post.officer, keys_only=True)
    later = EquipmentItemFactory.create(owner=unit, model="Інша")
    EquipmentIssueFactory.create(item=later, officer=post.officer, starts_on=date(2026, 3, 1))

    answer = page.get(reverse(f"handovers:issue-{kind}", args=[radio.pk]))

    said = words_of(kind, answer.content)
    assert "Motorola" in said
    assert "Renault, ключі" in said
    assert "Інша" not in said
