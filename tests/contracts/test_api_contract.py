"""The committed OpenAPI document is the portal's own, is valid, and nothing in it breaks."""

import copy
from pathlib import Path

import pytest
import yaml
from drf_spectacular.validation import validate_schema

from core.api.contract import breaking
from safety_portal import generated

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
PUT, LIST = "/api/v1/incidents/{id}/", "/api/v1/incidents/"


@pytest.fixture(scope="module")
def document():
    return yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))


def test_the_committed_document_is_the_portals_own():
    assert COMMITTED.read_text(encoding="utf-8") == generated.openapi()


def test_nothing_is_broken_without_a_new_major_version():
    assert generated.broken(COMMITTED.read_text(encoding="utf-8"), generated.openapi()) == []


def test_the_document_is_openapi(document):
    assert document["openapi"].startswith("3.1")
    validate_schema(document)


def schemas(document):
    return document["components"]["schemas"]


def narrower(document):
    schemas(document)["IncidentRequest"]["properties"]["narrative"]["maxLength"] = 9


def newly_required(document):
    schemas(document)["IncidentRequest"]["required"].append("address")


def unwritable(document):
    del schemas(document)["PeopleRequest"]["properties"]["killed"]


def unseen(document):
    del schemas(document)["Incident"]["properties"]["number"]


def sometimes(document):
    schemas(document)["Incident"]["required"].remove("version")


def retyped(document):
    schemas(document)["Incident"]["properties"]["version"]["type"] = "string"


def fewer_choices(document):
    schemas(document)["ChannelEnum"]["enum"].remove("101")


def category_of(document):
    parameters = document["paths"][LIST]["get"]["parameters"]
    return next(each for each in parameters if each["name"] == "category")


def demanding(document):
    category_of(document)["required"] = True


def without_parameter(document):
    document["paths"][LIST]["get"]["parameters"].remove(category_of(document))


def without_method(document):
    del document["paths"][PUT]["put"]


def without_answer(document):
    del document["paths"][PUT]["put"]["responses"]["201"]


def closed(document):
    document["paths"][LIST]["get"]["security"][0]["clientCredentials"].append("more")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (narrower, "body.narrative: maxLength was 10000, is 9"),
        (newly_required, "body.address: is now required"),
        (unwritable, "body.people.killed: is gone"),
        (unseen, ".number: is gone"),
        (sometimes, ".version: is no longer always there"),
        (retyped, ".version: was integer, is string"),
        (fewer_choices, "body.channel: no longer takes 101"),
        (demanding, f"GET {LIST} query category: is now required"),
        (without_parameter, f"GET {LIST} query category: is gone"),
        (without_method, f"PUT {PUT}: is gone"),
        (without_answer, f"PUT {PUT} 201: is gone"),
        (closed, f"GET {LIST}: asks for more"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_breaks_is_said(document, change, told):
    changed = copy.deepcopy(document)
    change(changed)

    found = breaking(document, changed)

    assert found
    assert all(each.endswith(told) for each in found)


def test_additions_break_nothing(document):
    changed = copy.deepcopy(document)
    changed["paths"]["/api/v1/moons/"] = changed["paths"][LIST]
    schemas(changed)["IncidentRequest"]["properties"]["moon"] = {"type": "string"}
    schemas(changed)["Incident"]["properties"]["moon"] = {"type": "string"}
    schemas(changed)["ChannelEnum"]["enum"].append("moon")

    assert breaking(document, changed) == []


def test_a_new_major_version_may_break(document):
    changed = copy.deepcopy(document)
    del changed["paths"][PUT]
    changed["info"]["version"] = "2.0.0"

    assert generated.broken(yaml.safe_dump(document), yaml.safe_dump(changed)) == []
