"""Equipment on pages: written down, issued to one holder at a time, taken back, seen where it may be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from officers.models import EquipmentIssue, EquipmentItem
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory, StationFactory
from tests.factories.officers import (
    AssignmentFactory,
    EquipmentIssueFactory,
    EquipmentItemFactory,
    OfficerFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/officers/equipment/"


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast, service="police")


@pytest.fixture
def page(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def item(unit):
    return EquipmentItemFactory.create(owner=unit, model="Motorola", inventory_number="17")


@pytest.fixture
def officer(police):
    return police.officer


def issue(page, item, officer, **more):
    said = {"officer": officer.pk if officer else "", "starts_on": "2026-02-01", **more}
    return page.post(reverse("officers:equipment-issue", args=[item.pk]), said)


def shown(page, **filters):
    return {each.pk for each in page.get(LIST, filters).context["page"].rows}


def test_an_item_is_written_down_and_changed(page, unit):
    said = {"kind": "car", "model": "Renault Duster", "serial": "АА 1234 ВВ", "owner": unit.pk}
    answer = page.post(f"{LIST}new/", said | {"inventory_number": "104"})

    item = EquipmentItem.objects.get()
    assert answer.url == item.get_absolute_url()
    answer = page.post(f"{answer.url}edit/", said | {"serial": "АА 0001 ВВ", "version": 1})

    item.refresh_from_db()
    assert (answer.status_code, item.serial, item.version) == (302, "АА 0001 ВВ", 2)
    assert page.post(f"{item.get_absolute_url()}edit/", said | {"version": 1}).status_code == 409


def test_two_items_of_a_unit_have_no_number_in_common(page, unit, item):
    said = {"kind": "car", "owner": unit.pk, "inventory_number": "17"}

    assert page.post(f"{LIST}new/", said).status_code == 400
    other = OrganisationFactory.create(oblast=unit.oblast, service="police")
    assert page.post(f"{LIST}new/", said | {"owner": other.pk}).status_code == 302


def test_an_item_of_another_oblast_is_not_written_down(page, elsewhere):
    far = OrganisationFactory.create(oblast=elsewhere.oblast, service="police")

    assert page.post(f"{LIST}new/", {"kind": "car", "owner": far.pk}).status_code == 400
    assert not EquipmentItem.objects.exists()


def test_an_item_is_issued_with_its_act_and_taken_back(page, item, officer):
    people = "Вадим Бойченко, міський голова\nРуслан Осипенко, начальник поліції області"
    said = {"keys_only": "on", "presented_by": people, "act_number": "7"}
    assert issue(page, item, officer, **said).status_code == 302

    held = EquipmentIssue.objects.get()
    assert (held.officer, held.keys_only, held.presented_by) == (
        officer,
        True,
        people.splitlines(),
    )
    assert str(item) in page.get(officer.get_absolute_url()).content.decode()
    said = {"last_day": "2026-03-01", "version": 1}
    assert page.post(reverse("officers:equipment-return", args=[held.pk]), said).status_code == 302

    held.refresh_from_db()
    assert held.ends_on == date(2026, 3, 2)
    assert "Вадим Бойченко" in page.get(item.get_absolute_url()).content.decode()


def test_who_else_holds_it_is_said_at_the_field(page, item, officer):
    EquipmentIssueFactory.create(item=item, officer=officer)
    other = OfficerFactory.create(unit=item.owner)

    answer = issue(page, item, other)

    assert answer.status_code == 409
    assert str(officer) in str(answer.context["form"].errors)
    with pytest.raises(IntegrityError), transaction.atomic():
        EquipmentIssueFactory.create(item=item, officer=other, starts_on=date(2026, 5, 1))


def test_a_holder_out_of_reach_has_no_name(page, item):
    far = EquipmentIssueFactory.create(item=item)

    answer = issue(page, item, OfficerFactory.create(unit=item.owner))

    assert answer.status_code == 409
    assert str(far.officer) not in answer.content.decode()
    assert str(far.officer) not in page.get(item.get_absolute_url()).content.decode()
    assert str(far.officer) not in page.get(LIST).content.decode()


@pytest.mark.parametrize("both", [True, False])
def test_it_is_held_by_one_officer_or_one_station(page, item, officer, community, both):
    station = StationFactory.create(community=community)
    refused = issue(page, item, officer, station=station.pk) if both else issue(page, item, None)

    assert refused.status_code == 400
    assert issue(page, item, None, station=station.pk).status_code == 302
    assert EquipmentIssue.objects.get().station == station


def test_what_is_written_off_is_not_issued_and_what_is_held_not_written_off(page, item, officer):
    held = EquipmentIssueFactory.create(item=item, officer=officer)
    said = {"kind": "radio", "owner": item.owner_id, "version": 1, "written_off_on": "2026-03-01"}
    assert page.post(f"{item.get_absolute_url()}edit/", said).status_code == 409
    held.delete()
    assert page.post(f"{item.get_absolute_url()}edit/", said).status_code == 302

    assert issue(page, item, officer).status_code == 409


def test_an_officer_of_the_other_service_is_not_offered(page, item):
    other = OfficerFactory.create(unit=item.owner, kind="community_rescue")

    assert issue(page, item, other).status_code == 400


def test_the_list_is_narrowed_by_kind_holder_and_owner(page, unit, item, officer):
    held = EquipmentIssueFactory.create(item__owner=unit, item__kind="car", officer=officer).item

    assert shown(page) == {item.pk, held.pk}
    assert shown(page, kind="car") == shown(page, held="true") == {held.pk}
    assert shown(page, officer=officer.pk) == {held.pk}
    assert shown(page, held="false", owner=unit.pk) == {item.pk}


def test_it_is_seen_by_its_holder_and_around_its_owner(client, police, item, officer, elsewhere):
    client.force_login(police)
    assert shown(client) == set(), "a unit of the oblast is no officer's of one community"
    EquipmentIssueFactory.create(item=item, officer=officer)
    assert shown(client) == {item.pk}

    for other in (
        account("oblast_coordinator", oblast=elsewhere.oblast),
        account("oblast_coordinator", oblast=item.owner.oblast, service="rescue"),
    ):
        client.force_login(other)
        assert shown(client) == set()
        assert client.get(item.get_absolute_url()).status_code == 404


def test_a_council_reads_nothing_of_it(client, community, item, officer):
    EquipmentIssueFactory.create(item=item, officer=officer)
    client.force_login(account("council", community=community))

    assert client.get(LIST).status_code == 403
    assert "Motorola" not in client.get(officer.get_absolute_url()).content.decode()


def test_an_officer_issues_nothing(client, police, item, officer):
    client.force_login(police)

    assert issue(client, item, officer).status_code == 403


def test_an_assignment_elsewhere_brings_the_item_into_reach(client, item, elsewhere):
    visitor = EquipmentIssueFactory.create(item=item).officer
    client.force_login(account("raion_coordinator", raion=elsewhere.raion))
    assert shown(client) == set()

    AssignmentFactory.create(officer=visitor, community=elsewhere)

    assert shown(client) == {item.pk}
