"""The register of officers: who is in it for whom, what is found, what a card shows."""

from datetime import date

import pytest
from django.urls import reverse

from officers.models import OfficerKind
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.incidents import IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

LIST = reverse("officers:list")


def shown(client, **filters):
    return [each.pk for each in client.get(LIST, filters).context["page"].rows]


def serving(community, surname="Ковальчук", since=date(2024, 1, 1), until=None, **officer):
    made = OfficerFactory.create(personal__last_name=surname, **officer)
    AssignmentFactory.create(officer=made, community=community, period=(since, until))
    return made


def test_officers_stand_in_ukrainian_order(client, coordinator, community):
    names = ["Ґудзь", "Гнатюк", "Їжак", "Івасюк"]
    made = {name: serving(community, name).pk for name in names}
    client.force_login(coordinator)

    assert shown(client) == [made[name] for name in ("Гнатюк", "Ґудзь", "Івасюк", "Їжак")]


def test_officers_of_another_oblast_and_of_the_other_service_are_not_there(
    client, community, elsewhere
):
    mine = serving(community)
    serving(elsewhere)
    serving(community, kind=OfficerKind.COMMUNITY_RESCUE)
    client.force_login(account("oblast_coordinator", oblast=community.oblast, service="police"))

    assert shown(client) == [mine.pk]


def test_the_home_unit_brings_an_officer_into_scope(client, coordinator, community):
    waiting = OfficerFactory.create(unit=OrganisationFactory.create(oblast=community.oblast))
    client.force_login(coordinator)

    assert shown(client) == [waiting.pk]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({"q": "ковал"}, True, id="beginning of the surname"),
        pytest.param({"q": "Андрій Ковальчук"}, True, id="both names"),
        pytest.param({"q": "Шевченко"}, False, id="another surname"),
        pytest.param({"kind": "community_police"}, True, id="kind"),
        pytest.param({"kind": "precinct"}, False, id="another kind"),
        pytest.param({"service": "rescue"}, False, id="another service"),
        pytest.param({"in_post": "true"}, True, id="in post"),
        pytest.param({"in_post": "false"}, False, id="not in post"),
    ],
)
def test_a_filter_finds_what_it_names(client, coordinator, community, filters, found):
    officer = serving(community)
    client.force_login(coordinator)

    assert shown(client, **filters) == ([officer.pk] if found else [])


def test_whoever_left_is_not_in_post(client, coordinator, community):
    gone = serving(community, until=date(2025, 1, 1))
    client.force_login(coordinator)

    assert shown(client, in_post="true") == []
    assert shown(client, in_post="false") == [gone.pk]


def test_a_territory_holds_those_who_serve_there_today(client, coordinator, community):
    neighbour = CommunityFactory.create(oblast=community.oblast)
    here = serving(community)
    serving(neighbour)
    serving(community, until=date(2025, 1, 1))
    client.force_login(coordinator)

    assert shown(client, territory=community.code) == [here.pk]


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"in_post": "x"}, {"territory": "UA1"}])
def test_a_wrong_filter_is_named_and_shows_nothing(client, coordinator, community, wrong):
    serving(community)
    client.force_login(coordinator)

    answer = client.get(LIST, wrong)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == list(wrong)
    assert answer.context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    client, coordinator, community, count, django_assert_num_queries
):
    for _each in range(count):
        serving(community)
    client.force_login(coordinator)

    with django_assert_num_queries(11):  # one of them for the views the reader saved
        client.get(LIST)


def test_a_card_out_of_scope_is_not_found(client, coordinator, elsewhere):
    stranger = serving(elsewhere)
    client.force_login(coordinator)

    assert client.get(stranger.get_absolute_url()).status_code == 404


def test_a_card_shows_only_the_responses_and_posts_its_reader_sees(
    client, coordinator, community, elsewhere
):
    officer = serving(community, since=date(2025, 1, 1))
    AssignmentFactory.create(
        officer=officer, community=elsewhere, period=(date(2023, 1, 1), date(2024, 1, 1))
    )
    seen = ResponseFactory.create(
        officer=officer, incident=IncidentFactory.create(community=community)
    )
    ResponseFactory.create(officer=officer, incident=IncidentFactory.create(community=elsewhere))
    client.force_login(coordinator)

    page = client.get(officer.get_absolute_url()).context

    assert list(page["responses"]) == [seen]
    assert [each["what"] for each in page["path"]] == [community.title]


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_costs_the_same_for_one_response_and_for_three(
    client, coordinator, community, count, django_assert_num_queries
):
    officer = serving(community)
    for _each in range(count):
        incident = IncidentFactory.create(community=community)
        ResponseFactory.create(officer=officer, incident=incident)
    client.force_login(coordinator)
    client.get(officer.get_absolute_url())  # reads the rights, which are kept until they change

    # two of them for places and the right to assign, one for equipment, one for acts
    with django_assert_num_queries(13):
        client.get(officer.get_absolute_url())
