"""Two records of one human: told to be one on pages and over the API, counted as one, and undone."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from integrations.models import Change
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.people import (
    ActionPointFactory,
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
    PositionFactory,
    ToldApartFactory,
    TrainingAttendanceFactory,
    TrainingFactory,
    WorkingGroupFactory,
)
from working_groups.meetings import attend
from working_groups.models import Attendance, Membership, Person, ToldApart

pytestmark = pytest.mark.django_db
AUTUMN = "from=2023-09-01&to=2023-12-01"


@pytest.fixture
def other(community):
    return PersonFactory.create(community=community)


@pytest.fixture
def meeting(group):
    return MeetingFactory.create(group=group)


@pytest.fixture
def program(api, group_coordinator):
    return api(group_coordinator)


@pytest.fixture
def administrator(db):
    return account("ministry_administrator", nation=True)


@pytest.fixture
def figure(api, coordinator):
    """What a measure of the autumn is, for whoever holds the oblast."""

    def read(code, by=""):
        asked = f"/api/v1/measures/{code}/?{AUTUMN}" + (f"&by={by}" if by else "")
        return [int(each["value"]) for each in api(coordinator).get(asked).json()["results"]]

    return read


def text(answer):
    return answer.content.decode()


def merge(page, goes, stays, **more):
    said = {"into": f"({stays.pk})", "reason": "Один паспорт", "version": 1} | more
    return page.post(f"/people/{goes.pk}/merge/", said)


def undo(page, goes):
    version = Person.objects.get(pk=goes.pk).version
    return page.post(f"/people/{goes.pk}/undo-merge/", {"version": version})


def both_there(meeting, *people):
    for each in people:
        MembershipFactory.create(group=meeting.group, person=each)
        AttendanceFactory.create(meeting=meeting, person=each)


def test_two_records_are_one_person_and_two_again(page, person, other, meeting, figure):
    both_there(meeting, person, other)
    PositionFactory.create(person=other, title="Лісничий")
    assert figure("participants.unique") == [2]

    merged = merge(page, other, person)

    assert merged["Location"] == person.get_absolute_url(), text(merged)
    assert figure("participants.unique") == figure("participants.unique", "community") == [1]
    assert figure("participations") == [1]
    shown = text(page.get(person.get_absolute_url()))
    assert "Лісничий" in shown
    assert other.contact.in_full in shown
    assert other.contact.in_full not in text(page.get("/people/"))
    assert "Один паспорт" in text(page.get(other.get_absolute_url()))

    undone = undo(page, other)

    assert undone["Location"] == other.get_absolute_url(), text(undone)
    assert figure("participants.unique") == figure("participations") == [2]
    assert other.contact.in_full in text(page.get("/people/"))
    assert "Лісничий" not in text(page.get(person.get_absolute_url()))


def test_the_records_behind_a_figure_are_those_that_stay(
    page, person, other, meeting, api, coordinator
):
    both_there(meeting, other)
    merge(page, other, person)

    told = api(coordinator).get(f"/api/v1/measures/participants.unique/explain/?{AUTUMN}").json()

    assert [str(e["id"]) for e in told["results"]] == [str(person.pk)], told


def test_trainings_count_one_person_too(page, person, other, community, figure):
    said = {"community": community, "held_on": date(2023, 10, 3)}
    for each in (person, other):
        TrainingAttendanceFactory.create(training=TrainingFactory.create(**said), person=each)
    assert figure("trainings.participants") == [2]

    merge(page, person, other)

    assert figure("trainings.participants") == [1]
    assert figure("trainings.attended") == [2]
    undo(page, person)
    assert figure("trainings.participants") == [2]


def test_what_is_to_be_done_is_that_of_who_stays(page, client, person, other, group, police):
    Person.objects.filter(pk=other.pk).update(user=police)
    item = AgendaItemFactory.create(meeting__group=group)
    action = ActionPointFactory.create(
        text="Скласти перелік", decision__agenda_item=item, owner_person=person
    )

    merge(page, person, other)

    assert str(other.contact) in text(page.get(action.get_absolute_url()))
    client.force_login(police)
    assert "Скласти перелік" in text(client.get("/my/"))


def test_approved_minutes_stay_as_they_were(page, person, other, group):
    sealed = MeetingFactory.create(group=group)
    both_there(sealed, person, other)
    sealed.minutes_state, sealed.approved_on = "approved", date(2023, 9, 20)
    sealed.save()

    assert merge(page, other, person).status_code == 302

    shown = text(page.get(sealed.get_absolute_url()))
    assert str(person.contact) in shown
    assert str(other.contact) in shown
    assert set(sealed.attendances.values_list("person", flat=True)) == {person.pk, other.pk}


def test_one_row_of_a_sitting_stands_for_both_and_says_the_strongest(page, person, other, meeting):
    for each, state in ((person, "absent"), (other, "online")):
        MembershipFactory.create(group=meeting.group, person=each)
        AttendanceFactory.create(meeting=meeting, person=each, state=state)
    merge(page, other, person)

    shown = text(page.get(meeting.get_absolute_url()))
    assert str(other.contact) not in shown
    assert shown.count(f'name="person-{person.pk}"') == 4
    page.post(f"{meeting.get_absolute_url()}attendance/", {f"person-{person.pk}": "excused"})
    assert set(Attendance.objects.values_list("state", flat=True)) == {"excused"}


def test_whoever_is_a_member_by_the_other_record_comes_as_one(
    page, person, other, meeting, coordinator
):
    MembershipFactory.create(group=meeting.group, person=other)
    merge(page, other, person)
    person.refresh_from_db()

    attend(meeting=meeting, states={person: "present"}, by=coordinator, at=meeting.updated_at)

    assert not Attendance.objects.get(person=person).guest


def test_a_group_names_and_counts_one_member(page, person, other, group):
    for each in (person, other):
        MembershipFactory.create(group=group, person=each)
    merge(page, other, person)

    shown = text(page.get(group.get_absolute_url()))
    assert str(person.contact) in shown
    assert str(other.contact) not in shown
    listed = page.get("/working-groups/").context["page"].rows
    assert [each.members for each in listed] == [1]


def test_a_human_is_let_in_once_by_either_record(page, person, other, group):
    MembershipFactory.create(group=group, person=other, ends_on=date(2024, 1, 1))
    merge(page, other, person)
    said = {"person": f"({person.pk})", "sector": "resident", "role": "member"}

    refused = page.post(
        f"/working-groups/{group.pk}/members/new/", said | {"starts_on": "2023-12-01"}
    )
    stored = page.post(
        f"/working-groups/{group.pk}/members/new/", said | {"starts_on": "2024-01-01"}
    )

    assert refused.status_code == 409
    assert stored.status_code == 302, text(stored)
    member = Membership.objects.get(person=person)
    back = {"sector": "resident", "role": "member", "version": 1, "starts_on": "2023-12-31"}
    assert page.post(f"/working-groups/members/{member.pk}/edit/", back).status_code == 409


@pytest.mark.parametrize("what", ["groups", "places"])
def test_a_merge_asks_for_the_right_over_all_groups_and_places(
    page, person, other, elsewhere, what, client, coordinator
):
    if what == "groups":
        strange = WorkingGroupFactory.create(community=elsewhere)
        MembershipFactory.create(group=strange, person=other)
    else:
        own = WorkingGroupFactory.create(community=person.community)
        other.community = elsewhere
        other.oblast = elsewhere.oblast
        other.save()
        MembershipFactory.create(group=own, person=other)

    refused = merge(page, other, person)

    assert refused.status_code == 409
    assert "крім ваших" in text(refused)
    assert Person.objects.whole().count() == 2


def test_whoever_sees_the_record_that_goes_sees_the_one_that_stays(
    client, person, elsewhere, administrator, group_coordinator, api
):
    stays = PersonFactory.create(community=elsewhere)
    program = api(group_coordinator)
    assert program.get(f"/api/v1/people/{stays.pk}/").status_code == 404
    client.force_login(administrator)

    merge(client, person, stays)

    told = program.get(f"/api/v1/people/{person.pk}/").json()
    assert (told["merged_into"], told["merge_reason"]) == (stays.pk, "Один паспорт")
    assert program.get(f"/api/v1/people/{stays.pk}/").status_code == 200
    assert program.get(f"/api/v1/people/?merged_into={stays.pk}").json()["results"] == [told]
    undo(client, person)
    assert program.get(f"/api/v1/people/{stays.pk}/").status_code == 404


def test_the_feed_tells_it_where_the_record_that_goes_lies(
    client, person, group, elsewhere, administrator
):
    MembershipFactory.create(group=group, person=person)
    stays = PersonFactory.create(community=elsewhere)
    client.force_login(administrator)

    def told():
        of = Change.objects.filter(
            kind="people", record=str(stays.pk), community=group.community_id
        )
        return [each.operation for each in of.order_by("id")]

    merge(client, person, stays)
    assert told()[-1] == "updated"
    undo(client, person)
    assert told()[-1] == "removed"


def test_programs_merge_and_undo_with_a_key_and_a_version(program, person, other):
    url = f"/api/v1/people/{other.pk}"
    body = {"into": person.pk, "reason": "Один паспорт"}

    stale = program.post(f"{url}/merge/", body, headers={"If-Match": '"7.plain"'})
    merged = program.post(f"{url}/merge/", body, headers={"Idempotency-Key": "merge-them"})
    again = program.post(f"{url}/merge/", body, headers={"Idempotency-Key": "merge-them"})
    undone = program.post(f"{url}/undo-merge/")

    assert stale.status_code == 412, stale.content
    assert merged.json()["merged_into"] == person.pk, merged.content
    assert again.content == merged.content
    assert undone.json()["merged_into"] is None
    assert program.post(f"{url}/undo-merge/").status_code == 409


def test_nothing_more_is_recorded_of_the_record_that_went(program, person, other, group, meeting):
    program.post(f"/api/v1/people/{other.pk}/merge/", {"into": person.pk, "reason": "x"})
    since = {"starts_on": "2024-01-01", "sector": "resident"}
    there = {"meeting": meeting.pk, "person": other.pk, "state": "present", "guest": True}
    item = {"meeting": meeting.pk, "title": "Стан", "presenter": other.pk}
    for path, body in (
        ("memberships", since | {"group": group.pk, "person": other.pk}),
        ("attendances", there),
        ("agenda-items", item),
    ):
        refused = program.post(f"/api/v1/{path}/", body)
        assert refused.status_code == 409, refused.content
        assert str(person.pk) in refused.json()["detail"]
    seen = {"If-Match": program.get(f"/api/v1/people/{other.pk}/")["ETag"]}
    renamed = program.patch(f"/api/v1/people/{other.pk}/", {"phone": "1"}, headers=seen)
    assert renamed.status_code == 409


def test_one_step_leads_to_who_stays(page, person, other, community):
    third = PersonFactory.create(community=community)
    merge(page, other, person)

    assert merge(page, person, third, version=2).status_code == 409
    assert merge(page, third, other).status_code == 400  # it is not offered any more
    assert merge(page, third, third).status_code == 400
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=third.pk).update(
            merged_into=other, merged_at=third.updated_at, merge_reason="x"
        )
    assert Person.objects.whole().count() == 2


def test_history_keeps_both_the_merge_and_its_end(page, person, other):
    merge(page, other, person)
    undo(page, other)

    kept = Person.pgh_event_model.objects.filter(pgh_obj=other).order_by("pgh_id")
    assert [each.merged_into_id for each in kept][-2:] == [person.pk, None]


def named(community, last="Мельник", first="Ганна", **more):
    person = PersonFactory.create(community=community)
    for name, value in {"last_name": last, "first_name": first, **more}.items():
        setattr(person.contact, name, value)
    person.contact.save()
    return person


def test_likely_pairs_share_names_telephone_or_mail(page, community, elsewhere):
    first = named(community, phone="+38 (050) 123-45-67", email="HANNA@example.org")
    second = named(community, "Мельник-Бойко", "Ганна", phone="0501234567")
    third = named(community, first="ганна", email="hanna@example.org")
    named(elsewhere)

    pairs = page.get("/people/likely/").context["pairs"]

    assert [(e.older.pk, e.newer.pk, len(e.signs)) for e in pairs] == [
        (first.pk, third.pk, 2),
        (first.pk, second.pk, 1),
    ]


def test_two_patronymics_are_two_people(page, community):
    named(community, patronymic="Іванівна")
    named(community, patronymic="Петрівна")

    assert page.get("/people/likely/").context["pairs"] == []


@pytest.mark.limit("likely_pairs")
def test_the_page_shows_the_first_pairs_and_says_there_are_more(page, community, settings):
    limit = settings.LIMITS["likely_pairs"]
    for n in range(limit):
        named(community, f"Пара {n}")
        named(community, f"Пара {n}")
    whole = page.get("/people/likely/").context
    assert (len(whole["pairs"]), whole["more"]) == (limit, False)
    named(community, "Ще")
    named(community, "Ще")
    whole = page.get("/people/likely/").context
    assert (len(whole["pairs"]), whole["more"]) == (limit, True)


def apart(page, one, other, **more):
    return page.post("/people/apart/", {"one": one.pk, "other": other.pk} | more)


def shown_pairs(page):
    found = page.get("/people/likely/").context["pairs"]
    return [(each.older.pk, each.newer.pk) for each in found]


@pytest.fixture
def alike(community):
    """Three records of one name: each two of them may be one."""
    return [named(community) for _n in range(3)]


def test_two_told_apart_are_not_shown_again_until_that_is_taken_back(
    page, alike, group_coordinator
):
    first, second, third = alike
    assert '/people/apart/"' in text(page.get("/people/likely/"))

    told = apart(page, second, first)

    assert told["Location"] == "/people/likely/", text(told)
    assert shown_pairs(page) == [(first.pk, third.pk), (second.pk, third.pk)]
    (pair,) = page.get("/people/apart/").context["page"].rows
    assert (pair.older, pair.newer, pair.told_by) == (first, second, group_coordinator)
    assert str(group_coordinator) in text(page.get("/people/apart/"))

    taken = apart(page, first, second, back="1")

    assert taken["Location"] == "/people/apart/", text(taken)
    assert (first.pk, second.pk) in shown_pairs(page)
    kept = ToldApart.pgh_event_model.objects.order_by("pgh_id")
    assert [each.pgh_label for each in kept] == ["insert", "delete"]


def test_what_was_told_is_not_told_twice_and_one_is_not_two(page, alike):
    first, second, third = alike
    apart(page, first, second)

    assert apart(page, second, first).status_code == 409
    assert apart(page, first, first).status_code == 409
    assert apart(page, first, third, back="1").status_code == 409
    assert page.post("/people/apart/", {"one": first.pk}).status_code == 400
    assert ToldApart.objects.count() == 1


def test_two_told_apart_are_merged_after_that_is_taken_back(page, program, alike):
    first, second, _third = alike
    apart(page, first, second)

    refused = merge(page, second, first)
    by_program = program.post(
        f"/api/v1/people/{second.pk}/merge/", {"into": first.pk, "reason": "Один паспорт"}
    )

    assert (refused.status_code, by_program.status_code) == (409, 409)
    assert "дві різні особи" in text(refused)
    apart(page, first, second, back="1")
    assert merge(page, second, first).status_code == 302
    assert apart(page, first, second).status_code == 409  # of the record that went


@pytest.mark.parametrize("beyond", ["place", "group"])
def test_who_could_not_merge_two_tells_them_apart_neither(
    page, client, administrator, group_coordinator, person, other, elsewhere, beyond
):
    if beyond == "place":
        own = WorkingGroupFactory.create(community=person.community)
        other.community = elsewhere
        other.oblast = elsewhere.oblast
        other.save()
        MembershipFactory.create(group=own, person=other)
    else:
        MembershipFactory.create(
            group=WorkingGroupFactory.create(community=elsewhere), person=other
        )

    assert apart(page, person, other).status_code == 409

    client.force_login(administrator)
    assert apart(client, person, other).status_code == 302
    client.force_login(group_coordinator)
    assert apart(client, person, other, back="1").status_code == 409
    assert ToldApart.objects.count() == 1


def test_of_people_out_of_reach_nothing_is_told_or_seen(page, client, person, administrator):
    stranger = PersonFactory.create()
    assert apart(page, person, stranger).status_code == 400
    client.force_login(administrator)
    apart(client, person, stranger)
    assert len(client.get("/people/apart/").context["page"].rows) == 1

    client.force_login(account("group_coordinator", community=person.community))

    assert len(client.get("/people/apart/").context["page"].rows) == 0


def test_pairs_told_apart_take_nobody_s_place(page, community, settings):
    settings.LIMITS = settings.LIMITS | {"likely_pairs": 1}
    for n in range(3):  # two signs are looked at for one pair that is shown
        apart(page, named(community, f"Абр {n}"), named(community, f"Абр {n}"))
    waiting = named(community, "Яр"), named(community, "Яр")

    assert shown_pairs(page) == [tuple(each.pk for each in waiting)]


def test_a_pair_out_of_reach_hides_none_in_reach(page, client, community, administrator):
    stranger = named(CommunityFactory.create())
    first, second = named(community), named(community)
    client.force_login(administrator)
    apart(client, stranger, first)

    client.force_login(account("group_coordinator", community=community))

    assert shown_pairs(client) == [(first.pk, second.pk)]


def test_many_pairs_told_apart_cost_as_many_queries_as_one(page, alike, community):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert page.get("/people/apart/").status_code == 200
            assert page.get("/people/likely/").status_code == 200
        return len(asked)

    first, second, third = alike
    apart(page, first, second)
    cost()
    one = cost()
    for pair in ((first, third), (second, third)):
        ToldApartFactory.create(older=pair[0], newer=pair[1])
    for n in range(6):
        named(community, f"Пара {n // 2}")

    assert cost() == one


def test_who_only_reads_merges_nothing(client, person, other, community):
    client.force_login(account("council", community=community))

    assert client.get("/people/likely/").status_code == 403
    assert client.get("/people/apart/").status_code == 403
    assert apart(client, other, person).status_code == 403
    assert merge(client, other, person).status_code == 403
