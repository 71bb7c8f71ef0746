"""My page: what waits for an officer, from every part of the portal, and for nobody else."""

from datetime import date, timedelta

import pytest

from core import clock
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import EquipmentIssueFactory, EquipmentItemFactory
from tests.factories.people import (
    ActionPointFactory,
    AgendaItemFactory,
    MeetingFactory,
    PersonFactory,
    WorkingGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, police):
    client.force_login(police)
    return lambda: client.get("/my/").content.decode()


def test_an_empty_page_says_what_will_be_there(page):
    assert "Вас нічого не чекає" in page()


def test_a_returned_incident_waits_for_who_recorded_it(page, police, community):
    said = {"community": community, "service": "police", "status": "returned"}
    mine = IncidentFactory.create(logged_by=police, **said)
    other = IncidentFactory.create(**said)

    shown = page()

    assert mine.number in shown
    assert other.number not in shown


def test_action_points_and_meetings_of_the_own_group(page, police, community):
    person = PersonFactory.create(community=community, user=police)
    group = WorkingGroupFactory.create(community=community)
    item = AgendaItemFactory.create(meeting__group=group)
    due = {"decision__agenda_item": item, "due_on": clock.today() + timedelta(days=3)}
    ActionPointFactory.create(text="Скласти перелік", owner_person=person, **due)
    ActionPointFactory.create(text="Чуже доручення", **due)
    soon = {"planned_for": clock.now() + timedelta(days=9), "status": "planned"}
    MeetingFactory.create(group=group, number=None, held_on=None, place="Укриття", **soon)
    MeetingFactory.create(number=None, held_on=None, place="Деінде", **soon)

    shown = page()

    assert "Скласти перелік" in shown
    assert "Чуже доручення" not in shown
    assert "Укриття" in shown
    assert "Деінде" not in shown


def test_equipment_of_the_officer(page, police, community):
    unit = OrganisationFactory.create(oblast=community.oblast, service="police")
    item = EquipmentItemFactory.create(owner=unit, model="Motorola")
    EquipmentIssueFactory.create(item=item, officer=police.officer)

    assert "Motorola" in page()


def test_what_is_late_comes_first(page, police, community):
    person = PersonFactory.create(community=community, user=police)
    group = WorkingGroupFactory.create(community=community)
    item = AgendaItemFactory.create(meeting__group=group)
    said = {"decision__agenda_item": item, "owner_person": person}
    ActionPointFactory.create(text="Пізніше", due_on=clock.today() + timedelta(days=2), **said)
    ActionPointFactory.create(text="Давно пора", due_on=date(2024, 1, 1), **said)

    shown = page()

    assert shown.index("Давно пора") < shown.index("Пізніше")
    assert "Прострочено" in shown


def test_who_records_nothing_may_open_it_all_the_same(client, ministry):
    client.force_login(ministry)

    shown = client.get("/my/")

    assert shown.status_code == 200
    assert "/incidents/log/" not in shown.content.decode().split("<main")[1]


def test_a_stranger_signs_in_first(client):
    assert client.get("/my/").status_code == 302


def test_it_costs_the_same_for_many(client, police, community, django_assert_max_num_queries):
    client.force_login(police)
    person = PersonFactory.create(community=community, user=police)
    item = AgendaItemFactory.create(meeting__group__community=community)
    ActionPointFactory.create_batch(12, decision__agenda_item=item, owner_person=person)
    IncidentFactory.create_batch(
        12, community=community, logged_by=police, status="returned", service="police"
    )
    client.get("/my/")

    with django_assert_max_num_queries(16):
        client.get("/my/")


def test_the_rail_leads_officers_there(client, police):
    client.force_login(police)
    assert "/my/" in client.get("/").content.decode()
    client.force_login(account("ministry_analyst", nation=True))
    assert 'href="/my/"' not in client.get("/").content.decode()
