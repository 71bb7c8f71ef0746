"""Files of boundaries: taken whole and repaired with a warning, or refused with the feature."""

import json
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
import shapely
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from communities import boundaries
from communities.models import Boundary
from core.plans import FileRejected, Source
from tests.factories.communities import (
    BoundaryFactory,
    CommunityFactory,
    OblastFactory,
    RaionFactory,
    square,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = date(2026, 7, 7)
BOW = [[33, 47], [34, 48], [34, 47], [33, 48.5], [33, 47]]  # crosses itself once


@pytest.fixture
def community():
    return CommunityFactory.create()


@pytest.fixture
def written(tmp_path):
    def write(document, name="borders_2026-07-07.geojson"):
        path = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def feature(unit, geometry):
    code = getattr(unit, "code", unit)
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(ring)]}


def take(path):
    plan = boundaries.plan_boundaries(Source(path, path.name, DAY, DAY))
    plan.write()
    return plan.changes, plan.warnings


def refused(path):
    before = list(Boundary.objects.values())
    with pytest.raises(FileRejected) as caught:
        take(path)
    assert list(Boundary.objects.values()) == before
    return caught.value.problems


def topology(**layers):
    """Two squares that share the arc 0; the grid has steps of a tenth of a degree from 33, 47."""
    return {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [33, 47]},
        "arcs": [
            [[10, 0], [0, 10]],
            [[10, 10], [-10, 0], [0, -10], [10, 0]],
            [[10, 0], [10, 0], [0, 10], [-10, 0]],
        ],
        "objects": {
            name: {"type": "GeometryCollection", "geometries": list(geometries)}
            for name, geometries in layers.items()
        },
    }


def of_arcs(unit, *arcs):
    return {"type": "Polygon", "arcs": [list(arcs)], "properties": {"code": unit.code}}


def test_geojson_gives_a_unit_three_geometries_an_outline_a_box_and_a_label(community, written):
    changes, warnings = take(written(collection(feature(community, square(33, 47, 0.5)))))

    stored = Boundary.objects.get()
    assert (str(changes), warnings) == ("1 created, 0 changed, 0 unchanged", [])
    assert stored.unit == community
    assert stored.box == (33, 47, 33.5, 47.5)
    assert (stored.label_longitude, stored.label_latitude) == pytest.approx(
        (33.25, 47.25), abs=0.02
    )
    assert json.loads(stored.high)["coordinates"][0][0] in square(33, 47, 0.5)["coordinates"][0]
    assert (stored.outline[0], stored.outline[-1]) == ("M", "z")
    assert (stored.credit, stored.edition) == ("© OpenStreetMap contributors", DAY)


def test_topojson_of_layers_is_read_and_neighbours_keep_one_border(written):
    west, east = CommunityFactory.create_batch(2)
    raion = RaionFactory.create()
    path = written(
        topology(
            hromadas=[of_arcs(west, 0, 1), of_arcs(east, ~0, 2)], raions=[of_arcs(raion, 0, 1)]
        )
    )

    _changes, warnings = take(path)

    assert (Boundary.objects.count(), warnings) == (3, [])
    assert Boundary.objects.get(raion=raion).box == (33, 47, 34, 48)
    left, right = Boundary.objects.get(community=west), Boundary.objects.get(community=east)
    assert left.east == right.west == 34


def test_detail_falls_and_no_gap_opens_between_neighbours(written):
    wave = [[34 + 0.004 * (n % 2), 47 + n * 0.01] for n in range(101)]
    west, east = CommunityFactory.create_batch(2)
    take(
        written(
            collection(
                feature(west, polygon([33, 47], *wave, [33, 48], [33, 47])),
                feature(east, polygon([35, 47], [35, 48], *wave[::-1], [35, 47])),
            )
        )
    )

    rows = [Boundary.objects.get(community=each) for each in (west, east)]
    points = {
        name: shapely.get_num_coordinates(shapely.from_geojson(getattr(rows[0], name)))
        for name in ("low", "middle", "high")
    }
    assert points["low"] < points["high"] == 104
    for name in points:
        both = [shapely.from_geojson(getattr(row, name)) for row in rows]
        assert shapely.coverage_is_valid(both), name


