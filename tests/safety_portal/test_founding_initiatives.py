"""What the founding texts say of initiatives and of what they handed over, asked of the portal.

The six are a cohort: what the seventh group does must not slip in.
"""

import pytest
from django.test import Client

from accounts.models import User
from safety_portal.demo.accounts import SIX
from safety_portal.demo.working_groups import SEVENTH

pytestmark = pytest.mark.usefixtures("demo")
STANISLAV, BILOZERKA, CHORNOBAIVKA, NOVOVORONTSOVKA, VYSOKOPILLIA, KOCHUBEIVKA = SIX
APRIL, AUTUMN = "from=2023-08-01&to=2024-05-01", "from=2023-08-01&to=2025-11-01"
ON = "2024-04-30"


def browser(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def reader(name):
    client = browser(name)
    return lambda address: client.get(f"/api/v1/{address}").json()


@pytest.fixture
def union():
    return reader("union")


@pytest.fixture
def figure(union):
    """Return a reader of figures of the six: the values by a dimension, or the one of all."""

    def read(code, period, by=""):
        answer = union(f"measures/{code}/?cohort=kherson-six&{period}{f'&by={by}' * bool(by)}")
        assert "results" in answer, answer
        rows = answer["results"]
        found = {tuple(row["by"].values()): row["value"] and float(row["value"]) for row in rows}
        return {key[0] if len(key) == 1 else key: value for key, value in found.items()}

    return read


@pytest.fixture
def stage_of(union):
    """Return a reader of the stage an initiative of a kind had on 30.04.2024."""

    def read(community, category):
        where = f"initiatives/?territory={community}&category={category}&on={ON}"
        found = union(where)["results"]
        assert len(found) == 1, found
        stages = ("proposed", "approved", "in_progress", "completed")
        had = [s for s in stages if union(f"{where}&stage={s}")["results"]]
        assert len(had) == 1
        return had[0], found[0]

    return read


def handed(union, initiative):
    return union(f"handouts/?initiative={initiative['id']}")["results"]


def test_s2_09_stanislav_the_workplace_of_a_precinct_officer_is_ready(stage_of):
    stage, initiative = stage_of(STANISLAV, "officer_office")

    assert stage == "completed"
    assert "дільничного офіцера" in initiative["title"]


def test_s2_10_bilozerka_backup_power_for_medical_facilities_is_installed(stage_of):
    stage, initiative = stage_of(BILOZERKA, "power_backup")

    assert stage == "completed"
    assert "медичних" in initiative["title"]


def test_s2_11_bilozerka_rescuers_got_hydrants_to_refill_faster(union, stage_of):
    stage, initiative = stage_of(BILOZERKA, "hydrants")

    assert stage == "completed"
    assert {each["recipient"] for each in handed(union, initiative)} == {"ses-65"}
    assert initiative["outcome_after"] < initiative["outcome_before"]


def test_s2_12_chornobaivka_cameras_that_help_officers_are_installed(stage_of):
    stage, initiative = stage_of(CHORNOBAIVKA, "video_surveillance")

    assert stage == "completed"
    assert "офіцерам громади" in initiative["title"]


def test_s2_13_chornobaivka_the_fire_brigade_got_equipment_hydrants_included(union, stage_of):
    stage, initiative = stage_of(CHORNOBAIVKA, "brigade_needs")

    assert stage == "completed"
    assert {each["item"] for each in handed(union, initiative)} == {"hydrant", "rescue_equipment"}


@pytest.mark.parametrize(
    ("community", "category"),
    [
        pytest.param(NOVOVORONTSOVKA, "video_surveillance", id="s2_14"),
        pytest.param(VYSOKOPILLIA, "hydrants", id="s2_15"),
        pytest.param(KOCHUBEIVKA, "safety_class", id="s2_16"),
    ],
)
def test_s2_14_s2_15_s2_16_what_was_under_way_in_april_2024(stage_of, community, category):
    assert stage_of(community, category)[0] == "in_progress"


def test_s2_16_two_institutions_got_safety_classes(union, stage_of):
    _stage, initiative = stage_of(KOCHUBEIVKA, "safety_class")

    assert [each["quantity"] for each in handed(union, initiative)] == [2]


def test_s2_17_eight_initiatives_can_be_counted(figure):
    by_community = dict(zip(SIX, (1, 2, 2, 1, 1, 1), strict=True))

    assert figure("initiatives", APRIL) == {(): 8}
    assert figure("initiatives", APRIL, "community") == by_community
    assert figure("initiatives", APRIL, "stage") == {"completed": 5, "in_progress": 3}


def test_s2_18_groups_proposed_every_initiative_of_april_2024(union):
    assert all(each["group"] for each in union(f"initiatives/?on={ON}")["results"])


def test_s4_06_over_20_initiatives_are_completed(figure):
    found = figure("initiatives.completed", AUTUMN)[()]

    assert found > 20
    assert figure("initiatives", AUTUMN, "stage")["completed"] == found


KINDS = {  # the eleven kinds of the text, with the least there must be
    "video_surveillance": 1,
    "officer_office": 2,
    "community_hub": 2,
    "hydrants": 1,
    "brigade_needs": 2,
    "fire_stands": 1,
    "drones": 1,
    "road_signs": 1,
    "notification_system": 1,
    "safety_class": 1,
    "sports_ground": 1,
}


@pytest.mark.parametrize("kind", KINDS)
def test_s4_07_to_s4_17_initiatives_of_each_kind_are_completed(figure, kind):
    found = figure("initiatives.completed", AUTUMN, "category")

    assert found[kind] >= KINDS[kind]
    if kind == "sports_ground":
        assert found[kind] == 1


def test_s4_18_eleven_kinds_and_two_more_can_be_counted(figure):
    found = figure("initiatives.completed", AUTUMN, "category")

    assert set(KINDS) | {"power_backup", "road_safety"} <= set(found)
    assert len(KINDS) == 11


def test_s4_13_quadcopters_went_to_rescuers_and_police(union):
    given = union("handouts/?item=quadcopter")["results"]

    assert {each["recipient"] for each in given} == {"ses-65", "npu-65"}
    assert sum(each["quantity"] for each in given) >= 2


def test_s4_14_over_200_road_signs_and_limiters_were_installed(figure):
    found = figure("handouts", AUTUMN, "item,unit")
    signs = found["road_sign", "piece"], found["traffic_limiter", "piece"]

    assert sum(signs) > 200
    assert figure("handouts", AUTUMN, "item")["road_sign"] == signs[0]


def test_s4_15_vysokopillia_got_two_warning_systems(union):
    where = f"initiatives/?territory={VYSOKOPILLIA}&category=notification_system"
    initiative = union(where)["results"][0]

    assert [each["quantity"] for each in handed(union, initiative)] == [2]
    assert all(each["asset"] for each in handed(union, initiative))


@pytest.fixture
def safe_road(union):
    found = union("initiatives/?category=road_safety")["results"]
    assert len(found) == 1
    return found[0]


def test_s4_20_an_initiative_of_the_oblast_police_was_supported(safe_road):
    assert safe_road["proposed_by_organisation"] == "npu-65"
    assert safe_road["group"] is None


def test_s4_21_safe_road_is_one_initiative_of_two_communities(figure, safe_road):
    assert safe_road["title"] == "Безпечна дорога"
    assert set(safe_road["communities"]) == {BILOZERKA, CHORNOBAIVKA}
    above = figure("initiatives.completed", AUTUMN)[()]
    below = figure("initiatives.completed", AUTUMN, "community")
    assert sum(below.values()) == above + 1


def test_s4_22_safe_road_gave_four_items_of_unknown_quantity(union, figure, safe_road):
    given = handed(union, safe_road)

    items = {"breathalyser", "printer", "charging_station", "tablet"}
    assert {each["item"] for each in given} == items
    assert {each["recipient"] for each in given} == {"npu-65"}
    assert all(each["quantity"] is None and each["quantity_unknown"] for each in given)
    models = {each["model"] for each in given if each["item"] == "breathalyser"}
    assert models == {"Dräger Alcotest 6820"}
    unknown = figure("handouts.unknown", AUTUMN, "item")
    assert set(unknown) == items
    found = figure("handouts", AUTUMN, "item")
    assert found["breathalyser"] is None
    page = browser("union").get(f"/working-groups/initiatives/{safe_road['id']}/").content.decode()
    assert "Dräger Alcotest 6820" in page
    assert "кількість невідома" in page


def test_s4_23_the_road_joins_kherson_and_mykolaiv_oblasts(safe_road):
    assert "Херсонську й Миколаївську області" in safe_road["description"]


def test_s4_24_rescuers_got_equipment_fuel_and_chainsaws(union):
    given = [e for e in union("handouts/?limit=200")["results"] if e["recipient"] == "ses-65"]
    units = {each["item"]: each["unit"] for each in given}

    assert units["fuel"] == "litre"
    assert units["chainsaw"] == "piece"
    assert "rescue_equipment" in units


def test_the_seventh_has_initiatives_of_its_own_that_are_not_among_those_of_the_six(figure):
    oblast = reader("kherson")

    own = oblast(f"initiatives/?territory={SEVENTH}")["results"]
    all_of_them = oblast(f"measures/handouts/?{AUTUMN}&by=item")["results"]

    assert own
    signs = {row["by"]["item"]: float(row["value"] or 0) for row in all_of_them}["road_sign"]
    assert signs > figure("handouts", AUTUMN, "item")["road_sign"]
    everywhere = oblast(f"measures/initiatives.completed/?{AUTUMN}")["results"][0]["value"]
    assert int(everywhere) == figure("initiatives.completed", AUTUMN)[()] + len(own)


def test_a_thread_leads_from_the_problem_to_the_safety_asset(union):
    where = f"initiatives/?territory={CHORNOBAIVKA}&category=road_signs"
    initiative = union(where)["results"][0]
    path = f"/working-groups/initiatives/{initiative['id']}/"
    page = browser("kherson").get(path).content.decode()

    thread = page[page.index('id="thread"') :]
    kinds = ("Передане майно", "Об’єкт безпеки")
    assert all(kind in thread for kind in kinds)
