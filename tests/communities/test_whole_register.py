"""The official codifier, loaded whole, and the real facts that belong to it."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from communities.models import (
    CityDistrict,
    Community,
    Oblast,
    Organisation,
    Raion,
    Settlement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_register")]

DAY = date(2025, 4, 30)


def test_holds_every_unit_of_the_codifier():
    tables = (Oblast, Raion, Community, Settlement, CityDistrict)

    assert [table.objects.count() for table in tables] == [27, 136, 1773, 29702, 108]
    assert Community.objects.shown().count() == 1470
    assert Community.objects.filter(projected=True, oblast__number="01").count() == 303


def test_the_same_file_again_changes_nothing():
    output = StringIO()

    call_command("load_reference_data", stdout=output)

    said = output.getvalue().splitlines()
    assert said[-1].startswith("in all: 0 created, 0 changed, ")


def test_kyiv_is_an_oblast_a_community_and_a_settlement():
    oblast = Oblast.objects.get(number="80")
    community = Community.objects.get(code=oblast.code)

    assert (oblast.is_city, oblast.iso, oblast.name_en) == (True, "UA-30", "Kyiv City")
    assert (community.type, community.raion, community.name_en) == ("urban", None, "Kyiv")
    assert community.centre.code == oblast.code
    assert community.centre.districts.count() == 10


def test_sevastopol_is_an_oblast_only():
    sevastopol = Oblast.objects.get(number="85")

    assert not sevastopol.communities.exists()
    assert sevastopol.districts.count() == 4


def test_the_two_cities_of_the_exclusion_zone_have_a_raion_and_no_community():
    outside = Settlement.objects.filter(community=None).order_by("sort_key")

    assert [(each.name_uk, each.raion.name_uk) for each in outside] == [
        ("Прип’ять", "Вишгородський"),
        ("Чорнобиль", "Вишгородський"),
    ]


def test_the_type_of_a_community_is_that_of_its_council():
    shown = Community.objects.shown()

    assert shown.filter(type="urban").count() == 410
    assert shown.filter(type="settlement").count() == 435
    assert shown.filter(type="rural").count() == 625
    assert not shown.filter(centre=None).exists()


def test_names_are_trimmed():
    assert not Community.objects.filter(name_uk__regex=r"^\s|\s$").exists()


def test_most_communities_have_a_point_for_the_map():
    assert Community.objects.shown().exclude(latitude=None).count() > 1400


def test_the_services_have_a_directorate_in_every_oblast_under_control():
    directorates = Organisation.objects.filter(kind="directorate")

    police, rescue = (directorates.filter(service=each) for each in ("police", "rescue"))

    assert police.values("oblast").distinct().count() == 26
    assert rescue.values("oblast").distinct().count() == 25
    assert Organisation.objects.filter(kind__in=["ministry", "service"]).count() == 3
    assert directorates.get(code="npu-07").name_uk.endswith("у Волинській області")
    assert directorates.get(code="npu-51").name_uk.endswith("в Одеській області")


def test_english_names_are_those_of_the_shared_data(shared):
    stored = {
        code: name_en
        for table in (Settlement, Community, CityDistrict)
        for code, name_en in table.objects.values_list("code", "name_en")
    }
    expected = {line["code"]: line["name_en"] for line in shared("katottg_2026-07-07.csv")}

    assert {code: expected[code] for code in stored} == stored
    for table, name in ((Oblast, "oblasts.csv"), (Raion, "raions.csv")):
        expected = {line["code"]: line["name_en"] for line in shared(name)}
        assert dict(table.objects.values_list("code", "name_en")) == expected


def test_type_centre_and_territory_are_those_of_the_shared_data(shared):
    columns = ("code", "type", "centre__code", "oblast__code", "raion__code", "projected")

    stored = set(Community.objects.values_list(*columns))

    assert stored == {
        (
            line["code"],
            line["type_en"],
            line["centre_code"] or None,
            line["oblast_code"],
            line["raion_code"] or None,
            line["in_crimea"] == "1",
        )
        for line in shared("hromadas.csv")
    }


def test_points_lie_in_the_bounds_of_their_communities(shared):
    placed = Community.objects.exclude(latitude=None)
    points = {code: point for code, *point in placed.values_list("code", "latitude", "longitude")}
    slack = 0.01  # degrees; GeoNames rounds

    for line in shared("hromadas_osm.csv"):
        if line["code"] in points:
            latitude, longitude = points[line["code"]]
            assert float(line["min_lat"]) - slack < latitude < float(line["max_lat"]) + slack
            assert float(line["min_lon"]) - slack < longitude < float(line["max_lon"]) + slack


def test_the_real_list_gives_the_known_numbers(shared):
    path = shared.folder / "territory_status_order376_2025-04-30.csv"
    call_command("import_territory_status", path, stdout=StringIO())

    stored = Community.objects.with_status_on(DAY).values_list("code", "status")

    expected = {
        line["code"]: line["status_2025_04_30"].replace("none", "controlled")
        for line in shared("hromadas.csv")
    }
    assert dict(stored) == expected
    assert Community.objects.occupied_on(DAY).count() == 125
    assert Community.objects.eligible_on(DAY).count() == 1345
    by_oblast = Counter(Community.objects.occupied_on(DAY).values_list("oblast__code", flat=True))
    for line in shared("oblasts.csv"):
        if line["name_en"] != "Autonomous Republic of Crimea":
            occupied = int(line["n_hromadas_occupied_2025_04"])
            assert by_oblast[line["code"]] == occupied
