"""A figure is the same from tallies of months, of days, and from the very records it names."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.region import NATION, Region
from core.periods import Month, Period
from incidents.models import Incident
from indicators import incidents, tallies
from indicators.asks import Ask
from indicators.base import Flow
from indicators.catalogue import CATALOGUE
from tests.factories.incidents import KYIV, IncidentFactory
from tests.indicators.ways import Ways, events

FLOWS = [each for each in CATALOGUE if isinstance(each, Flow)]
PERIODS = [
    Period.of_months(Month(2025, 3)),
    Period.of_months(Month(2025, 2), Month(2025, 4)),
    Period(date(2025, 2, 27), date(2025, 4, 2)),
    Period(date(2025, 3, 29), date(2025, 3, 31)),
]
SPLITS = [(), *((name,) for name in tallies.DIMENSIONS), *pairwise(tallies.DIMENSIONS)]
several = st.lists(events(st).one, min_size=2, max_size=12)
period, split = st.sampled_from(PERIODS), st.sampled_from(SPLITS)
place = st.sampled_from(["nation", "oblast", "raion", "north", "capital"])
once_each = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def ways(country):
    return Ways(country)


def region(country, place):
    if place == "nation":
        return NATION
    if place in {"oblast", "raion"}:
        return Region.of(getattr(country["north"], place))
    return Region.of(country[place])


def by_hand(measure, ask, by):
    """Count the records of a measure one by one, in Python."""
    found, rows = Counter(), measure.records(ask)
    way = "" if rows.model is Incident else "incident__"
    joined = ("category", "community__oblast", "community__raion")
    for row in rows.select_related(*(f"{way}{each}" for each in joined)):
        incident = row if isinstance(row, Incident) else row.incident
        category, community = incident.category, incident.community
        occurred = incident.occurred_at.astimezone(KYIV).date()
        key = {
            "month": occurred.replace(day=1),
            "oblast": community.oblast.code,
            "raion": community.raion.code if community.raion else None,
            "community": community.code,
            "category": category.code,
            "group": category.group,
            "service": incident.service,
        }
        in_people = measure.code.startswith("people.")
        found[tuple(key[name] for name in by)] += getattr(row, measure.column) if in_people else 1
    return {key: value for key, value in found.items() if value}


@once_each
@given(events=several, place=place, period=period, by=split)
def test_every_figure_is_the_count_of_its_records(ways, events, place, period, by):
    ask = Ask(period=period, region=region(ways.country, place))
    with transaction.atomic():
        ways.copy(events)
        for measure in FLOWS:
            counted = by_hand(measure, ask, by)
            assert measure.total(ask) == sum(counted.values())
            if by:
                assert measure.split(ask, *by) == counted
        transaction.set_rollback(True)


@once_each
@given(events=several, period=period)
def test_what_was_read_finer_adds_up_to_the_same(ways, events, period):
    with transaction.atomic():
        ways.copy(events)
        finer, bare = Ask(period=period), Ask(period=period)
        for measure in FLOWS:
            measure.split(finer, "community", "service", "month")
            for by in ((), ("service",), ("community",), ("month", "community")):
                assert measure.split(finer, *by) == measure.split(bare, *by)
        transaction.set_rollback(True)


@pytest.mark.parametrize("services", [("police",), ("rescue",), ("police", "rescue")])
def test_a_figure_obeys_the_services_asked_for(country, services):
    for service in ("police", "rescue", "rescue"):
        IncidentFactory.create(community=country["north"], service=service)
    ask = Ask(period=Period.of_months(Month(2026, 6)), services=services)

    assert incidents.RECORDED.total(ask) == sum({"police": 1, "rescue": 2}[s] for s in services)
