"""Every list of the API comes as a file, too: the rows of the list, in its order, safe to open."""

import csv
import io
import json

import pytest
import yaml

from communities.models import Beat
from core.exports import CSV, GEOJSON, NDJSON
from safety_portal import generated
from safety_portal.demo.holders import holders
from safety_portal.policy import policy
from tests.contracts.walking import opened

SUPERUSER = next(each for each in holders() if each.name == "canary.superuser")
NO_LISTS = {
    "api:incident-detail": "a record",
    "api:boundary-list": "a drawing",
    "api:category-list": "an edition, whole",
    "api:change-list": "a feed, read on from its cursor",
}
LISTS = [
    each
    for each in policy().routes.values()
    if each.group == "api"
    and (each.name.endswith("-list") or each.name.startswith("api:incident-"))
    and "GET" in each.methods
    and each.name not in NO_LISTS
]
WITH_POINTS = {
    *("api:incident-list", "api:community-list", "api:settlement-list"),
    *("api:station-list", "api:safety-asset-list"),
}
OWN_COLUMNS = WITH_POINTS
BARE = {  # nobody plants any
    *("api:succession-list", "api:control-status-list", "api:incident-amendments"),
    *("api:webhook-list", "api:webhook-deliveries"),
}
EACH = pytest.mark.parametrize("route", LISTS, ids=lambda each: each.name)


@pytest.fixture
def listed(world):
    """Return the rows of a list as JSON, and what its address answers as a file."""

    def ask(route, kind, query=""):
        url, client = opened(world, route, SUPERUSER)
        told = client.get(f"{url}?limit=1000" if route.name != "api:measure-list" else url).json()
        answer = client.get(f"{url}{query}", headers={"Accept": kind})
        return (told["results"] if isinstance(told, dict) else told), answer

    return ask


def text_of(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


@EACH
def test_lines_are_the_rows_of_the_list(listed, route):
    rows, answer = listed(route, NDJSON)

    lines = [json.loads(line) for line in text_of(answer).splitlines()]
    assert lines[:1000] == rows
    assert rows or route.name in BARE


@EACH
def test_a_table_has_a_row_for_each_and_opens_in_excel(listed, route):
    rows, answer = listed(route, CSV, "?excel=1")

    text = text_of(answer)
    assert text.startswith("\ufeff")
    found = list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert len(found[:1000]) == len(rows)
    if rows and route.name not in OWN_COLUMNS:
        assert set(rows[0]) <= set(found[0])


@EACH
def test_what_has_a_point_is_drawn_and_nothing_else(listed, route):
    _rows, answer = listed(route, GEOJSON)

    if route.name in WITH_POINTS:
        assert json.loads(text_of(answer))["type"] == "FeatureCollection"
    else:
        assert answer.status_code == 406


def test_the_document_offers_the_files_of_every_list():
    paths = yaml.safe_load(generated.openapi())["paths"]

    for route in LISTS:
        operation = paths["/" + route.address.replace("<uuid:pk>", "{id}")]["get"]
        assert {CSV, NDJSON} <= set(operation["responses"]["200"]["content"]), route.name
        assert "excel" in {each["name"] for each in operation["parameters"]}


@pytest.mark.parametrize("query", ["limit=5", "cursor=x", "excel=2"])
def test_what_has_no_meaning_in_a_file_is_refused(world, query):
    answer = world.client(SUPERUSER).get(f"/api/v1/raions/?{query}", headers={"Accept": CSV})

    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "@x", "-1", "\t="])
def test_no_cell_of_a_part_is_a_formula(world, text):
    Beat.objects.update(name_uk=text)
    answer = world.client(SUPERUSER).get("/api/v1/beats/", headers={"Accept": CSV})

    found = list(csv.DictReader(io.StringIO(text_of(answer), newline="")))
    assert {each["name_uk"] for each in found} == {f"'{text}"}
