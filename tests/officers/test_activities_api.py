"""`/api/v1/activities/`: written, changed by version, annulled, listed, within the caller's scope."""

import pytest

from officers.models import Activity, OfficerKind
from tests.factories.accounts import account
from tests.factories.officers import ActivityFactory, AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/activities/"


@pytest.fixture
def body(community, police):
    """A body the portal accepts."""
    return {
        "kind": "consultation",
        "counterparty": "council",
        "community": community.code,
        "officers": [police.officer.pk],
        "held_on": "2026-06-15",
        "attended": 12,
        "engaged": 5,
    }


@pytest.fixture
def caller(api, police):
    return api(police)


def wrong(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_an_activity_is_recorded_once_under_its_key(caller, body, police):
    first = caller.post(LIST, body, headers={"Idempotency-Key": "a"})
    again = caller.post(LIST, body, headers={"Idempotency-Key": "a"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Idempotent-Replayed"] == "true"
    assert Activity.objects.count() == 1
    told = caller.get(first["Location"])
    assert told.json() == first.json() == {**told.json(), **body, "service": "police"}
    assert told["ETag"] == '"1.plain"'
    assert told.json()["recorded_by"] == police.pk
    held = caller.get(first["Location"], headers={"If-None-Match": told["ETag"]})
    assert held.status_code == 304


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"engaged": 13}, {"/engaged": "invalid"}),
        ({"attended": None}, {"/engaged": "invalid"}),
        ({"attended": "12"}, {"/attended": "wrong_type"}),
        ({"counterparty": ""}, {"/counterparty": "invalid"}),
        ({"kind": "patrol"}, {"/counterparty": "invalid"}),
        ({"held_on": "2999-01-01"}, {"/held_on": "range"}),
        ({"held_on": "20260615"}, {"/held_on": "invalid"}),
        ({"officers": []}, {"/officers": "min_length"}),
        ({"officers": [0]}, {"/officers/0": "does_not_exist"}),
        ({"community": "UA99999999999999999"}, {"/community": "does_not_exist"}),
        ({"service": "rescue"}, {"/service": "not_writable"}),
        ({"weather": "fine"}, {"/weather": "unknown_field"}),
    ],
)
def test_what_cannot_be_is_named(caller, body, said, found):
    answer = caller.post(LIST, body | said)

    assert answer.status_code == 400
    assert wrong(answer) == found
    assert not Activity.objects.exists()


def test_officers_of_the_other_service_are_refused(api, coordinator, body, community):
    rescuer = OfficerFactory.create(kind=OfficerKind.COMMUNITY_RESCUE)
    AssignmentFactory.create(officer=rescuer, community=community)
    mixed = body | {"officers": [*body["officers"], rescuer.pk]}

    assert wrong(api(coordinator).post(LIST, mixed)) == {"/officers": "invalid"}
    one = account("oblast_coordinator", oblast=community.oblast, service="police")
    assert api(one).post(LIST, body | {"officers": [rescuer.pk]}).status_code == 400


def test_a_change_names_the_version_it_saw(caller, body):
    made = caller.post(LIST, body)
    url, tag = made["Location"], made["ETag"]

    assert caller.patch(url, {"place": "Рада"}).status_code == 428
    changed = caller.patch(url, {"place": "Рада"}, headers={"If-Match": tag})
    assert (changed.status_code, changed["ETag"]) == (200, '"2.plain"')
    assert changed.json()["place"] == "Рада"
    assert changed.json()["attended"] == 12, "what is not named stays"
    assert caller.patch(url, {"place": "Клуб"}, headers={"If-Match": tag}).status_code == 412
    refused = caller.patch(url, {"attended": 3}, headers={"If-Match": changed["ETag"]})
    assert wrong(refused) == {"/engaged": "invalid"}


def test_officers_named_replace_those_there_were(caller, body, community):
    made = caller.post(LIST, body)
    other = AssignmentFactory.create(community=community).officer

    changed = caller.patch(
        made["Location"], {"officers": [other.pk]}, headers={"If-Match": made["ETag"]}
    )

    assert changed.json()["officers"] == [other.pk]


def test_it_is_annulled_with_a_reason_and_changes_no_more(caller, body):
    made = caller.post(LIST, body)
    void = f"{made['Location']}void/"

    assert wrong(caller.post(void, {})) == {"/reason": "required"}
    gone = caller.post(void, {"reason": "Двічі"})
    assert (gone.status_code, gone.json()["void_reason"]) == (200, "Двічі")
    assert caller.post(void, {"reason": "Знову"}).status_code == 409
    again = caller.patch(made["Location"], {"place": "x"}, headers={"If-Match": gone["ETag"]})
    assert again.status_code == 409
    assert caller.delete(made["Location"]).status_code == 405


def test_who_only_looks_writes_nothing(api, body, community):
    activity = ActivityFactory.create(community=community)
    council = api(account("council", community=community))
    url = f"{LIST}{activity.pk}/"

    assert council.get(url).status_code == 200
    assert council.post(LIST, body).status_code == 403
    assert council.patch(url, {}, headers={"If-Match": '"1.plain"'}).status_code == 403
    assert council.post(f"{url}void/", {"reason": "x"}).status_code == 403


def test_what_is_elsewhere_is_not_there(caller, elsewhere, community):
    foreign = ActivityFactory.create(community=elsewhere)
    rescue = ActivityFactory.create(community=community, service="rescue")

    assert caller.get(LIST).json()["results"] == []
    for each in (foreign, rescue):
        assert caller.get(f"{LIST}{each.pk}/").status_code == 404
        assert caller.post(f"{LIST}{each.pk}/void/", {"reason": "x"}).status_code == 404


def test_the_list_is_filtered_ordered_and_had_as_a_file(api, ministry, community):
    lesson = ActivityFactory.create(community=community)
    patrol = ActivityFactory.create(kind="patrol", held_on="2026-06-20")
    caller = api(ministry)

    def found(**asked):
        return [each["id"] for each in caller.get(LIST, asked).json()["results"]]

    assert found() == [patrol.pk, lesson.pk]
    assert found(ordering="held_on") == [lesson.pk, patrol.pk]
    assert found(kind="patrol") == [patrol.pk]
    assert found(territory=community.oblast.code) == [lesson.pk]
    assert found(officer=lesson.officers.get().pk) == [lesson.pk]
    assert found(since="2026-06-16") == [patrol.pk]
    assert found(updated_since="2999-01-01T00:00:00+02:00") == []
    assert caller.get(LIST, {"weather": "fine"}).status_code == 400
    file = caller.get(LIST, headers={"Accept": "text/csv"})
    assert len(b"".join(file.streaming_content).splitlines()) == 3
