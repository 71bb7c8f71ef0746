"""The browser of communities: what is found by which spelling, and for whom."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.communities import (
    CommunityAliasFactory,
    CommunityFactory,
    ControlStatusFactory,
)
from tests.factories.officers import AssignmentFactory, OfficerFactory

LIST = reverse("communities:list")


def shown(client, **filters):
    return [each.pk for each in client.get(LIST, filters).context["page"].rows]


@pytest.fixture
def bilozerka(community):
    community.name_uk, community.name_en = "Білозерська", "Bilozerska"
    community.save()
    CommunityAliasFactory.create(community=community, name="Тягинська")
    return community


@pytest.mark.parametrize(
    "words",
    ["Білозерська", "білозер", "  БІЛОЗЕРСЬКА ", "bilozer", "Bilozerska", "Тягинська"],
)
def test_a_community_is_found_by_any_spelling(client, ministry, bilozerka, elsewhere, words):
    client.force_login(ministry)

    assert shown(client, q=words) == [bilozerka.pk]


def test_a_community_is_found_by_its_code_and_its_p_code(client, ministry, bilozerka):
    client.force_login(ministry)

    assert shown(client, q=bilozerka.code) == [bilozerka.pk]


def test_apostrophes_make_no_difference(client, ministry):
    found = CommunityFactory.create(name_uk="Кам’янська", name_en="Kamianska")
    client.force_login(ministry)

    for words in ("Камʼянська", "кам'янська", "камянська"):
        assert shown(client, q=words) == [found.pk]


def test_the_list_holds_only_what_the_reader_sees(client, coordinator, community, elsewhere):
    client.force_login(coordinator)

    assert shown(client) == [community.pk]


def test_communities_stand_in_ukrainian_order(client, ministry, db):
    names = ["Ічнянська", "Гадяцька", "Іванівська", "Ґудзька", "Їзька"]
    made = {name: CommunityFactory.create(name_uk=name).pk for name in names}
    client.force_login(ministry)

    order = ("Гадяцька", "Ґудзька", "Іванівська", "Ічнянська", "Їзька")
    assert shown(client) == [made[name] for name in order]


def test_projected_and_dissolved_communities_are_not_listed(client, ministry, community):
    CommunityFactory.create(projected=True, type="")
    CommunityFactory.create(dissolved_on=date(2021, 1, 1))
    client.force_login(ministry)

    assert shown(client) == [community.pk]


def test_the_state_of_today_is_shown_and_filtered_by(client, ministry, community, elsewhere):
    ControlStatusFactory.create(community=elsewhere)
    client.force_login(ministry)

    rows = client.get(LIST).context["page"].rows

    assert {each.pk: each.status for each in rows} == {
        community.pk: "controlled",
        elsewhere.pk: "occupied",
    }
    assert shown(client, state="occupied") == [elsewhere.pk]


def test_the_ring_tells_who_is_in_post(client, ministry, community, elsewhere):
    AssignmentFactory.create(community=community)
    AssignmentFactory.create(
        community=elsewhere, officer=OfficerFactory.create(kind="community_rescue")
    )
    client.force_login(ministry)

    rows = client.get(LIST).context["page"].rows

    assert {each.pk: (each.police, each.rescue) for each in rows} == {
        community.pk: (True, False),
        elsewhere.pk: (False, True),
    }


@pytest.mark.parametrize("wrong", [{"type": "x"}, {"state": "x"}, {"territory": "UA1"}])
def test_a_wrong_filter_is_named_and_shows_nothing(client, ministry, community, wrong):
    client.force_login(ministry)

    answer = client.get(LIST, wrong)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == list(wrong)
    assert answer.context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    client, ministry, count, django_assert_num_queries
):
    CommunityFactory.create_batch(count)
    client.force_login(ministry)

    with django_assert_num_queries(7):  # one of them for the views the reader saved
        client.get(LIST)
