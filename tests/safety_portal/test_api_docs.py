"""`/api/docs/`: an index of operations and refusals, and a page for each kind of resource."""

import re

import pytest
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture
def index(client):
    return client.get("/api/docs/").content.decode()


def test_the_index_leads_to_every_operation(client, index, document):
    wanted = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    found = set()
    for address in set(re.findall(r'href="(/api/docs/[\w-]+/)"', index)):
        page = client.get(address).content.decode()
        led = set(re.findall(rf'href="{address}#([\w.]+)"', index))
        assert led == set(re.findall(r'<section class="operation" id="([\w.]+)"', page)), address
        found |= led

    assert found == wanted


def test_the_type_of_a_refusal_leads_to_its_meaning(client, index):
    for address in ("/api/v1/me/", "/api/v1/nowhere/", "/api/docs/nothing/"):
        kind = client.get(address).json()["type"]
        assert kind.startswith("/api/docs/#problem-")
        assert f'id="{kind.partition("#")[2]}"' in index


def test_a_page_tells_parameters_fields_answers_and_scope(client):
    page = client.get("/api/docs/incidents/", headers={"Accept-Language": "en"}).content.decode()

    for word in ("updated_since", "results.people.killed", "<b>428</b>", "incidents:write"):
        assert word in page


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_index_says_what_each_scope_opens_in_the_language_of_its_reader(client, language):
    client.cookies["django_language"] = language
    page = client.get("/api/docs/").content.decode()
    found = dict(re.findall(r"<dt><code>([\w:]+)</code></dt><dd>(.*?)</dd>", page))

    assert found.keys() == settings.OAUTH2_PROVIDER["SCOPES"].keys()
    cyrillic = [bool(re.search("[а-яіїєґ]", text)) for text in found.values()]
    assert set(cyrillic) == {language == "uk"}
