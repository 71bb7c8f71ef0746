"""A figure is the same from tallies of months, of days, and from the rows, whatever happened."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.region import NATION, Region
from core.history import authored
from core.periods import Month, Period
from incidents.models import Incident, IncidentStatus
from indicators import incidents, tallies
from indicators.asks import Ask
from indicators.base import Flow
from indicators.catalogue import CATALOGUE
from tests.factories.incidents import KYIV, IncidentFactory, ResponseFactory

FLOWS = [each for each in CATALOGUE if isinstance(each, Flow)]
FIRST = datetime(2026, 2, 25, tzinfo=KYIV)
PLACES = ("north", "northern", "south", "capital")
hours = st.integers(0, 24 * 40)  # over the ends of February and March, and the change of clocks
counts = st.integers(0, 3)
event = st.fixed_dictionaries(
    {
        "place": st.sampled_from(PLACES),
        "category": st.integers(0, 2),
        "service": st.sampled_from(["police", "rescue"]),
        "hour": hours,
        "war_related": st.booleans(),
        "rescued": counts,
        "responders": st.sets(st.sampled_from(["police", "rescue"])),
        "status": st.sampled_from(IncidentStatus.values),
    }
)
change = st.tuples(
    st.integers(0, 9),
    st.one_of(
        st.tuples(st.just("category"), st.integers(0, 2)),
        st.tuples(st.just("hour"), hours),
        st.tuples(st.just("war_related"), st.booleans()),
        st.tuples(st.just("injured"), counts),
        st.tuples(st.just("status"), st.sampled_from(IncidentStatus.values)),
        st.tuples(st.just("responders"), st.sets(st.sampled_from(["police", "rescue"]))),
        st.tuples(st.just("all war"), st.booleans()),
        st.tuples(st.just("deleted"), st.none()),
    ),
)
once_each = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def respond(country, incident, who):
    incident.responses.all().delete()
    for name in sorted(who):
        ResponseFactory.create(incident=incident, officer=country.officers[name], service=name)


def log(country, given):
    occurred = FIRST + timedelta(hours=given["hour"])
    incident = IncidentFactory.create(
        community=country[given["place"]],
        category=country.categories[given["category"]],
        service=given["service"],
        occurred_at=occurred,
        war_related=given["war_related"],
        rescued=given["rescued"],
        status=given["status"],
        logged_by=country.author,
    )
    respond(country, incident, given["responders"])


def alter(country, incident, what, value):
    rows = Incident.objects.filter(pk=incident.pk)
    if what == "responders":
        respond(country, incident, value)
    elif what == "category":
        rows.update(category=country.categories[value])
    elif what == "hour":
        moment = FIRST + timedelta(hours=value)
        rows.update(occurred_at=moment, reported_at=moment)
    elif what == "all war":
        Incident.objects.update(war_related=value)
    elif what == "deleted":
        incident.responses.all().delete()
        incident.text.delete()
        rows.delete()
    else:
        rows.update(**{what: value})


def live(country, events, changes):
    for each in events:
        log(country, each)
    for at, (what, value) in changes:
        left = list(Incident.objects.order_by("number"))
        if left:
            alter(country, left[at % len(left)], what, value)


def by_hand(measure, ask, by):
    """Count the records of a measure one by one, in Python."""
    found = Counter()
    for row in measure.records(ask):
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


def regions(country):
    yield NATION
    for unit in (country["north"], country["north"].raion, country["north"].oblast):
        yield Region.of(unit)
    yield Region.of(country["capital"])


PERIODS = [
    Period.of_months(Month(2026, 3)),
    Period.of_months(Month(2026, 2), Month(2026, 4)),
    Period(date(2026, 2, 27), date(2026, 4, 2)),
    Period(date(2026, 3, 28), date(2026, 3, 30)),
]


@once_each
@given(events=st.lists(event, max_size=8), changes=st.lists(change, max_size=6))
def test_every_figure_is_the_count_of_its_records(country, events, changes):
    with transaction.atomic():
        with authored(source="test"):
            live(country, events, changes)
        for region in regions(country):
            for period in PERIODS:
                for measure in FLOWS:
                    ask = Ask(period=period, region=region)
                    assert measure.total(ask) == sum(by_hand(measure, ask, ()).values())
        transaction.set_rollback(True)


@once_each
@given(events=st.lists(event, min_size=2, max_size=8), changes=st.lists(change, max_size=4))
def test_every_split_is_the_count_of_its_records(country, events, changes):
    splits = [(name,) for name in tallies.DIMENSIONS] + list(pairwise(tallies.DIMENSIONS))
    with transaction.atomic():
        live(country, events, changes)
        for by in splits:
            for period in PERIODS:
                ask = Ask(period=period)
                for measure in FLOWS:
                    split = measure.split(ask, *by)
                    assert split == by_hand(measure, ask, by)
        transaction.set_rollback(True)


@once_each
@given(events=st.lists(event, min_size=2, max_size=8))
def test_what_was_read_finer_adds_up_to_the_same(country, events):
    with transaction.atomic():
        live(country, events, [])
        for measure in FLOWS:
            finer, bare = Ask(period=PERIODS[2]), Ask(period=PERIODS[2])
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
