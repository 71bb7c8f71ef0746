"""Charts drawn on the server: Altair to SVG, one look for page, PDF and e-mail."""

from core.charts.areas import Area, Label, areas, dot
from core.charts.maps import choropleth, circles
from core.charts.pen import Drawing, warm
from core.charts.series import categories, spark, trend

__all__ = [
    "Area",
    "Drawing",
    "Label",
    "areas",
    "categories",
    "choropleth",
    "circles",
    "dot",
    "spark",
    "trend",
    "warm",
]
