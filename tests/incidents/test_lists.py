"""The lists that records choose from: editions, retirement, and what is still to be checked."""

import uuid
from datetime import date

import pytest

from incidents import taxonomy
from incidents.models import Category, CategoryVersion, ClassifierCode
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db


def test_an_edition_is_told_whole_and_an_old_one_by_its_number(api, police, categories):
    client = api(police)
    taxonomy.retire(categories["other"], on=date(2026, 11, 1))

    newest = client.get("/api/v1/categories/").json()
    first = client.get("/api/v1/categories/?version=1").json()

    assert (newest["version"], first["version"]) == (2, 1)
    assert len(newest["results"]) == len(categories)
    by_code = {each["code"]: each for each in newest["results"]}
    assert by_code["fire.residential"]["sections"] == ["fire"]
    assert by_code["other"]["retired_on"] == "2026-11-01"
    assert client.get("/api/v1/categories/?version=9").status_code == 404
    assert client.get("/api/v1/categories/?version=x").status_code == 400


def test_who_has_the_edition_is_told_so(api, police, categories):
    client = api(police)
    tag = client.get("/api/v1/categories/")["ETag"]

    assert client.get("/api/v1/categories/", headers={"If-None-Match": tag}).status_code == 304


def test_the_same_list_makes_no_new_edition(categories):
    taxonomy.publish_categories()

    assert CategoryVersion.objects.count() == 1


def test_codes_say_that_they_are_to_be_checked(api, police, categories):
    told = api(police).get("/api/v1/classifiers/?classifier=fire_cause").json()["results"]

    assert {each["code"] for each in told} >= {"shelling", "arson"}
    assert {each["checked_on"] for each in told} == {None}
    assert ClassifierCode.objects.filter(classifier="emergency").count() > 20


def test_an_administrator_retires_a_category_and_brings_it_back(client, categories, police):
    client.force_login(account("ministry_administrator", nation=True))

    client.post("/incidents/lists/danger.gas/retire/")
    assert Category.objects.get(code="danger.gas").retired_on is not None
    client.post("/incidents/lists/danger.gas/reinstate/")
    assert Category.objects.get(code="danger.gas").retired_on is None
    client.force_login(police)
    assert client.post("/incidents/lists/danger.gas/retire/").status_code == 403


def test_a_retired_category_is_accepted_for_an_event_of_a_day_before(api, police, body, categories):
    taxonomy.retire(categories["fire.residential"], on=date(2026, 6, 16))
    put = lambda said: api(police).put(f"/api/v1/incidents/{uuid.uuid4()}/", said)  # noqa: E731
    later = {"occurred_at": "2026-06-17T09:40:00+03:00", "reported_at": "2026-06-17T09:47:00+03:00"}

    assert put(body).status_code == 201
    assert put(body | later).status_code == 400
