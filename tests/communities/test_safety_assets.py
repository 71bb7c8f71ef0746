"""Safety assets and fire brigades: what is refused at its field, where files put an asset, the map."""

import json

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from communities.models import FireBrigade, SafetyAsset
from tests.communities.sheets import bring, problems, store, xlsx
from tests.factories.accounts import account, take_rights_on
from tests.factories.communities import (
    FireBrigadeFactory,
    SafetyAssetFactory,
    SettlementFactory,
)

pytestmark = pytest.mark.django_db
POINT = {"latitude": "46.6354", "longitude": "32,6169"}
ASSET = {"kind": "hydrant", "quantity": "1", "condition": "unknown"}
BRIGADE = {"kind": "volunteer", "name": "ДПК «Щит»"}
LIMITS = settings.LIMITS


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def write(signed_in, community):
    """Send the form of a new record; return what is wrong by field, None when it is stored."""

    def send(kind, said):
        answer = signed_in.post(f"/communities/{community.code}/{kind}/add/", said)
        return None if answer.status_code == 302 else answer.context["form"].errors

    return send


@pytest.fixture
def place(community):
    return SettlementFactory.create(community=community, latitude=46.5, longitude=32.5)


def test_an_asset_stands_at_a_point_and_an_unwritten_number_is_one(write):
    assert write("safety-assets", ASSET | POINT) is None

    row = SafetyAsset.objects.get()
    assert (float(row.latitude), float(row.longitude)) == (46.6354, 32.6169)
    assert (row.quantity, row.capacity, row.condition) == (1, None, "unknown")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "volcano"}, "kind"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": ""}, "quantity"),
        ({"capacity": "-1"}, "capacity"),
        ({"latitude": "46.6"}, "longitude"),
        ({"longitude": "32.6"}, "latitude"),
        ({"latitude": "60.1", "longitude": "32.6"}, "latitude"),
        ({"latitude": "north", "longitude": "32.6"}, "latitude"),
        ({"in_service_since": "2999-01-01"}, "in_service_since"),
        ({"in_service_since": "2021-02-01", "last_checked_on": "2021-01-31"}, "last_checked_on"),
        ({"condition": "fine"}, "condition"),
    ],
)
def test_what_is_wrong_with_an_asset_is_said_at_its_field(write, said, field):
    wrong = write("safety-assets", ASSET | said)

    assert (set(wrong), len(wrong[field])) == ({field}, 1)
    assert not SafetyAsset.objects.exists()


def test_an_asset_stands_in_its_community(write, elsewhere):
    there = SettlementFactory.create(community=elsewhere)

    assert set(write("safety-assets", ASSET | {"settlement": there.pk})) == {"settlement"}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"members": "-1"}, "members"),
        ({"vehicles": "many"}, "vehicles"),
        ({"formed_on": "2021-02-01", "disbanded_on": "2021-01-31"}, "disbanded_on"),
        ({"disbanded_on": "2999-01-01"}, "disbanded_on"),
    ],
)
def test_what_is_wrong_with_a_brigade_is_said_at_its_field(write, said, field):
    assert set(write("fire-brigades", BRIGADE | said)) == {field}


def test_how_many_a_brigade_has_may_be_unknown_and_may_be_none(write, signed_in, community):
    assert write("fire-brigades", BRIGADE | {"members": "0"}) is None

    row = FireBrigade.objects.get()
    assert (row.members, row.vehicles) == (0, None)
    assert "невідомо" in signed_in.get(f"/communities/{community.code}/").content.decode()


def test_who_serves_stands_before_who_is_disbanded(signed_in, community):
    gone = FireBrigadeFactory.create(community=community, disbanded_on="2021-05-01")
    serving = FireBrigadeFactory.create(community=community, formed_on="2020-05-01")

    shown = signed_in.get(f"/communities/{community.code}/").context["fire_brigades"]["rows"]

    assert shown == [serving, gone]


