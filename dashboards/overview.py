"""Everything the overview shows, each part from the same question."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.heirs import Territories
from core import charts, looks
from core.periods import Period
from dashboards import words
from dashboards.areas import choropleth
from dashboards.figures import figure_of, strip
from dashboards.questions import Question
from dashboards.ranking import Ranking, rank
from incidents.models import Category
from indicators import communities, incidents
from indicators.asks import Ask

MANY = 1000  # counted so far and no further
SHOWN = 11  # categories drawn before the rest
TITLES = {
    "oblast": gettext_lazy("Oblasts"),
    "raion": gettext_lazy("Raions"),
    "community": gettext_lazy("Communities"),
}
BESIDE = 10  # lines of the list beside the map


def content(question: Question, sort: str) -> dict[str, Any]:
    """Return the parts of the page; those the reader may not see are left out."""
    ask = question.ask(incidents.RECORDED)
    frame = {"summary": summary(question), "sort": sort, **_links(question)}
    if ask is None:
        figures = strip(question, sparks=False)
        return {**frame, "figures": figures, "ground": ground(question), "late": None}
    ranking = rank(question, sort)
    trend = trend_of(question, ask)  # first: the courses of the figures are sums of it
    recorded = figure_of(question, incidents.RECORDED)
    return {
        **frame,
        "lead": words.lead(question, recorded, ranking),
        "figures": strip(question),
        "recorded": recorded,
        "ground": ground(question),
        "late": late(ask, question),
        "trend": trend,
        "categories": categories_of(ask),
        "legend": "services" if len(ask.services) > 1 else "",
        **(_compared(question, ask, ranking) if ranking else {}),
    }


def summary(question: Question) -> str:
    """Say the filters in one line, for a phone and for paper."""
    service = looks.service_word(question.service) if question.service else _("both services")
    parts = [question.when, service, question.territory.name]
    if question.territories == Territories.AS_IT_IS_NOW:
        parts.append(_("communities as they are now"))
    return ", ".join(parts)


def _links(question: Question) -> dict[str, str]:
    """Return the addresses of what the reader may open from here."""
    sees, place = question.user.has_perm, question.territory
    eligible = question.url("dashboards:measure", communities.ELIGIBLE.code)
    links = {
        "eligible_url": eligible,
        "map_url": question.url("dashboards:map-data"),
        "measures_url": question.url("dashboards:measures"),
    }
    if place.level == "community":
        links["community_url"] = reverse("dashboards:community", args=[place.code])
    if sees("incidents.view_incident"):
        links["list_url"] = question.incidents()
    if sees("reports.view_edition"):
        links["reports_url"] = f"{reverse('reports:list')}?territory={place.code}"
    return links


def _compared(question: Question, ask: Ask, ranking: Ranking) -> dict[str, Any]:
    """Return the units one step below as a table and as the list beside the map."""
    values = _total(question, ask)
    return {
        "ranking": ranking,
        "areas": choropleth(question, ranking),
        "ranking_title": TITLES[question.territory.children_level],
        "heads": ranking.heads,
        "rows": ranking.rows,
        "total": [
            {"value": values[each.name], "places": each.places, "is_change": each.is_change}
            for each in ranking.columns
        ],
        "beside": ranking.most[:BESIDE],
        "rest": len(ranking.rows) > BESIDE,
    }


def trend_of(question: Question, ask: Ask) -> charts.Drawing:
    """Draw the twelve months up to the period's own, by service."""
    first, last = question.months[0], question.months[-1]
    year = ask.other(period=Period.of_months(first, last))
    found = incidents.RECORDED.split(year, "month", "service")
    rows = [
        {"month": month, "service": service, "value": found.get((month.first_day, service), 0)}
        for month in question.months
        for service in ask.services
    ]
    return charts.trend(rows, caption=words.busiest(rows))


def categories_of(ask: Ask) -> charts.Drawing:
    """Draw the main categories, the rest as one bar."""
    found = incidents.RECORDED.split(ask, "category", "service")
    totals: dict[str, int] = {}
    for (code, _service), value in found.items():
        totals[code] = totals.get(code, 0) + value
    order = sorted(totals, key=lambda code: -totals[code])
    own = set(order if len(order) <= SHOWN + 1 else order[:SHOWN])
    names = {each.code: each.name for each in Category.objects.filter(code__in=own)}
    sums: dict[tuple[str, str], int] = {}
    for (code, service), value in found.items():
        name = names.get(code) or _("All other categories")
        sums[name, service] = sums.get((name, service), 0) + value
    rows = [{"category": n, "service": s, "value": value} for (n, s), value in sums.items()]
    caption = _("An incident has one main category. Sensitive ones are counted apart.")
    return charts.categories(rows, caption=caption, label=_("Incidents by category"))


def ground(question: Question) -> dict[str, Any]:
    """Say what the figures rest on: communities, their residents, the occupied ones."""
    ask = question.ask(communities.POPULATION)
    if ask is None:
        return {}
    found = communities.grounds(ask)[()]
    eligible = communities.ELIGIBLE.total(ask)
    return {
        "communities": found.standing,
        "known": found.known,
        "share": Decimal(100 * found.known) / (found.standing or 1),
        "eligible": eligible,
        "occupied": found.standing - eligible,
    }


def late(ask: Ask, question: Question) -> int | None:
    """Count the records of the period that came after it; None while it is not over."""
    if question.running:
        return None
    rows: Any = incidents.RECORDED.records(ask)
    came_later = rows.received_after(ask.period.ends_at).order_by()  # periods end with a day
    return came_later.values("pk")[: MANY + 1].count()


def _total(question: Question, ask: Ask) -> dict[str, Any]:
    """Return the last line of the comparison, counted again and not added up."""
    by_service = incidents.RECORDED.split(ask, "service")
    recorded = figure_of(question, incidents.RECORDED)
    return {
        "rate": incidents.PER_10000.total(question.put_to(incidents.PER_10000)),
        "recorded": recorded.value,
        "police": by_service.get(("police",), 0),
        "rescue": by_service.get(("rescue",), 0),
        "change": recorded.change,
        "year": recorded.change_in_a_year,
        "war": incidents.WAR_RELATED.total(ask),
        "population": communities.POPULATION.total(ask),
    }
