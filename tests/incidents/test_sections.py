"""Sections of a record: there only where a category opens them, kept, changed, and told."""

import json
import uuid

import pytest

from incidents.models import ExplosivesDetails, FireDetails, Incident
from tests.factories.incidents import IncidentFactory, StrikeFactory, StrikeOblastFactory

pytestmark = pytest.mark.django_db
FIRE = {"object_kind": "dwelling", "area_m2": 120.5, "cause": "shelling"}
MINES = [
    {"kind": "mortar_round", "calibre": "82 мм", "quantity": 3, "action": "identified"},
    {"kind": "tripwire", "calibre": "", "quantity": 1, "action": "destroyed"},
]


@pytest.fixture
def put(api, police):
    client, pk = api(police), uuid.uuid4()
    return lambda said, **headers: client.put(f"/api/v1/incidents/{pk}/", said, headers=headers)


@pytest.fixture
def patch(api, police):
    client = api(police)

    def sent(incident, said, tag=None, by=client):
        tag = tag or f'"{Incident.objects.get(pk=incident.pk).version}.plain"'
        return by.patch(f"/api/v1/incidents/{incident.pk}/", said, headers={"If-Match": tag})

    return sent


def wrong(answer):
    assert answer.status_code == 400, answer.content.decode()
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_a_record_tells_its_sections_as_they_were_said(put, body):
    said = body | {"further_categories": ["explosives.found"], "fire": FIRE, "explosives": MINES}

    told = put(said | {"damage_uah": "120000.00"}).json()

    assert (told["fire"], told["explosives"]) == (FIRE, MINES)
    assert told["further_categories"] == ["explosives.found"]
    assert told["damage_uah"] == "120000.00"
    assert told["emergency"] is None
    assert told["domestic_violence"] is None


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("explosives", MINES),
        ("emergency", {"code": "10200"}),
        ("domestic_violence", {"forms": ["physical"]}),
    ],
)
def test_a_section_no_category_opens_is_refused(put, body, section, said):
    assert wrong(put(body | {section: said})) == {f"/{section}": "invalid"}
    assert Incident.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"fire": {"cause": "dragon"}}, "/fire/cause"),
        ({"fire": {"area_m2": -1}}, "/fire/area_m2"),
        ({"fire": {"colour": "red"}}, "/fire/colour"),
        ({"fire": []}, "/fire"),
        ({"further_categories": ["fire.residential"]}, "/further_categories"),
        ({"further_categories": ["violence.domestic"]}, "/further_categories"),
        ({"further_categories": ["nothing"]}, "/further_categories/0"),
        ({"damage_uah": 5}, "/damage_uah"),
        ({"damage_uah": "5"}, "/damage_uah"),
        ({"strike": 999999}, "/strike"),
        ({"reason": "because"}, "/reason"),
    ],
)
def test_what_is_wrong_is_named_by_its_pointer(put, body, said, pointer):
    assert list(wrong(put(body | said))) == [pointer]


@pytest.mark.limit("further_categories")
def test_an_event_is_not_everything_at_once(put, body, categories):
    codes = [code for code, e in categories.items() if "police" in e.services and not e.sensitive]
    codes.remove(body["category"])

    assert put(body | {"further_categories": codes[:6]}).status_code == 400
    assert put(body | {"further_categories": codes[:5]}).status_code == 201


@pytest.mark.limit("explosives")
def test_a_record_has_a_bounded_number_of_explosive_objects(put, body):
    said = body | {"category": "explosives.found"}

    assert put(said | {"explosives": MINES[:1] * 21}).status_code == 400
    assert put(said | {"explosives": MINES[:1] * 20}).status_code == 201


def test_a_put_replaces_sections_and_leaves_out_what_it_does_not_name(put, body):
    first = put(body | {"fire": FIRE})

    again = put(body | {"fire": FIRE | {"area_m2": 7.0}}, **{"If-Match": first["ETag"]})
    last = put(body, **{"If-Match": again["ETag"]})

    assert again.json()["fire"]["area_m2"] == 7.0
    assert last.json()["fire"] is None
    assert FireDetails.objects.count() == 0


def test_a_patch_changes_what_it_names_and_merges_objects(put, patch, body):
    pk = put(body | {"fire": FIRE}).json()["id"]
    incident = Incident.objects.get(pk=pk)

    told = patch(incident, {"fire": {"area_m2": 9.5}, "people": {"injured": 1}}).json()

    assert told["fire"] == FIRE | {"area_m2": 9.5}
    assert told["people"]["injured"] == 1
    assert told["people"]["rescued"] == body["people"]["rescued"]
    assert told["narrative"] == body["narrative"]
    assert told["version"] == 2


def test_a_patch_that_closes_a_section_says_so(put, patch, body):
    incident = Incident.objects.get(pk=put(body | {"fire": FIRE}).json()["id"])

    assert wrong(patch(incident, {"category": "danger.gas"})) == {"/fire": "invalid"}
    assert patch(incident, {"category": "danger.gas", "fire": None}).json()["fire"] is None


def test_a_patch_wants_the_version_it_saw(patch, community, categories, api, police):
    incident = IncidentFactory.create(
        community=community, category=categories["fire.other"], service="police"
    )
    url = f"/api/v1/incidents/{incident.pk}/"

    assert api(police).patch(url, {"rescued": 1}).status_code == 428
    assert patch(incident, {"channel": "101"}, tag='"7.plain"').status_code == 412


def test_a_post_makes_the_uuid_and_once_is_enough(api, police, body):
    client = api(police)
    sent = lambda: client.post("/api/v1/incidents/", body, headers={"Idempotency-Key": "one"})  # noqa: E731

    first, again = sent(), sent()

    assert first.status_code == again.status_code == 201
    assert first["Location"].endswith(f"/api/v1/incidents/{first.json()['id']}/")
    assert again.json() == first.json()
    assert Incident.objects.count() == 1


def test_a_bulk_stores_sections(api, police, body):
    lines = [
        body | {"id": str(uuid.uuid4()), "category": "explosives.found", "explosives": MINES},
        body | {"id": str(uuid.uuid4()), "fire": FIRE},
    ]
    sent = b"\n".join(json.dumps(each).encode() for each in lines)

    answer = api(police).post("/api/v1/incidents/bulk/", sent, content_type="application/x-ndjson")

    assert b"".join(answer.streaming_content).count(b'"created"') == 2
    assert ExplosivesDetails.objects.count() == 2
    assert FireDetails.objects.get().cause.code == "shelling"


def test_a_record_is_part_of_a_strike_of_its_oblast(put, body, community):
    here = StrikeOblastFactory.create(oblast=community.oblast).strike
    elsewhere = StrikeFactory.create()
    StrikeOblastFactory.create(strike=elsewhere)
    StrikeOblastFactory.create(oblast=community.oblast, strike=elsewhere)
    elsewhere.places.filter(oblast=community.oblast).delete()

    assert list(wrong(put(body | {"strike": elsewhere.pk}))) == ["/strike"]
    assert put(body | {"strike": here.pk}).json()["strike"] == here.pk
