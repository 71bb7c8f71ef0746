"""What a process keeps of the rows a body names is true with the next request, whoever changed them."""

import uuid

import pytest
from django.db import connection

from communities.models import Community
from incidents.models import Category
from officers.models import Officer
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OblastFactory, RaionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(api, police, body):
    client = api(police)
    return lambda **change: client.put(f"/api/v1/incidents/{uuid.uuid4()}/", body | change)


def pointers(answer):
    assert answer.status_code == 400, answer.json()
    return [each["pointer"] for each in answer.json()["errors"]]


def test_logging_again_asks_for_nothing_that_has_not_changed(put, django_assert_num_queries):
    assert put().status_code == 201

    with django_assert_num_queries(6):  # account, savepoint and its end, number, rows, their text
        assert put().status_code == 201


def retire(category):
    category.retired_on = "2026-06-01"  # before the event
    category.save()


def shut(category):
    Category.objects.filter(pk=category.pk).update(sensitive=True)


def reserve(category):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incidents_category SET services = '{rescue}' WHERE id = %s", [category.pk]
        )


def test_a_category_is_behind_the_wall_with_the_next_request(api, community, body, categories):
    client = api(account("api_writer", community=community, service="police"))
    put = lambda: client.put(f"/api/v1/incidents/{uuid.uuid4()}/", body)  # noqa: E731
    assert put().status_code == 201

    shut(categories["fire.residential"])

    assert pointers(put()) == ["/category"]
    assert client.get("/api/v1/incidents/").json()["results"] == []


@pytest.mark.parametrize("change", [retire, reserve])
def test_a_category_is_closed_with_the_next_request(put, categories, change):
    assert put().status_code == 201

    change(categories["fire.residential"])

    assert pointers(put()) == ["/category"]


def dissolve(community):
    community.dissolved_on = "2026-01-01"
    community.save()


def move(community):
    oblast = OblastFactory.create()
    raion = RaionFactory.create(oblast=oblast)
    Community.objects.filter(pk=community.pk).update(oblast=oblast, raion=raion)


def test_a_community_is_closed_with_the_next_request(put, community):
    assert put().status_code == 201

    dissolve(community)

    assert pointers(put()) == ["/community"]


def test_a_record_is_filed_where_the_community_lies_now(put, community):
    before = put().json()["number"]

    move(community)

    community.refresh_from_db()
    after = put().json()["number"]
    assert after.split("-")[0] == community.oblast.number != before.split("-")[0]


def test_an_account_logs_for_the_service_its_officer_is_of_now(put, police, categories):
    assert put().json()["service"] == "police"
    Category.objects.update(services=["police", "rescue"])

    Officer.objects.filter(user=police).update(kind="community_rescue")

    assert put().json()["service"] == "rescue"


def test_a_filter_finds_a_territory_that_was_renumbered(api, coordinator, community):
    client = api(coordinator)
    asked = f"/api/v1/incidents/?territory={community.code}"
    assert client.get(asked).status_code == 200
    other = CommunityFactory.create()

    Community.objects.filter(pk=community.pk).update(code="UA99999999999999998")
    Community.objects.filter(pk=other.pk).update(code=community.code)

    assert client.get(asked).json()["results"] == []
