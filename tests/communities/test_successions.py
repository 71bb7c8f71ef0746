"""Merges, splits and renames: what they write, what they refuse, and what the database refuses."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from communities.models import Community, CommunityAlias, Population, Succession
from communities.models.territory import CommunityKind
from communities.search import find_communities
from communities.services import (
    add_amalgamated,
    merge_communities,
    rename_community,
    split_community,
)
from core.exceptions import RuleBroken
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, PopulationFactory, SuccessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ON = date(2026, 6, 1)
AT = datetime(2026, 6, 20, 9, tzinfo=UTC)


@pytest.fixture
def act():
    """The words every act has; a test names what differs."""
    user = UserFactory.create()

    def words(**more):
        return {"on": ON, "act": "Постанова № 1", "by": user, "at": AT} | more

    return words


@pytest.fixture
def three():
    return CommunityFactory.create_batch(3)


def again(*communities):
    return [Community.objects.get(pk=each.pk) for each in communities]


def test_a_merge_ends_the_communities_and_keeps_their_names_findable(act, three):
    first, second, heir = three
    Community.objects.filter(pk=first.pk).update(name_uk="Стара Збур’ївка")
    Community.objects.filter(pk=second.pk).update(name_en="Hola Prystan")
    first, second = again(first, second)
    heir.aliases.create(name="Здавна")

    rows = merge_communities(predecessors=[first, second], successor=heir, **act())

    assert [(each.predecessor, each.successor, each.act) for each in rows] == [
        (first, heir, "Постанова № 1"),
        (second, heir, "Постанова № 1"),
    ]
    assert [each.dissolved_on for each in again(*three)] == [ON, ON, None]
    assert again(heir)[0].established_on is None
    for old in (first.name_uk, second.name_en):
        assert heir in find_communities(Community.objects.shown(), old, 10)
    assert "Здавна" in set(heir.aliases.values_list("name", flat=True))


def test_a_community_formed_by_the_act_begins_on_its_day(act, three):
    merge_communities(predecessors=three[:2], successor=three[2], formed=True, **act())

    assert again(three[2])[0].established_on == ON
    standing = Community.objects.standing_on
    assert set(standing(date(2026, 5, 31))) == set(three[:2])
    assert set(standing(ON)) == {three[2]}


def test_the_residents_of_a_merged_community_are_the_sum_where_all_are_known(act, three):
    for people, each in zip((5000, 7000, 11_000), three, strict=True):
        PopulationFactory.create(community=each, people=people)

    merge_communities(predecessors=three[:2], successor=three[2], **act())

    newest = Population.objects.newest_on(ON).get(community=three[2])
    assert (newest.on, newest.people) == (ON, 23_000)
    assert newest.source == "Σ, Постанова № 1: State Statistics Service"
    before = Population.objects.newest_on(date(2026, 5, 31)).get(community=three[2])
    assert before.people == 11_000


def test_the_residents_are_not_guessed_where_one_is_unknown(act, three):
    PopulationFactory.create(community=three[0])

    merge_communities(predecessors=three[:2], successor=three[2], **act())

    assert not Population.objects.filter(on=ON).exists()


def test_a_split_ends_the_community_and_forms_its_parts(act, three):
    split_community(predecessor=three[0], successors=three[1:], formed=True, **act())

    ended, *parts = again(*three)
    assert (ended.established_on, ended.dissolved_on) == (None, ON)
    assert {each.established_on for each in parts} == {ON}
    assert Succession.objects.filter(kind="split").count() == 2


def test_a_community_that_loses_a_part_may_go_on(act, three):
    split_community(predecessor=three[0], successors=[three[1]], goes_on=True, **act())

    assert again(three[0])[0].dissolved_on is None
    merge_communities(predecessors=[three[0]], successor=three[2], **act(on=date(2026, 6, 10)))
    assert again(three[0])[0].dissolved_on == date(2026, 6, 10)


def test_a_rename_keeps_the_code_the_old_name_and_the_act(act, community):
    old = "Стара Збур’ївка"
    Community.objects.filter(pk=community.pk).update(name_uk=old)
    [community] = again(community)

    row = rename_community(community=community, name_uk="Нова", name_en="Nova", **act())

    assert (row.former_name_uk, row.predecessor, row.successor) == (old, community, community)
    assert again(community)[0].name_uk == "Нова"
    assert find_communities(Community.objects.shown(), old, 1) == [community]


def test_a_community_may_go_on_under_another_code(act, three):
    row = rename_community(community=three[0], successor=three[1], formed=True, **act())

    assert (row.kind, row.former_name_uk) == ("rename", "")
    assert [each.dissolved_on for each in again(*three)] == [ON, None, None]
    assert again(three[1])[0].established_on == ON


REFUSED = {
    "its own successor": (lambda t: {"successor": t[0]}, "successors", "own_successor"),
    "nobody": (lambda _t: {"predecessors": []}, "predecessors", "required"),
    "one twice": (lambda t: {"predecessors": [t[0], t[0]]}, "predecessors", "twice"),
    "no act": (lambda _t: {"act": " "}, "act", "required"),
    "a day to come": (lambda _t: {"on": date(2026, 6, 21)}, "effective_on", "to_come"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_at_its_field(act, three, case):
    change, field, code = REFUSED[case]
    wanted = {"predecessors": three[:2], "successor": three[2], **act()} | change(three)

    with pytest.raises(RuleBroken) as refused:
        merge_communities(**wanted)

    assert (refused.value.field, refused.value.code) == (field, code)
    nothing_happened(three)


def nothing_happened(communities):
    assert not Succession.objects.exists()
    assert not CommunityAlias.objects.exists()
    assert {each.dissolved_on for each in again(*communities)} == {None}


DAYS = {
    "a predecessor of a later day": (0, {"established_on": ON}, "effective_on"),
    "a successor of a later day": (2, {"established_on": date(2026, 6, 2)}, "effective_on"),
    "a predecessor that ended": (0, {"dissolved_on": date(2026, 5, 1)}, "effective_on"),
    "a successor that ended": (2, {"dissolved_on": ON}, "successors"),
    "a projected successor": (2, {"projected": True}, "successors"),
}


@pytest.mark.parametrize("case", DAYS)
def test_an_act_about_a_day_on_which_a_community_does_not_stand_is_refused(act, three, case):
    at, change, field = DAYS[case]
    Community.objects.filter(pk=three[at].pk).update(**change)

    with pytest.raises(RuleBroken) as refused:
        merge_communities(predecessors=three[:2], successor=three[2], **act())

    assert refused.value.field == field
    assert not Succession.objects.exists()


def test_a_community_ends_once(act, three):
    merge_communities(predecessors=[three[0]], successor=three[1], **act())

    with pytest.raises(RuleBroken) as refused:
        merge_communities(predecessors=[three[0]], successor=three[2], **act())

    assert refused.value.code == "ended_already"
    assert three[1].name in refused.value.message


@pytest.mark.parametrize("day", [date(2026, 5, 31), ON, date(2026, 6, 2)])
def test_no_chain_comes_back_to_where_it_began(act, three, day):
    merge_communities(predecessors=[three[0]], successor=three[1], **act())

    with pytest.raises(RuleBroken):
        merge_communities(predecessors=[three[1]], successor=three[0], **act(on=day))


def test_a_community_that_the_register_closed_without_an_act_may_get_one(act, three):
    Community.objects.filter(pk=three[0].pk).update(dissolved_on=date(2026, 6, 9))

    merge_communities(predecessors=[three[0]], successor=three[1], **act())

    assert again(three[0])[0].dissolved_on == ON


@pytest.mark.parametrize("name", ["", "same"])
def test_a_rename_changes_the_name(act, community, name):
    with pytest.raises(RuleBroken) as refused:
        rename_community(community=community, name_uk=community.name_uk if name else "", **act())

    assert refused.value.field == "name_uk"


def test_an_act_does_not_form_what_stood_before(act, three):
    merge_communities(predecessors=[three[0]], successor=three[1], **act())

    with pytest.raises(RuleBroken) as refused:
        rename_community(
            community=three[2], successor=three[1], formed=True, **act(on=date(2026, 6, 9))
        )

    assert refused.value.field == "formed"


BROKEN = {
    "its own successor": lambda row: row.update(successor=row.get().predecessor),
    "a predecessor that goes on": lambda row: row.update(effective_on=date(2026, 6, 2)),
    "another kind": lambda row: row.update(kind="dream"),
    "no act": lambda row: row.update(act=""),
    "a predecessor that stands again": lambda row: end(row.get().predecessor, None),
    "a successor that ended before": lambda row: end(row.get().successor, date(2026, 5, 1)),
    "a second successor": lambda row: SuccessionFactory.create(
        predecessor=row.get().predecessor, successor=CommunityFactory.create()
    ),
    "two ways to end": lambda row: SuccessionFactory.create(
        kind="split", predecessor=row.get().predecessor, successor=CommunityFactory.create()
    ),
    "a successor that does not stand yet": lambda _row: SuccessionFactory.create(
        successor__established_on=date(2026, 6, 2)
    ),
}


def end(community, day):
    Community.objects.filter(pk=community.pk).update(dissolved_on=day)


@pytest.mark.parametrize("case", BROKEN)
def test_the_database_refuses_what_contradicts_itself(case):
    row = Succession.objects.filter(pk=SuccessionFactory.create().pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        BROKEN[case](row)


def test_old_communities_have_a_code_of_their_own_and_their_last_day(community):
    number = community.oblast.number
    old = add_amalgamated(
        code=f"OTG-{number}-1",
        names=("Вигадана", "Invented"),
        oblast=community.oblast,
        days=(date(2017, 1, 1), date(2020, 11, 26)),
        residents=[(date(2019, 1, 1), 7000, "made up")],
    )

    assert (old.kind, old.raion) == (CommunityKind.AMALGAMATED, None)
    assert old in Community.objects.standing_on(date(2019, 1, 1))
    assert old not in Community.objects.standing_on(date(2020, 11, 26))
    other = "01" if number == "00" else "00"
    with pytest.raises(RuleBroken) as refused:
        add_amalgamated(
            code=f"OTG-{other}-1", names=("В", ""), oblast=community.oblast, days=(None, ON)
        )
    assert refused.value.field == "code"
