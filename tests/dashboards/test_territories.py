"""The tree of the register: country, oblast, raion."""

import pytest

from tests.factories.accounts import account
from tests.factories.communities import (
    CityDistrictFactory,
    CommunityFactory,
    ControlStatusFactory,
    OblastFactory,
    PopulationFactory,
    SettlementFactory,
)
from tests.factories.officers import AssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(client, coordinator):
    def get(unit=None, user=coordinator):
        client.force_login(user)
        return client.get(unit.get_absolute_url() if unit else "/register/")

    return get


def branch(answer, unit):
    return next(each for each in answer.context["branches"] if each.unit == unit)


def test_a_raion_adds_up_its_communities(see, community):
    near = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    for each, people in ((community, 100), (near, 20)):
        PopulationFactory.create(community=each, people=people)
    SettlementFactory.create_batch(2, community=near)
    AssignmentFactory.create(community=community)
    ControlStatusFactory.create(community=near)

    found = branch(see(community.oblast), community.raion)

    assert (found.communities, found.settlements, found.residents) == (2, 2, 120)
    assert (found.occupied, found.police, found.rescue) == (1, 1, 0)
    own = branch(see(community.raion), near)
    assert (own.settlements, own.residents, own.state["kind"]) == (2, 20, "bad")


def test_the_tree_leads_down_from_the_country_and_back(see, community, ministry):
    top = see(user=ministry)
    assert branch(top, community.oblast).communities == 1

    page = see(community.raion)
    assert [url for _name, url in page.context["crumbs"]] == [
        "/register/",
        community.oblast.get_absolute_url(),
        None,
    ]
    assert community.get_absolute_url() in page.content.decode()


def test_a_narrow_reader_sees_the_register_and_only_the_own_communities(see, community, elsewhere):
    near = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    PopulationFactory.create(community=near, people=12345)
    narrow = account("officer", community=community)

    raion, oblast = (see(each, narrow) for each in (community.raion, community.oblast))

    assert [each.unit for each in raion.context["branches"]] == [community]
    assert branch(oblast, community.raion).known is False
    for answer in (raion, oblast, see(None, narrow), see(elsewhere.oblast, narrow)):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert near.name_uk not in text
        assert "12\u00a0345" not in text
        assert answer.context["figures"] == []


def test_a_unit_tells_what_the_act_says_of_it_itself(see, community):
    ControlStatusFactory.create(community=None, raion=community.raion, act="Наказ № 7")

    assert "Наказ № 7" in see(community.raion).content.decode()
    assert "Наказ № 7" not in see(community.oblast).content.decode()


def test_settlements_in_no_community_stand_with_their_raion(see, community):
    SettlementFactory.create(community=None, raion=community.raion, name_uk="Прип’ять")

    assert "Прип’ять" in see(community.raion).content.decode()


def test_a_city_that_is_an_oblast_lists_its_districts(see):
    city = OblastFactory.create(is_city=True)
    CityDistrictFactory.create(settlement=None, oblast=city, name_uk="Нахімовський")

    assert "Нахімовський" in see(city).content.decode()


@pytest.mark.parametrize("kind", ["oblasts", "raions"])
def test_what_the_register_does_not_hold_is_not_there(client, ministry, kind):
    client.force_login(ministry)

    assert client.get(f"/{kind}/UA99999999999999999/").status_code == 404
    assert client.get(f"/{kind}/UA99999999999999999/?q=1").status_code == 400
