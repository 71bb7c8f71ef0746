"""`/api/v1/equipment/` and `/api/v1/equipment-issues/`: written, changed by version, within the scope."""

import pytest

from officers.models import EquipmentIssue, EquipmentItem
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.officers import EquipmentIssueFactory, EquipmentItemFactory, OfficerFactory

pytestmark = pytest.mark.django_db
ITEMS, ISSUES = "/api/v1/equipment/", "/api/v1/equipment-issues/"


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast, service="police", code="npu-x")


@pytest.fixture
def caller(api, community):
    return api(account("api_writer", oblast=community.oblast))


@pytest.fixture
def item(unit):
    return EquipmentItemFactory.create(owner=unit)


def wrong(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_an_item_is_stored_once_under_its_key_and_changed_by_version(caller, unit):
    body = {"kind": "car", "owner": "npu-x", "serial": "АА 1234 ВВ"}
    first = caller.post(ITEMS, body, headers={"Idempotency-Key": "a"})
    again = caller.post(ITEMS, body, headers={"Idempotency-Key": "a"})
    assert (first.status_code, again.json()) == (201, first.json())
    item = EquipmentItem.objects.get()

    there, tag = f"{ITEMS}{item.pk}/", {"If-Match": first["ETag"]}
    assert caller.patch(there, {"model": "Duster"}).status_code == 428
    changed = caller.patch(there, {"model": "Duster"}, headers=tag)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert caller.patch(there, {"model": "Logan"}, headers=tag).status_code == 412


def test_it_is_issued_and_taken_back(caller, item, police):
    body = {
        "item": item.pk,
        "officer": police.officer.pk,
        "starts_on": "2026-02-01",
        "presented_by": ["Вадим Бойченко, міський голова"],
    }
    made = caller.post(ISSUES, body)
    assert made.status_code == 201
    assert caller.get(f"{ITEMS}{item.pk}/").json()["held"] is True

    twice = caller.post(ISSUES, body)
    assert (twice.status_code, str(police.officer) in twice.content.decode()) == (409, True)
    there = f"{ISSUES}{made.json()['id']}/"
    back = caller.patch(there, {"ends_on": "2026-03-01"}, headers={"If-Match": made["ETag"]})
    assert (back.status_code, back.json()["ends_on"]) == (200, "2026-03-01")
    assert caller.get(ITEMS, {"held": "false"}).json()["results"][0]["id"] == item.pk


def test_a_holder_is_not_replaced_by_a_change(caller, item, police):
    held = EquipmentIssueFactory.create(item=item, officer=police.officer)
    other = OfficerFactory.create(unit=item.owner)

    said = {"officer": other.pk}
    answer = caller.patch(f"{ISSUES}{held.pk}/", said, headers={"If-Match": '"1.plain"'})

    assert (answer.status_code, wrong(answer)) == (400, {"/officer": "not_writable"})


def test_two_holders_or_none_and_days_out_of_order_are_refused(caller, item, police):
    body = {"item": item.pk, "starts_on": "2026-02-01"}
    assert wrong(caller.post(ISSUES, body)) == {"/officer": "one_holder"}

    body |= {"officer": police.officer.pk, "ends_on": "2026-02-01"}
    assert wrong(caller.post(ISSUES, body)) == {"/ends_on": "order"}


def test_nothing_out_of_reach_is_told_or_issued(api, caller, item, elsewhere, police):
    far = EquipmentIssueFactory.create(item__owner__oblast=elsewhere.oblast)
    assert [each["id"] for each in caller.get(ITEMS).json()["results"]] == [item.pk]
    assert caller.get(ISSUES).json()["results"] == []

    body = {"item": far.item.pk, "officer": police.officer.pk, "starts_on": "2026-02-01"}
    assert wrong(caller.post(ISSUES, body)) == {"/item": "does_not_exist"}
    body |= {"item": item.pk, "officer": far.officer.pk}
    assert wrong(caller.post(ISSUES, body)) == {"/officer": "does_not_exist"}
    assert EquipmentIssue.objects.count() == 1


def test_lists_are_filtered(caller, item, unit, police):
    held = EquipmentIssueFactory.create(item__owner=unit, item__kind="car", officer=police.officer)
    filters = ({"kind": "car"}, {"held": "true"}, {"officer": police.officer.pk})
    for each in filters:
        found = caller.get(ITEMS, each).json()["results"]
        assert [row["id"] for row in found] == [held.item.pk], each
    assert len(caller.get(ITEMS, {"owner": "npu-x"}).json()["results"]) == 2
    for each in ({"item": held.item.pk}, {"officer": police.officer.pk}, {"held": "true"}):
        assert [row["id"] for row in caller.get(ISSUES, each).json()["results"]] == [held.pk]
