"""Charts drawn on the server: Altair to SVG, one look for page, PDF and e-mail."""

from core.charts.maps import choropleth, circles
from core.charts.pen import Drawing, warm
from core.charts.series import categories, spark, trend

__all__ = ["Drawing", "categories", "choropleth", "circles", "spark", "trend", "warm"]
