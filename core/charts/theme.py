"""One look for every chart: page, PDF and e-mail draw from the palette of static/css/portal.css."""

from typing import Any

from core.numbers import MINUS, NO_BREAK_SPACE, is_ukrainian

PALETTE = {
    "surface": "#ffffff",
    "ink": "#11191c",
    "ink-2": "#445055",
    "ink-3": "#5a666b",
    "line-2": "#c3cbc8",
    "edge": "#74817d",
    "grid": "#e3e7e5",
    "accent": "#0b625b",
    "police": "#1c4a9a",
    "rescue": "#dd6b12",
    "series": "#5d6b6f",
    "void": "#e6e9e8",
    "hatch": "#828e8a",
    "ramp-1": "#cfe3de",
    "ramp-2": "#9fc8bf",
    "ramp-3": "#639f95",
    "ramp-4": "#2f7970",
    "ramp-5": "#0a4a44",
}
FONT = "Noto Sans, Segoe UI, Roboto, Arial, sans-serif"
RAMP = [f"ramp-{step}" for step in range(1, 6)]
HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--void)"/>'
    '<line x1="0" y1="0" x2="0" y2="5" stroke="var(--hatch)" stroke-width="1.4"/></pattern></defs>'
)


def colour(name: str) -> str:
    """Name a token of the palette as a value for the drawing."""
    return f"var(--{name})"


def config() -> dict[str, Any]:
    """Give the Vega-Lite configuration that makes every chart look the same."""
    words = {"labelColor": colour("ink-2"), "labelFontSize": 12, "labelFont": FONT}
    titles = {"titleColor": colour("ink-2"), "titleFontSize": 12, "titleFontWeight": 400}
    lines = {"domain": False, "ticks": False, "grid": False, "gridColor": colour("grid")}
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 2, "top": 2, "right": 2, "bottom": 2},
        "view": {"stroke": None},
        "mark": {"aria": False},
        "axis": words | titles | lines | {"labelPadding": 6, "titleFont": FONT, "aria": False},
        "axisY": {"grid": True, "tickCount": 4},
        "axisX": {"domain": True, "domainColor": colour("edge")},
        "legend": {"disable": True},
        "bar": {"fill": colour("series")},
        "line": {"stroke": colour("ink"), "strokeWidth": 2},
        "text": {"fill": colour("ink"), "font": FONT, "fontSize": 12},
        "rule": {"stroke": colour("edge")},
    }


def number_locale() -> dict[str, Any]:
    """Say how numbers are written in the active language."""
    if is_ukrainian():
        marks = {"decimal": ",", "thousands": NO_BREAK_SPACE, "percent": f"{NO_BREAK_SPACE}%"}
    else:
        marks = {"decimal": ".", "thousands": ",", "percent": "%"}
    return marks | {"grouping": [3], "currency": ["", ""], "minus": MINUS}


def short_months() -> list[str]:
    """Name the months as they stand under a chart, January first."""
    return (UKRAINIAN_MONTHS if is_ukrainian() else ENGLISH_MONTHS).split()


UKRAINIAN_MONTHS = "січ лют бер кві тра чер лип сер вер жов лис гру"
ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