def test_the_same_file_again_changes_nothing(community, written):
    path = written(collection(feature(community, square(33, 47))))
    take(path)
    before = list(Boundary.objects.values())

    changes, _warnings = take(path)

    assert str(changes) == "0 created, 0 changed, 1 unchanged"
    assert list(Boundary.objects.values()) == before


def test_a_newer_file_replaces_what_it_holds_and_keeps_the_rest(community, written):
    kept = BoundaryFactory.create()
    take(written(collection(feature(community, square(33, 47)))))

    changes, _warnings = take(written(collection(feature(community, square(34, 47)))))

    assert str(changes) == "0 created, 1 changed, 0 unchanged"
    assert Boundary.objects.get(community=community).west == 34
    assert Boundary.objects.filter(pk=kept.pk).exists()


def test_a_boundary_that_crosses_itself_is_repaired_and_named(community, written):
    _changes, warnings = take(written(collection(feature(community, polygon(*BOW)))))

    assert len(warnings) == 1
    assert warnings[0].startswith(f"{community.code}: the boundary crosses itself at 33.")
    assert json.loads(Boundary.objects.get().high)["type"] == "MultiPolygon"


def test_neighbours_that_overlap_are_named(written):
    one, other = CommunityFactory.create_batch(2)

    _changes, warnings = take(
        written(collection(feature(one, square(33, 47, 1)), feature(other, square(33.5, 47.2, 1))))
    )

    assert [each.partition(":")[0] for each in warnings] == [one.code, other.code]
    assert "do not lie on one line" in warnings[0]


def test_a_city_among_the_raions_is_left_out_and_named(written):
    city, raion = OblastFactory.create(is_city=True), RaionFactory.create()

    changes, warnings = take(written(topology(raions=[of_arcs(city, 0, 1), of_arcs(raion, ~0, 2)])))

    assert (changes.created, len(warnings)) == (1, 1)


def test_the_capital_is_what_the_others_of_its_file_are(written):
    kyiv = OblastFactory.create(is_city=True)
    CommunityFactory.create(code=kyiv.code, oblast=kyiv, raion=None)
    oblast = OblastFactory.create()

    take(written(collection(feature(kyiv, square(30, 50)), feature(oblast, square(33, 47)))))
    take(written(collection(feature(kyiv, square(30, 50)))))

    levels = [each.unit._meta.model_name for each in Boundary.objects.order_by("pk")]
    assert levels == ["oblast", "oblast", "community"]


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        pytest.param({"type": "Point", "coordinates": [33, 47]}, "not a polygon", id="a point"),
        pytest.param(None, "has no boundary", id="none"),
        pytest.param(square(13, 52), "outside Ukraine", id="outside"),
        pytest.param(polygon([33, 47], [34, 47]), "at least four points", id="a line"),
        pytest.param(
            polygon([33, 47], [34, 47], [35, 47], [33, 47]), "holds no land", id="without land"
        ),
        pytest.param(polygon([33, 47], ["x", 1]), "cannot be read", id="letters"),
        pytest.param(polygon(33), "cannot be read", id="not nested"),
        pytest.param({"type": "Polygon", "coordinates": []}, "holds no land", id="empty"),
    ],
)
def test_a_wrong_geometry_is_named_and_nothing_is_taken(community, written, geometry, reason):
    good = CommunityFactory.create()

    problems = refused(
        written(collection(feature(good, square(33, 47)), feature(community, geometry)))
    )

    assert list(problems) == [2]
    assert reason in problems[2]


