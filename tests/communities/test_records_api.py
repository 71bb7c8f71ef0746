"""Records of communities in the API: made once, changed by version, in reach only."""

import pytest

from communities.models import Memorandum
from tests.factories.accounts import account
from tests.factories.communities import (
    AccessionFactory,
    FireBrigadeFactory,
    MemorandumFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SafetyAssetFactory,
    SettlementFactory,
    StationFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
MAKES = {
    "memoranda": MemorandumFactory,
    "stations": StationFactory,
    "safety-assets": SafetyAssetFactory,
    "fire-brigades": FireBrigadeFactory,
    "accessions": AccessionFactory,
    "visits": VisitFactory,
}
EACH = pytest.mark.parametrize("kind", list(MAKES))


@pytest.fixture
def bodies(community):
    programme = ProgrammeFactory.create(code="police").code
    OrganisationFactory.create(code="npu")
    place = SettlementFactory.create(community=community, latitude=46.5, longitude=32.5)
    here = {"community": community.code}
    memorandum = {"service": "police", "signed_on": "2021-03-01", "cofinancing_uah": "20000.00"}
    return {
        "memoranda": here | memorandum | {"parties": ["npu"]},
        "stations": here | {"kind": "police_station", "settlement": place.code},
        "safety-assets": here
        | {"kind": "shelter", "settlement": place.code, "quantity": 1, "capacity": 120}
        | {"latitude": 46.6354, "longitude": 32.6169, "last_checked_on": "2021-03-01"},
        "fire-brigades": here | {"kind": "local", "name": "МПО", "members": 14, "vehicles": None},
        "accessions": here | {"programme": programme, "memorandum_on": "2021-03-01"},
        "visits": here | {"programme": programme, "on": "2021-01-01"},
    }


@EACH
def test_a_record_is_made_once_and_read_as_it_was_said(api, coordinator, bodies, kind):
    client, body = api(coordinator), bodies[kind]

    made = client.post(f"/api/v1/{kind}/", body, headers={"Idempotency-Key": "once"})
    again = client.post(f"/api/v1/{kind}/", body, headers={"Idempotency-Key": "once"})

    assert made.status_code == 201, made.content
    assert (again.status_code, again.content) == (201, made.content)
    told = client.get(made["Location"])
    assert told["ETag"] == made["ETag"] == '"1.plain"'
    assert {name: told.json()[name] for name in body} == body
    assert len(client.get(f"/api/v1/{kind}/").json()["results"]) == 1
    assert client.get(made["Location"], headers={"If-None-Match": '"1.plain"'}).status_code == 304


@EACH
def test_a_change_wants_the_version_it_saw(api, coordinator, community, kind):
    row = MAKES[kind].create(community=community)
    client, url = api(coordinator), f"/api/v1/{kind}/{row.pk}/"

    def change(body, **headers):
        return client.patch(url, body, headers=headers)

    assert change({}).status_code == 428
    assert change({}, **{"If-Match": '"7.plain"'}).json()["current"]["version"] == 1
    changed = change({}, **{"If-Match": '"1.plain"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert change({}, **{"If-Match": '"1.plain"'}).status_code == 412


@EACH
def test_a_record_out_of_reach_is_not_there(api, coordinator, community, elsewhere, bodies, kind):
    row = MAKES[kind].create(community=elsewhere)
    client = api(coordinator)

    assert client.get(f"/api/v1/{kind}/").json()["results"] == []
    for answer in (
        client.get(f"/api/v1/{kind}/{row.pk}/"),
        client.patch(f"/api/v1/{kind}/{row.pk}/", {}, headers={"If-Match": '"1.plain"'}),
    ):
        assert answer.status_code == 404
    refused = client.post(f"/api/v1/{kind}/", bodies[kind] | {"community": elsewhere.code})
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/community"]


@EACH
def test_a_record_keeps_its_community(api, ministry, community, elsewhere, kind):
    row = MAKES[kind].create(community=community)
    nation = account("ministry_administrator", nation=True)

    answer = api(nation).patch(
        f"/api/v1/{kind}/{row.pk}/",
        {"community": elsewhere.code},
        headers={"If-Match": '"1.plain"'},
    )

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "not_writable")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"signed_on": "2999-01-01"}, "/signed_on"),
        ({"signed_on": "20210301"}, "/signed_on"),
        ({"valid_until": "2020-01-01"}, "/valid_until"),
        ({"cofinancing_uah": None}, "/cofinancing_unknown"),
        ({"cofinancing_uah": 20000}, "/cofinancing_uah"),
        ({"parties": ["nobody"]}, "/parties/0"),
        ({"service": "rescue"}, "/service"),
        ({"late": True}, "/late"),
        ({"stranger": 1}, "/stranger"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(api, community, bodies, said, pointer):
    police = account("raion_coordinator", raion=community.raion, service="police")

    answer = api(police).post("/api/v1/memoranda/", bodies["memoranda"] | said)

    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert not Memorandum.objects.exists()


def test_a_second_accession_to_one_programme_is_refused(api, coordinator, bodies):
    client = api(coordinator)
    client.post("/api/v1/accessions/", bodies["accessions"])

    assert client.post("/api/v1/accessions/", bodies["accessions"]).status_code == 400


def test_lists_are_narrowed_and_taken_as_files(api, coordinator, community, bodies):
    client = api(coordinator)
    for kind, body in bodies.items():
        client.post(f"/api/v1/{kind}/", body)

    def found(address):
        return len(client.get(f"/api/v1/{address}").json()["results"])

    assert found("memoranda/?service=rescue") == 0
    assert found(f"memoranda/?service=police&territory={community.oblast.code}") == 1
    assert found("accessions/?programme=police") == found("visits/?programme=police") == 1
    assert found("visits/?programme=rescue") == found("stations/?kind=fire_unit") == 0
    assert client.get("/api/v1/stations/?colour=red").status_code == 400
    csv = client.get("/api/v1/memoranda/", headers={"Accept": "text/csv"})
    assert "20000.00" in b"".join(csv.streaming_content).decode()
    drawn = client.get("/api/v1/stations/", headers={"Accept": "application/geo+json"})
    assert "[32.5,46.5]" in b"".join(drawn.streaming_content).decode().replace(" ", "")


def test_memoranda_in_force_are_counted_and_add_up(api, coordinator, community):
    MemorandumFactory.create(community=community, signed_on="2021-03-01", valid_until="2021-03-31")
    MemorandumFactory.create(community=community, service="rescue", signed_on="2021-03-02")
    client = api(coordinator)

    def counted(last_day, more=""):
        period = f"from=2021-03-01&to={last_day}{more}"
        told = client.get(f"/api/v1/measures/communities.memoranda/?{period}").json()
        return {each["by"].get("service"): each["value"] for each in told["results"]}

    assert counted("2021-03-02") == {None: "1"}
    assert counted("2021-04-01") == {None: "2"}
    assert counted("2021-04-02") == {None: "1"}
    assert counted("2021-04-01", "&by=service") == {"police": "1", "rescue": "1"}
    explain = client.get(
        "/api/v1/measures/communities.memoranda/explain/?from=2021-03-01&to=2021-04-01"
    ).json()
    assert len(explain["results"]) == 2
