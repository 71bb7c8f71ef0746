"""The versions of an incident over the API: by whom, when, what changed; nothing protected."""

import uuid

import pytest

from core.history import authored
from incidents.models import Category, Incident
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(api, police, body):
    """A record of the community's officer, put over the API."""
    address = f"/api/v1/incidents/{uuid.uuid4()}/"
    assert api(police).put(address, body).status_code == 201
    return address


@pytest.fixture
def history(api, police, stored):
    def read(by=police, query="", language="en"):
        headers = {"Accept-Language": language}
        return api(by).get(f"{stored}history/{query}", headers=headers)

    return read


def change(api, police, address, body, version):
    headers = {"If-Match": f'"{version}.plain"'}
    assert api(police).put(address, body, headers=headers).status_code == 200


def test_each_version_says_who_made_it_and_what_changed(api, police, stored, history, body):
    changed = body | {"channel": "102", "people": {"rescued": 3}, "narrative": "Інші слова"}
    change(api, police, stored, changed, 1)

    first, second = history().json()["results"]

    assert (first["version"], first["change"], first["changed"]) == (1, "insert", [])
    assert (second["version"], second["change"], second["way"]) == (2, "update", "api")
    assert (second["by"], second["author"]) == (police.pk, str(police))
    told = {each.pop("field"): each for each in second["changed"]}
    assert told == {
        "channel": {"was": "101", "became": "102"},
        "people.rescued": {"was": "2", "became": "3"},
        "people.children_rescued": {"was": "1", "became": "0"},
        "words": {},
    }


def test_an_officer_who_is_named_is_a_version(api, police, stored, history, community):
    officer = OfficerFactory.create()
    AssignmentFactory.create(officer=officer, community=community)
    api(police).post(f"{stored}responses/", {"officer": officer.pk})

    newest = history(query="?ordering=-version").json()["results"][0]

    assert (newest["version"], newest["changed"]) == (2, [{"field": "responses"}])


def test_values_are_told_in_the_language_asked_for(api, police, stored, history, body):
    change(api, police, stored, body | {"channel": "patrol"}, 1)

    [cell] = history(language="uk").json()["results"][1]["changed"]

    assert cell == {"field": "channel", "was": "101", "became": "Патруль"}


def test_versions_come_in_pages(api, police, stored, history, body):
    for version in (1, 2):
        change(api, police, stored, body | {"accuracy_m": version}, version)

    page = history(query="?limit=2").json()
    rest = api(police).get(page["next"]).json()

    versions = [each["version"] for each in (*page["results"], *rest["results"])]
    assert versions == [1, 2, 3]
    assert rest["next"] is None


def test_of_a_protected_record_no_protected_field_is_told(api, police, stored, history, body):
    pk = stored.split("/")[-2]
    with authored(source="a test"):
        Incident.objects.filter(pk=pk).update(latitude=46.6, longitude=32.6, injured=4)
    Category.objects.filter(code="fire.residential").update(sensitive=True)

    told = history().json()["results"][-1]

    assert (told["way"], told["by"], told["author"]) == ("command", None, "a test")
    assert [each["field"] for each in told["changed"]] == ["people.injured"]


def test_a_record_out_of_reach_has_no_history(api, police, elsewhere):
    foreign = IncidentFactory.create(community=elsewhere)

    assert api(police).get(f"/api/v1/incidents/{foreign.pk}/history/").status_code == 404
