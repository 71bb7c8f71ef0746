"""The charts as Altair specifications, each a function of plain rows; loaded only to draw."""

import json
from typing import Any

import altair as alt

from core.charts.theme import RAMP, colour, short_months

Rows = list[dict[str, Any]]
SERIES = alt.Scale(
    domain=["police", "rescue", "all"],
    range=[colour("police"), colour("rescue"), colour("series")],
)
PROJECTION = {"type": "conicEqualArea", "parallels": [46, 51], "rotate": [-31.2, 0]}

ROOM = {"left": 6, "top": 2, "right": 14, "bottom": 2}  # for a wider font than was measured


def data(rows: Rows) -> alt.Data:
    return alt.Data(values=rows)


def trend(rows: Rows, *, width: int, height: int, every: int = 1) -> alt.LayerChart:
    """Draw stacked months: police stands on the axis, a gap keeps the two apart in grey.

    Rows of month (2026-10), service, value, tip; every third label and so on for a narrow place.
    """
    months = sorted({row["month"] for row in rows})
    totals = {month: sum(r["value"] for r in rows if r["month"] == month) for month in months}
    whole = all(isinstance(total, int) for total in totals.values())
    labels = json.dumps(_month_labels(months, every), ensure_ascii=False)
    axis = alt.Axis(labelAngle=0, labelExpr=f"{labels}[datum.value]")
    x = alt.X(
        "month:O", title=None, axis=axis, scale=alt.Scale(paddingInner=0.28, paddingOuter=0.1)
    )
    ticks = alt.Axis(format=",d", tickMinStep=1) if whole else alt.Axis(format=",.1f")
    bars = alt.Chart(data(rows)).mark_bar(aria=True, stroke=colour("surface"), strokeWidth=1)
    bars = bars.encode(
        x=x,
        y=alt.Y("value:Q", title=None, axis=ticks),
        color=alt.Color("service:N", scale=SERIES),
        order=alt.Order("service:N"),
        description="tip:N",
    )
    last = alt.Chart(data([{"month": months[-1], "total": totals[months[-1]]}]))
    beside = 0.36 * width / len(months) + 5  # over its bar it would lie on a taller neighbour
    last = last.mark_text(align="left", dx=beside, fontWeight=600)
    last = last.encode(x=x, y="total:Q", text=alt.Text("total:Q", format=",d" if whole else ",.1f"))
    return (bars + last).properties(width=width, height=height, padding=ROOM)


def _month_labels(months: list[str], every: int) -> dict[str, str | list[str]]:
    """Give the words under the bars; January, or else the first month, carries its year."""
    names = short_months()
    shown = months[::every]
    dated = {month for month in shown if month.endswith("-01")} or set(shown[:1])
    return {
        month: ""
        if month not in shown
        else [names[int(month[5:7]) - 1], month[:4]]
        if month in dated
        else names[int(month[5:7]) - 1]
        for month in months
    }


def categories(rows: Rows, *, width: int, label_width: int, step: int = 25) -> alt.LayerChart:
    """Draw horizontal bars, the longest first, the total at the end of each.

    Rows of category, service, value, tip.
    """
    totals: dict[str, Any] = {}
    for row in rows:
        totals[row["category"]] = totals.get(row["category"], 0) + row["value"]
    order = sorted(totals, key=lambda category: -totals[category])
    names = alt.Axis(
        grid=False,
        labelAlign="left",
        labelColor=colour("ink"),
        labelFontSize=12.5,
        labelLimit=int(label_width * 0.85),
        labelPadding=label_width,  # room for a wider font than was measured
        maxExtent=label_width,
        minExtent=label_width,
    )
    y = alt.Y("category:N", sort=order, title=None, axis=names)
    bars = alt.Chart(data(rows)).mark_bar(aria=True, height=13)
    bars = bars.encode(
        y=y,
        x=alt.X("value:Q", axis=None),
        color=alt.Color("service:N", scale=SERIES),
        order=alt.Order("service:N"),
        description="tip:N",
    )
    ends = [{"category": category, "total": total} for category, total in totals.items()]
    text = alt.Chart(data(ends)).mark_text(align="left", dx=6, fontSize=12.5)
    text = text.encode(y=y, x=alt.X("total:Q", axis=None), text=alt.Text("total:Q", format=",d"))
    return (bars + text).properties(width=width, height=alt.Step(step), padding=ROOM)


def spark(rows: Rows, *, low: float, high: float) -> alt.LayerChart:
    """Draw a line without axes, its last point marked: rows of i, v."""
    y = alt.Y("v:Q", axis=None, scale=alt.Scale(domain=[low, high], zero=False))
    base = alt.Chart(data(rows)).encode(x=alt.X("i:Q", axis=None), y=y)
    line = base.mark_line(strokeWidth=1.6, stroke=colour("series"))
    dot = alt.Chart(data(rows[-1:])).encode(x=alt.X("i:Q", axis=None), y=y)
    dot = dot.mark_circle(size=28, fill=colour("accent"), opacity=1)
    return (line + dot).properties(width=64, height=24)


def choropleth(features: Rows, *, width: int, height: int, links: bool) -> alt.Chart:
    """Draw areas by class 1 to 5; class 0 is no data, hatched.

    Features carry the properties class, tip and, with links, href.
    """
    steps = alt.Scale(domain=list(range(6)), range=["url(#hatch)", *map(colour, RAMP)])
    shapes = alt.Chart(data(features)).mark_geoshape(
        aria=True, stroke=colour("surface"), strokeWidth=1
    )
    shapes = shapes.encode(
        color=alt.Color("properties.class:O", scale=steps), description="properties.tip:N"
    )
    if links:
        shapes = shapes.encode(href="properties.href:N")
    return shapes.project(**PROJECTION).properties(width=width, height=height)


def circles(rows: Rows, *, features: Rows, width: int, height: int) -> alt.LayerChart:
    """Draw places as circles, the area by value: rows of lon, lat, value, tip, the largest first."""
    most = max(row["value"] for row in rows) or 1
    points = alt.Chart(data(rows)).mark_circle(
        aria=True, opacity=1, fillOpacity=0.5, fill=colour("accent")
    )
    points = points.encode(
        longitude="lon:Q",
        latitude="lat:Q",
        size=alt.Size("value:Q", scale=alt.Scale(type="sqrt", range=[0, 420], domain=[0, most])),
        description="tip:N",
    )
    land = alt.Chart(data(features)).mark_geoshape(
        fill=colour("void"), stroke=colour("surface"), strokeWidth=1
    )
    return (land + points).project(**PROJECTION).properties(width=width, height=height)
