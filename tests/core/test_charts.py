"""Charts: one palette with the pages, names that cannot break a drawing, numbers as people write them."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from core import charts
from core.charts import theme
from core.periods import Month

HOSTILE = 'Школа "12.25" <b> & class="x" fill="1.23456" ]]></text><script>'
MARKS = {"{http://www.w3.org/2000/svg}path", "{http://www.w3.org/2000/svg}circle"}


def token(name: str) -> str:
    """Return the light value a token has in the stylesheet."""
    css = (Path(settings.BASE_DIR) / "static/css/portal.css").read_text()
    return re.search(rf"--{name}: light-dark\((#\w+),", css)[1]


def months(**values: list[int]) -> list[dict]:
    return [
        {"month": Month(2026, 1).shift(at), "service": service, "value": value}
        for service, row in values.items()
        for at, value in enumerate(row)
    ]


def square(west: float, south: float) -> dict:
    east, north = west + 2, south + 2
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own drawing


def tips(svg: str) -> list[str]:
    return [each.get("data-tip") for each in parsed(svg).iter() if each.get("data-tip")]


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in parsed(svg).iter() if "text" in each.tag]


@pytest.mark.parametrize("name", theme.PALETTE)
def test_a_colour_of_the_charts_is_the_colour_of_the_pages(name):
    assert theme.PALETTE[name] == token(name)


def test_a_trend_draws_each_month_of_each_service_and_says_the_same_in_a_table():
    drawing = charts.trend(months(police=[10, 1200], rescue=[5, 0]), caption="Найбільше в лютому")

    assert tips(drawing.wide) == [
        "січень 2026, Поліція: 10",
        "лютий 2026, Поліція: 1\u00a0200",
        "січень 2026, ДСНС: 5",
        "лютий 2026, ДСНС: 0",
    ]
    assert drawing.header == ("Місяць", "Поліція", "ДСНС", "Разом")
    assert drawing.rows == [["лютий 2026", 1200, 0, 1200], ["січень 2026", 10, 5, 15]]


def test_a_number_that_is_not_split_has_one_column_and_its_own_colour():
    drawing = charts.trend([{"month": date(2026, 10, 3), "value": Decimal("4.4")}], label="Рівень")

    assert drawing.header == ("Місяць", "Скільки")
    assert drawing.rows == [["жовтень 2026", 4.4]]
    assert "var(--series)" in drawing.wide


def test_an_unknown_month_is_a_gap_in_the_drawing_and_no_zero_in_the_table():
    drawing = charts.trend(months(police=[3, None]), label="Подій")

    assert tips(drawing.wide) == ["січень 2026, Поліція: 3"]
    assert drawing.rows == [["лютий 2026", None], ["січень 2026", 3]]


@pytest.mark.parametrize(
    ("language", "month", "number"),
    [pytest.param("uk", "гру", "1\u00a0500", id="uk"), pytest.param("en", "Dec", "1,500", id="en")],
)
def test_months_and_numbers_are_written_in_the_language_of_the_reader(language, month, number):
    with translation.override(language):
        svg = charts.trend([{"month": date(2025, 12, 1), "value": 1500}], label="x").wide

    assert f"{month}2025" in texts(svg)
    assert number in texts(svg)


def test_hostile_names_stay_words():
    rows = [{"category": HOSTILE, "service": "police", "value": 7}]

    drawing = charts.categories(rows, label=HOSTILE)

    assert parsed(drawing.wide).get("aria-label") == HOSTILE
    assert tips(drawing.wide) == [f"{HOSTILE}, Поліція: 7"]
    assert any(text.startswith('Школа "12.25" <b>') for text in texts(drawing.wide))
    assert "<script" not in drawing.wide


def test_categories_stand_by_size_whatever_order_they_come_in():
    rows = [
        {"category": name, "service": "rescue", "value": value}
        for name, value in [("ДТП", 2), ("Пожежа", 90), ("Крадіжка", 0)]
    ]

    drawing = charts.categories(rows, label="x")

    assert [row[0] for row in drawing.rows] == ["Пожежа", "ДТП", "Крадіжка"]


def test_nothing_to_draw_is_no_drawing():
    assert charts.trend([], caption="Порожньо").wide == ""
    assert charts.categories([]).wide == ""
    assert charts.circles([]).wide == ""
    assert charts.spark([None, 3, None]) == ""


def test_a_spark_of_equal_values_is_a_line():
    assert "<path" in charts.spark([5, 5, 5])


def test_circles_leave_out_places_without_coordinates_or_without_anything():
    rows = [
        {"name": "Київ", "lon": 30.5, "lat": 50.45, "value": 990},
        {"name": "Десь", "lon": None, "lat": None, "value": 3},
        {"name": "Тихо", "lon": 31, "lat": 49, "value": 0},
        {"name": "Одеса", "lon": 30.7, "lat": 46.5, "value": 40},
    ]

    drawing = charts.circles(rows, label="x", header=("Громада", "Подій"))

    assert tips(drawing.wide) == ["Київ: 990", "Одеса: 40"]
    assert drawing.rows == [("Київ", 990), ("Одеса", 40)]


def test_one_circle_alone_can_be_drawn():
    svg = charts.circles([{"name": "Київ", "lon": 30.5, "lat": 50.45, "value": 9}], label="x").wide

    assert "NaN" not in svg
    assert tips(svg) == ["Київ: 9"]


def test_an_area_links_to_its_page_by_its_name_and_unknown_is_hatched():
    known = {"class": 5, "name": "Київська", "value": Decimal("8.25"), "href": "/?t=UA32.0001"}
    unknown = {"class": 0, "name": "Кримська", "value": None, "href": ""}
    features = [
        {"type": "Feature", "geometry": square(30, 49), "properties": known},
        {"type": "Feature", "geometry": square(34, 45), "properties": unknown},
    ]

    root = parsed(charts.choropleth(features, label="Карта").wide)

    links = [each.attrib for each in root.iter("{http://www.w3.org/2000/svg}a")]
    assert links == [{"href": "/?t=UA32.0001", "aria-label": "Київська: 8,3"}]
    assert {each.get("fill") for each in root.iter() if each.tag in MARKS} == {
        "var(--ramp-5)",
        "url(#hatch)",
    }
    assert root.get("role") == "group"


def test_paper_and_mail_get_literal_colours():
    svg = charts.trend(months(police=[3]), label="x", mode="light").wide

    assert "var(" not in svg
    assert token("police") in svg


def test_two_drawings_on_one_page_share_no_ids():
    rows = [{"name": "Київ", "lon": 30.5, "lat": 50.45, "value": 9}]
    first = charts.circles(rows, label="x").wide
    second = charts.circles([rows[0] | {"value": 8, "lat": 49}], label="x").wide

    ids = [re.findall(r' id="([^"]+)"', svg) for svg in (first, second)]

    assert not set(ids[0]) & set(ids[1])


def test_importing_the_charts_loads_no_renderer():
    """A process forked after the renderer has drawn would hang."""
    asked = "import sys, core.charts; print({'altair', 'vl_convert'} & set(sys.modules))"

    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "set()"


def test_a_drawing_carries_no_style_no_script_and_no_foreign_address():
    svg = charts.categories(
        [{"category": "ДТП", "service": "police", "value": 7}], label="x"
    ).wide.replace('xmlns="http://www.w3.org/2000/svg"', "")

    assert not re.search(r"style=|<script|<style|https?:|\son\w+=", svg)
