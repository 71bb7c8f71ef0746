"""Maps of ready paths: the plane they lie in, and what a drawing says."""

import xml.etree.ElementTree as ET

import pytest

from core.charts import Area, Label, areas, dot
from core.charts.plane import HEIGHT, WHOLE, WIDTH, Frame, path_of, project

SQUARE = {"type": "Polygon", "coordinates": [[[33, 47], [34, 47], [34, 48], [33, 48], [33, 47]]]}
HOSTILE = '"><script>alert(1)</script>'


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314  drawn here


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(22.14, 48.1), (40.23, 49.5), (33.8, 44.386), (33.2, 52.38)]
)
def test_all_of_ukraine_lies_in_the_plane(longitude, latitude):
    x, y = project(longitude, latitude)

    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_east_is_right_and_north_is_up():
    assert project(33, 48)[0] < project(34, 48)[0]
    assert project(33, 48)[1] < project(33, 47)[1]


def test_a_path_comes_back_to_where_it_began():
    path = path_of(SQUARE)

    start, _, steps = path.removeprefix("M").removesuffix("z").partition("l")
    x, y = map(int, start.split(","))
    for step in steps.split():
        right, down = map(int, step.split(","))
        x, y = x + right, y + down
    assert (x, y) == project(33, 48)  # the corner before the first
    assert path.count("M") == 1


def test_a_ring_too_small_to_be_seen_is_left_out():
    speck = {"type": "Polygon", "coordinates": [[[33, 47], [33.0001, 47], [33, 47.0001], [33, 47]]]}

    assert path_of(speck) == ""


def test_a_frame_holds_what_it_is_around():
    frame = Frame.around([(33, 47, 34, 48), (35, 47, 36, 48)])

    for place in ((33, 47), (36, 48), (34.5, 47.5)):
        x, y = project(*place)
        assert frame.left < x < frame.left + frame.width
        assert frame.top < y < frame.top + frame.height
    assert Frame.around([]) == WHOLE


def test_a_drawing_is_a_picture_and_with_links_a_group():
    still = parsed(areas([Area("M0,0z", "land", "Тут")], label="Карта").wide)
    linked = parsed(areas([Area("M0,0z", "land", "Тут", "/x")], label="Карта").wide)

    assert (still.get("role"), linked.get("role")) == ("img", "group")
    assert linked.find("{*}a").get("aria-label") == "Тут"


def test_hostile_words_stay_words():
    svg = areas(
        [Area("M0,0z", "land", HOSTILE, f"/{HOSTILE}")],
        label=HOSTILE,
        names=[Label((5, 5), HOSTILE)],
    ).wide

    assert "<script" not in svg
    assert parsed(svg).get("aria-label") == HOSTILE


def test_of_names_that_run_into_each_other_the_weightier_is_written():
    names = [
        Label((500, 500), "Мала", 1),
        Label((520, 500), "Велика", 9),
        Label((5000, 500), "Інша"),
    ]

    svg = areas([Area("M0,0z", "land")], label="Карта", names=names).wide

    assert [each.text for each in parsed(svg).findall(".//{*}text")] == ["Велика", "Інша"]


def test_patterns_grow_with_the_frame():
    svg = areas([Area("M0,0z", "x")], label="Карта", frame=WHOLE, patterns=("hatch",)).wide

    assert (
        '<pattern id="map-hatch" href="#hatch" patternTransform="scale(11.11) rotate(45)"/>' in svg
    )


def test_nothing_to_draw_is_no_drawing():
    assert areas([], label="Карта").wide == ""
    assert areas([Area("", "land")], label="Карта").wide == ""


def test_a_dot_lies_around_its_place():
    x, y = project(33, 47)

    assert dot(33, 47, 20).startswith(f"M{x - 20},{y}a20,20")