def test_every_unknown_and_every_doubled_code_is_named(community, written):
    land = square(33, 47)

    problems = refused(
        written(
            collection(
                feature("UA99", land),
                feature(community, land),
                feature(community, land),
                {"type": "Feature", "properties": {}, "geometry": land},
            )
        )
    )
    assert list(problems) == [4]  # what is no feature of ours is told first

    problems = refused(
        written(
            collection(feature("UA99", land), feature(community, land), feature(community, land))
        )
    )
    assert problems == {
        1: "the register has no unit UA99 of this layer",
        3: f"{community.code} stands there twice",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("code,name\n", id="a table"),
        pytest.param('{"type": "FeatureCollection"', id="cut off"),
        pytest.param("[" * 100_000, id="nested"),
        pytest.param('{"type": "FeatureCollection", "features": NaN}', id="not a number"),
        pytest.param('{"type": "FeatureCollection", "features": []}', id="no feature"),
        pytest.param('{"type": "Polygon", "coordinates": []}', id="one geometry"),
        pytest.param('{"type": "Topology", "arcs": [[1]], "objects": {}}', id="no arcs"),
        pytest.param("[]", id="a list"),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused(written, text):
    assert list(refused(written(text))) == [1]


def test_an_arc_that_is_not_there_is_a_wrong_boundary(community, written):
    problems = refused(written(topology(hromadas=[of_arcs(community, 0, 99)])))

    assert problems == {1: f"the boundary of {community.code} cannot be read"}


@pytest.mark.limit("boundary_bytes")
def test_a_long_file_is_refused_unread(community, written, settings):
    path = written(collection(feature(community, square(33, 47))))
    size = path.stat().st_size
    settings.LIMITS = settings.LIMITS | {"boundary_bytes": size}
    take(path)

    settings.LIMITS = settings.LIMITS | {"boundary_bytes": size - 1}
    assert "longer than" in refused(path)[1]


@pytest.mark.limit("boundary_features")
def test_a_file_of_too_many_features_is_refused(community, written, settings):
    features = [feature(community, square(33, 47)), feature("UA99", square(33, 47))]
    settings.LIMITS = settings.LIMITS | {"boundary_features": 1}
    take(written(collection(features[0])))

    assert "too many features" in refused(written(collection(*features)))[2]


@pytest.mark.limit("boundary_points")
def test_arcs_said_again_and_again_are_not_unrolled_beyond_the_limit(community, written, settings):
    settings.LIMITS = settings.LIMITS | {"boundary_points": 5}
    take(written(collection(feature(community, square(33, 47)))))

    bomb = topology(hromadas=[of_arcs(community, *[1, ~1] * 1_000_000)])
    assert "too many points" in refused(written(bomb))[1]


def test_the_command_says_what_changed_and_the_day_of_the_file(community, written):
    output = StringIO()

    call_command(
        "import_boundaries",
        written(collection(feature(community, polygon(*BOW)))),
        credit="© Somebody",
        stdout=output,
    )

    told = output.getvalue()
    assert told.splitlines()[-1] == "boundaries: 1 created, 0 unchanged"
    assert told.startswith(f"feature 1: created, community {community.code} ")
    assert f"{community.code}: the boundary crosses itself" in told
    assert (Boundary.objects.get().credit, Boundary.objects.get().edition) == ("© Somebody", DAY)


def test_the_command_names_features_and_changes_nothing(written, tmp_path):
    with pytest.raises(CommandError, match=r"Nothing was changed\.\nfeature 1: the register"):
        call_command("import_boundaries", written(collection(feature("UA99", square(33, 47)))))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_boundaries", tmp_path / "missing.geojson")
    with pytest.raises(CommandError, match="not JSON"):
        call_command("import_boundaries", written("", "borders.geojson"))
    with pytest.raises(CommandError, match="still to come"):
        call_command("import_boundaries", written("", "borders_2999-01-01.geojson"))


def test_a_boundary_is_of_exactly_one_unit(community):
    with pytest.raises(IntegrityError, match="boundary_names_one_unit"):
        BoundaryFactory.create(community=community, oblast=community.oblast)


def test_reading_pages_loads_no_geometry_library():
    asked = (
        "import django, sys; django.setup(); from django.urls import get_resolver;"
        " get_resolver().url_patterns; import communities.boundaries;"
        " print({'shapely', 'numpy'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "set()"
