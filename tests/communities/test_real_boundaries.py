"""The boundaries beside the checkout: the whole country, and smaller cuts of it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import translation

from communities import boundaries
from communities.models import Boundary, Community

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_register")]


@pytest.fixture(scope="module")
def country(shared, whole_register, django_db_blocker):
    """Import the country; return what the command said."""
    output = StringIO()
    with django_db_blocker.unblock(), translation.override("en"):
        call_command("import_boundaries", shared.folder / "ua_admin.topojson", stdout=output)
    return output.getvalue()


def test_every_community_raion_and_oblast_gets_its_boundary(country, shared):
    counts = [Boundary.objects.of_level(each).count() for each in ("community", "raion", "oblast")]

    assert counts == [1470, 136, 27]
    assert not Community.objects.shown().filter(boundary=None).exists()
    assert "UA71080170000080118: the boundary crosses itself" in country
    assert "UA85000000000065278 is a city and no raion" in country
    for line in shared("hromadas_osm.csv")[:200]:
        found = Boundary.objects.get(community__code=line["code"])
        box = [float(line[name]) for name in ("min_lon", "min_lat", "max_lon", "max_lat")]
        assert found.box == pytest.approx(box, abs=0.05)


def test_labels_lie_inside_their_boxes_and_low_is_shorter_than_middle(country):
    assert not Boundary.objects.exclude(
        label_longitude__gt=F("west"),
        label_longitude__lt=F("east"),
        label_latitude__gt=F("south"),
        label_latitude__lt=F("north"),
    ).exists()
    sizes = [
        sum(len(text) for text in Boundary.objects.values_list(name, flat=True))
        for name in ("low", "middle", "high")
    ]
    assert sizes[0] * 3 < sizes[2]
    assert sizes == sorted(sizes)
    assert not Boundary.objects.filter(outline="").exists()


def test_the_whole_country_again_changes_nothing(country, shared):
    output = StringIO()

    call_command("import_boundaries", shared.folder / "ua_admin.topojson", stdout=output)

    assert output.getvalue().endswith("boundaries: 1633 unchanged\n")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("ua_raions.topojson", 136),
        ("ua_oblasts.geojson", 27),
        ("sample_kherson_hromadas.geojson", 49),
    ],
)
def test_smaller_cuts_are_read_too(shared, name, rows):
    reading = boundaries.read_boundaries(shared.folder / name)

    assert len(reading.rows) == rows
