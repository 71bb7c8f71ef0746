"""Incidents as files, by the API and by the page: what is shown, all of it, safe to open."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest

from core import clock
from core.exports import CSV, GEOJSON, NDJSON
from incidents import files
from incidents.models import Category, Incident
from incidents.telling import ONCE
from tests.factories.incidents import IncidentFactory, ResponseFactory
from tests.gdal import ogrinfo

pytestmark = pytest.mark.django_db
LIST = "/api/v1/incidents/"
KINDS = {CSV: "csv", GEOJSON: "geojson", NDJSON: "ndjson"}
AT = datetime.fromisoformat("2026-06-15T09:40:00+03:00")


@pytest.fixture
def stored(community, categories):
    """Some incidents, the first one with everything a record can have."""
    whole = IncidentFactory.create(
        community=community,
        category=categories["fire.residential"],
        latitude="46.6354",
        longitude="32.6169",
        rescued=2,
        children_rescued=1,
        register_number="ЄО-5",
        occurred_at=AT,
    )
    whole.text.narrative = 'Горів "сарай"; двоє\nврятованих, обидва\r\nцілі'
    whole.text.save()
    ResponseFactory.create(incident=whole)
    others = [
        IncidentFactory.create(
            community=community,
            category=categories["crime.theft"],
            occurred_at=AT - timedelta(days=day),
        )
        for day in (1, 2)
    ]
    return [whole, *others]


@pytest.fixture
def told(api, police):
    """Return a file of the API, read."""

    def get(kind, query="", by=police, **headers):
        answer = api(by).get(f"{LIST}{query}", headers={"Accept": kind} | headers)
        return read(kind, answer)

    return get


def read(kind, answer):
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].partition(";")[0] == kind
    text = b"".join(answer.streaming_content).decode()
    if kind == CSV:
        return list(csv.DictReader(io.StringIO(text, newline="")))
    if kind == GEOJSON:
        return json.loads(text)["features"]
    return [json.loads(line) for line in text.splitlines()]


def test_lines_are_the_records_of_the_list(told, api, police, stored):
    assert told(NDJSON) == api(police).get(LIST).json()["results"]
    assert len(told(NDJSON)) == 3


def test_features_have_a_point_and_the_record(told, api, police, stored):
    records = api(police).get(LIST).json()["results"]

    first, *rest = told(GEOJSON)

    assert first["geometry"] == {"type": "Point", "coordinates": [32.6169, 46.6354]}
    assert [each["geometry"] for each in rest] == [None, None]
    assert [each["properties"] for each in (first, *rest)] == records
    assert first["id"] == str(stored[0].pk)


def flat(record):
    """Return a record with what stands within it one by one, as a table has it."""
    told = {}
    for name, value in record.items():
        if name == "people" or name in ONCE:
            within = value or dict.fromkeys(ONCE.get(name, ()))
            told |= {f"{name}.{each}": inner for each, inner in within.items()}
        else:
            told[name] = value
    return told


def test_rows_hold_what_the_records_hold(told, api, police, stored):
    records = [flat(each) for each in api(police).get(LIST).json()["results"]]

    for row, record in zip(told(CSV), records, strict=True):
        assert set(row) == set(record)
        for name, cell in row.items():
            value = record[name]
            if isinstance(value, list):
                assert json.loads(cell) == value
            elif isinstance(value, bool):
                assert cell == str(value).lower()
            elif isinstance(value, float):
                assert float(cell) == value
            else:
                assert cell == ("" if value is None else str(value)), name


def test_excel_gets_a_mark_and_semicolons(api, police, stored):
    answer = api(police).get(f"{LIST}?excel=1", headers={"Accept": CSV})

    text = b"".join(answer.streaming_content).decode()

    assert text.startswith("\ufeffid;number;community")
    [first, *_rest] = csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";")
    assert first["narrative"] == stored[0].text.narrative


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(told, stored, start):
    stored[0].text.narrative = stored[0].text.address = f"{start}1+1"
    stored[0].text.save()

    [row, *_rest] = told(CSV)

    assert row["narrative"] == row["address"] == f"'{start}1+1"


@pytest.mark.parametrize("kind", KINDS)
def test_filters_and_order_are_those_of_the_list(told, stored, kind):
    named = told(kind, "?group=crime&ordering=occurred_at")

    ids = [each["id"] for each in named]
    assert ids == [str(each.pk) for each in reversed(stored[1:])]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["?cursor=x", "?limit=5", "?count=exact", "?stranger=1"])
def test_what_has_no_meaning_in_a_file_is_refused(api, police, kind, query):
    answer = api(police).get(f"{LIST}{query}", headers={"Accept": kind})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", KINDS)
def test_protected_fields_of_sensitive_records_are_not_in_a_file(
    told, api, stored, coordinator, kind
):
    Category.objects.filter(code="fire.residential").update(sensitive=True)

    everything = [json.dumps(each, ensure_ascii=False) for each in told(kind, by=coordinator)]

    assert len(everything) == 3
    assert "врятованих" not in "".join(everything)
    assert "46.6354" not in "".join(everything)


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_gives_what_it_shows(client, police, stored, kind):
    client.force_login(police)
    page = client.get("/incidents/?group=crime")
    [url] = [url for _name, url in page.context["files"] if f"export.{KINDS[kind]}" in url]

    rows = read(kind, client.get(url))

    assert {each["id"] for each in rows} == {str(each.pk) for each in stored[1:]}
    assert client.get(f"/incidents/export.{KINDS[kind]}?group=none").status_code == 400


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_costs_the_same_queries_however_long(
    told, stored, community, categories, kind, django_assert_max_num_queries
):
    told(kind)
    with django_assert_max_num_queries(30) as few:
        told(kind)
    IncidentFactory.create_batch(
        250, community=community, category=categories["crime.theft"], occurred_at=AT
    )
    with django_assert_max_num_queries(30) as many:
        assert len(told(kind)) == 253

    assert len(many) == len(few)


def test_an_empty_list_is_an_empty_file(told):
    assert [told(kind) for kind in KINDS] == [[], [], []]


def test_gdal_opens_the_features(api, police, stored, tmp_path):
    path = tmp_path / "incidents.geojson"
    answer = api(police).get(LIST, headers={"Accept": GEOJSON})
    path.write_bytes(b"".join(answer.streaming_content))

    said = ogrinfo(path)

    assert "Feature Count: 3" in said
    assert "Point" in said


def test_the_columns_are_every_field_of_the_record():
    assert [name for name, _sql in files.columns()][:3] == ["id", "number", "community"]


# --- updated_since


def test_what_changed_since_a_moment_is_found(api, police, stored):
    moment = clock.now()
    Incident.objects.filter(pk=stored[1].pk).update(updated_at=moment)

    for text in (moment.isoformat(), moment.isoformat().replace("+", "%2B")):
        found = api(police).get(f"{LIST}?updated_since={text}").json()["results"]
        assert [each["id"] for each in found] == [str(stored[1].pk)]


@pytest.mark.parametrize("text", ["2026-06-15", "2026-06-15T09:40:00", "yesterday", "2026-W25-1"])
def test_a_moment_without_its_offset_is_refused(api, police, text):
    answer = api(police).get(f"{LIST}?updated_since={text}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/updated_since"