@pytest.mark.limit("asset_quantity")
@pytest.mark.limit("asset_capacity")
@pytest.mark.limit("brigade_numbers")
@pytest.mark.parametrize(
    ("kind", "said", "field", "limit"),
    [
        ("safety-assets", ASSET, "quantity", "asset_quantity"),
        ("safety-assets", ASSET, "capacity", "asset_capacity"),
        ("fire-brigades", BRIGADE, "members", "brigade_numbers"),
        ("fire-brigades", BRIGADE, "vehicles", "brigade_numbers"),
    ],
)
def test_a_number_has_an_end(write, kind, said, field, limit):
    assert set(write(kind, said | {field: LIMITS[limit] + 1})) == {field}
    assert write(kind, said | {field: LIMITS[limit]}) is None


@pytest.mark.parametrize(
    "said",
    [
        {"quantity": 0},
        {"latitude": 46.5},
        {"latitude": 10, "longitude": 32},
        {"in_service_since": "2021-02-01", "last_checked_on": "2021-01-31"},
    ],
)
def test_the_database_refuses_it_too(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyAssetFactory.create(**said)


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"latitude": 46.6}, "/longitude"),
        ({"latitude": "46.6", "longitude": 32.6}, "/latitude"),
        ({"latitude": 60.1, "longitude": 32.6}, "/latitude"),
        ({"quantity": 0}, "/quantity"),
        ({"last_checked_on": "2999-01-01"}, "/last_checked_on"),
    ],
)
def test_a_program_is_told_the_field_too(api, coordinator, community, said, pointer):
    body = {"community": community.code, "kind": "camera"} | said

    answer = api(coordinator).post("/api/v1/safety-assets/", body)

    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_half_a_point_cannot_be_taken_away(api, coordinator, community):
    row = SafetyAssetFactory.create(community=community, latitude=46.5, longitude=32.5)
    client, url = api(coordinator), f"/api/v1/safety-assets/{row.pk}/"

    half = client.patch(url, {"latitude": None}, headers={"If-Match": '"1.plain"'})
    whole = client.patch(url, dict.fromkeys(POINT), headers={"If-Match": '"1.plain"'})

    assert (half.status_code, half.json()["errors"][0]["pointer"]) == (400, "/latitude")
    assert (whole.status_code, whole.json()["latitude"]) == (200, None)


def test_lists_are_narrowed_by_kind_condition_and_place(api, coordinator, community, place):
    SafetyAssetFactory.create(community=community, kind="siren", condition="works")
    FireBrigadeFactory.create(community=community)
    client = api(coordinator)

    def found(address):
        return len(client.get(f"/api/v1/{address}").json()["results"])

    assert found("safety-assets/?kind=siren&condition=works") == 1
    assert found("safety-assets/?kind=hydrant") == found("safety-assets/?condition=unknown") == 0
    assert found(f"safety-assets/?territory={community.code}") == 1
    assert found("safety-assets/?updated_since=2999-01-01T00:00:00Z") == 0
    assert found("fire-brigades/?kind=local") == 1
    assert found("fire-brigades/?kind=volunteer") == 0


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("hydrant", [32.6169, 46.6354]),
        *((each, [32.5, 46.5]) for each in ("shelter", "camera", "alarm_button", "drone_detector")),
    ],
)
def test_files_tell_of_what_is_guarded_no_more_than_its_settlement(
    api, coordinator, community, place, kind, shown
):
    row = SafetyAssetFactory.create(
        community=community, settlement=place, kind=kind, latitude=46.6354, longitude=32.6169
    )
    client = api(coordinator)

    def file(accept):
        answer = client.get("/api/v1/safety-assets/", headers={"Accept": accept})
        return b"".join(answer.streaming_content).decode()

    drawn, table = json.loads(file("application/geo+json"))["features"], file("text/csv")

    assert drawn[0]["geometry"]["coordinates"] == shown
    assert [drawn[0]["properties"][name] for name in ("longitude", "latitude")] == shown
    assert f"{shown[1]},{shown[0]}" in table
    told = client.get(f"/api/v1/safety-assets/{row.pk}/").json()
    assert (told["latitude"], told["longitude"]) == (46.6354, 32.6169), "the record is exact"


@pytest.mark.parametrize("kind", ["hydrant", "shelter"])
def test_without_point_and_settlement_an_asset_is_on_no_map(api, coordinator, community, kind):
    point = {"latitude": 46.6, "longitude": 32.6} if kind == "shelter" else {}
    SafetyAssetFactory.create(community=community, kind=kind, **point)

    answer = api(coordinator).get(
        "/api/v1/safety-assets/", headers={"Accept": "application/geo+json"}
    )

    drawn = json.loads(b"".join(answer.streaming_content))["features"]
    assert [each["geometry"] for each in drawn] == [None]


def test_the_map_of_the_community_marks_its_assets(signed_in, community):
    SafetyAssetFactory.create(
        community=community, address="<b>Ріг</b>", quantity=3, latitude=46.6354, longitude=32.6169
    )
    SafetyAssetFactory.create(community=community, kind="road_sign")

    context = signed_in.get(f"/communities/{community.code}/").context

    words = "Пожежний гідрант × 3, <b>Ріг</b>. Невідомо"
    assert json.loads(context["marks"]) == [[46.6354, 32.6169, "mark-fire", words]]
    assert [look for look, _words in context["marks_legend"]] == ["mark-fire"]


def test_who_sees_no_assets_sees_none_on_the_map(client, community):
    SafetyAssetFactory.create(community=community, latitude=46.6354, longitude=32.6169)
    reader = account("group_coordinator", community=community)
    take_rights_on("safetyasset", reader)
    client.force_login(reader)

    page = client.get(f"/communities/{community.code}/")

    assert (page.context["marks"], page.context["safety_assets"]) == ("[]", None)


@pytest.mark.limit("assets_drawn")
def test_the_map_marks_as_many_the_newest(signed_in, community, settings):
    settings.LIMITS = settings.LIMITS | {"assets_drawn": 2}
    for at in ("46.1", "46.2", "46.3"):
        SafetyAssetFactory.create(community=community, latitude=at, longitude=32)

    marks = json.loads(signed_in.get(f"/communities/{community.code}/").context["marks"])

    assert [each[0] for each in marks] == [46.3, 46.2]


# --- sheets

HEADS = ("Громада", "Вид об’єкта", "Місце словами", "Кількість", "Широта", "Довгота")


def test_assets_come_as_a_sheet_and_twice_change_nothing(signed_in, community):
    row = (community.code, "Пожежний гідрант", "Біля школи", 2, "46,6354", 32.6169)

    preview = bring(signed_in, "safety-assets", xlsx(HEADS, row))
    assert preview.counts == {"created": 1, "unchanged": 0}
    store(signed_in, preview)

    stored = SafetyAsset.objects.get()
    assert (stored.kind, stored.quantity, float(stored.latitude)) == ("hydrant", 2, 46.6354)
    assert bring(signed_in, "safety-assets", xlsx(HEADS, row)).counts == {"unchanged": 1}


def test_a_wrong_row_of_a_sheet_says_which_cell(signed_in, community):
    half = (community.code, "Сирена", "Дах ради", 1, 46.5, None)
    words = (community.code, "Сирена", "Дах школи", 1, "північ", 32.5)

    preview = bring(signed_in, "safety-assets", xlsx(HEADS, half, words))

    wrong = problems(preview)
    assert [set(wrong[row]) for row in (2, 3)] == [{"longitude"}, {"latitude"}]


def test_brigades_come_as_a_sheet(signed_in, community):
    heads = ("Громада", "Вид команди", "Назва команди", "Особовий склад")
    row = (community.code, "Добровільна пожежна команда (ДПК)", "ДПК «Щит»", 12)

    store(signed_in, bring(signed_in, "fire-brigades", xlsx(heads, row)))

    assert FireBrigade.objects.get().members == 12
