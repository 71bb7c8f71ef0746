"""Whatever happens to records, and however, tallies and figures are what a count by hand gives."""

import uuid
from contextlib import suppress
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from communities.region import NATION, Region
from core.exceptions import RuleBroken
from core.periods import Month, Period
from incidents.checking import differences
from incidents.folding import fold_tallies
from incidents.models import DayTally, Incident, IncidentStatus, MonthTally
from incidents.services import STEPS
from indicators import incidents
from indicators.asks import Ask
from indicators.base import Flow
from indicators.catalogue import CATALOGUE
from tests.full import FULL
from tests.indicators import by_hand
from tests.indicators.ways import Ways, events, moment, sql

FLOWS = [each for each in CATALOGUE if isinstance(each, Flow)]
PERIODS = [
    Period.of_months(Month(2025, 3)),
    Period.of_months(Month(2025, 2), Month(2025, 4)),
    Period(date(2025, 2, 27), date(2025, 4, 2)),
    Period(date(2025, 3, 29), date(2025, 3, 31)),  # the clocks change
]
SPLITS = [
    ("month", "oblast", "group", "service"),
    ("community", "service"),
    ("raion", "category"),
]
RESIDENTS = 20_000  # of the communities whose number is known
event = events(st)
which, several = st.integers(0, 99), st.sets(st.integers(0, 9), min_size=1, max_size=4)
status = st.sampled_from(IncidentStatus.values)


class Histories(RuleBasedStateMachine):
    """Any run of changes, each by a way the portal or its operator has; all is undone after it."""

    def __init__(self, ways):
        super().__init__()
        self.ways, self.steps = ways, 0
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        try:
            self.look_everywhere()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def any_incident(self):
        return Incident.objects.exists()

    def one(self, which):
        ids = self.ways.ids()
        return ids[which % len(ids)]

    def some(self, several):
        ids = self.ways.ids()
        return [ids[at] for at in several if at < len(ids)]

    # --- what people and programs do

    @rule(event=event.one, draft=st.booleans())
    def log(self, event, draft):
        self.ways.log(event, draft=draft)

    @rule(event=event.one)
    def put(self, event):
        assert self.ways.put(uuid.uuid4(), event) == 201

    @precondition(any_incident)
    @rule(which=which, event=event.one, submit=st.booleans())
    def edit(self, which, event, submit):
        incident = Incident.objects.get(pk=self.one(which))
        with suppress(RuleBroken):
            self.ways.edit(incident, event, submit=submit)

    @precondition(any_incident)
    @rule(which=which, event=event.one)
    def put_again(self, which, event):
        incident = Incident.objects.get(pk=self.one(which))
        version = {"If-Match": f'"{incident.version}.plain"'}
        refused = {400, 403, 409, 412, 428}  # 403: what its reviewer has taken over
        assert self.ways.put(incident.pk, event, **version) in {200} | refused

    @precondition(any_incident)
    @rule(which=which, at=which)
    def step(self, which, at):
        incident = Incident.objects.get(pk=self.one(which))
        if steps := STEPS[incident.status]:
            self.ways.move(incident, steps[at % len(steps)])

    # --- what statements do

    @rule(events=event.several)
    def copy(self, events):
        self.ways.copy(events)

    @rule(events=event.several, status=status)
    def roll_back(self, events, status):
        with transaction.atomic():
            self.ways.copy(events)
            numbered().update(status=status, war_related=True)
            fold_tallies()
            transaction.set_rollback(True)

    @precondition(any_incident)
    @rule(which=which, event=event.one)
    def insert_or_update(self, which, event):
        self.ways.upsert(event, self.one(which))

    @precondition(any_incident)
    @rule(several=several, event=event.one)
    def rewrite(self, several, event):
        """Change several rows in everything that a key or a count is made of."""
        at, people = moment(event["hour"]), event["people"]
        Incident.objects.filter(pk__in=self.some(several)).update(
            community=self.ways.country[event["place"]],
            category=self.ways.country.categories[event["category"]],
            service=event["service"],
            war_related=event["war_related"],
            **dict.fromkeys(("occurred_at", "reported_at"), at),
            **people,
        )

    @precondition(any_incident)
    @rule(several=several, status=status)
    def set_status(self, several, status):
        numbered().filter(pk__in=self.some(several)).update(status=status)

    @rule(old=st.integers(0, 2), new=st.integers(0, 2))
    def rename_category(self, old, new):
        kinds = self.ways.country.categories
        Incident.objects.filter(category=kinds[old]).update(category=kinds[new])

    @precondition(any_incident)
    @rule(several=several)
    def delete(self, several):
        self.ways.delete(self.some(several))

    @precondition(any_incident)
    @rule(several=several, at=st.integers(0, 1))
    def respond(self, several, at):
        officer = self.ways.responders[at]
        sql(
            "INSERT INTO incidents_response (incident_id, officer_id, service, role)"
            " SELECT id, %s, %s, 'support' FROM incidents_incident WHERE id = ANY(%s)"
            " ON CONFLICT DO NOTHING",
            officer.pk, officer.service, self.some(several),
        )  # fmt: skip

    @precondition(any_incident)
    @rule(which=which)
    def move_responses(self, which):
        """Say that whoever went anywhere went to one incident, as far as that may be said."""
        sql(
            "UPDATE incidents_response SET incident_id = %s WHERE id IN"
            " (SELECT min(id) FROM incidents_response GROUP BY officer_id"
            "  HAVING NOT bool_or(incident_id = %s))",
            *[self.one(which)] * 2,
        )

    @rule(at=st.integers(0, 1))
    def forget_responses(self, at):
        sql("DELETE FROM incidents_response WHERE officer_id = %s", self.ways.responders[at].pk)

    @rule(table=st.sampled_from(["response", "incident"]))
    def truncate(self, table):
        self.ways.truncate(table)

    @rule()
    def fold(self):
        fold_tallies()
        assert fold_tallies() == 0

    # --- what must be true

    @invariant()
    def all_is_as_counted_by_hand(self):
        """Ask another question after each step, and several at the end."""
        self.rows = by_hand.rows()
        assert stored(DayTally, "community", "day") == by_hand.by_day(self.rows)
        assert stored(MonthTally, "oblast", "month") == by_hand.by_month(self.rows)
        assert list(differences()) == []
        self.steps += 1
        region, inside = self.regions()[self.steps % 5]
        self.look(region, inside, PERIODS[self.steps % 4], SPLITS[self.steps % 3 :][:1])

    def look_everywhere(self):
        for at, (region, inside) in enumerate(self.regions()):
            period = PERIODS[(self.steps + at) % 4]
            self.look(region, inside, period, SPLITS)
            self.look_at_rates(region, inside, period)

    def regions(self):
        north, capital = self.ways.country["north"], self.ways.country["capital"]
        return [
            (NATION, lambda _each: True),
            (Region.of(north.oblast), lambda each: each.oblast_id == north.oblast_id),
            (Region.of(north.raion), lambda each: each.raion_id == north.raion_id),
            (Region.of(north), lambda each: each == north),
            (Region.of(capital), lambda each: each == capital),
        ]

    def look(self, region, inside, period, splits):
        rows, ask = by_hand.asked(self.rows, period, inside), Ask(period=period, region=region)
        for measure in FLOWS:
            assert measure.total(ask) == sum(row.adds[measure.column] for row in rows)
            for by in splits:
                assert measure.split(ask, *by) == by_hand.split(rows, measure.column, by)

    def look_at_rates(self, region, inside, period):
        rows, ask = by_hand.asked(self.rows, period, inside), Ask(period=period, region=region)
        war = sum(row.adds["war_related"] for row in rows)
        assert incidents.WAR_SHARE.total(ask) == rate(war, len(rows), per=100, places=1)
        known = [self.ways.country[name] for name in ("north", "south")]
        of_known = sum(row.community in known for row in rows)
        residents = RESIDENTS * sum(map(inside, known))
        assert incidents.PER_10000.total(ask) == rate(of_known, residents, per=10_000, places=2)


def numbered():
    """Return what may have any status: a record without a number is a draft."""
    return Incident.objects.filter(number__isnull=False)


def rate(part, whole, *, per, places):
    return round(Decimal(part * per) / whole, places) if whole else None


def stored(model, place, on):
    """Return the sums of a tally by key, where any of them is not zero."""
    sums = {f"sum_{name}": Sum(name) for name in by_hand.COUNTS}
    rows = model.objects.order_by().values_list(f"{place}_id", "category_id", "service", on)
    found = {
        tuple(row[:4]): dict(zip(by_hand.COUNTS, row[4:], strict=True))
        for row in rows.annotate(**sums)
    }
    return {key: counts for key, counts in found.items() if any(counts.values())}


def test_tallies_and_figures_follow_every_history(country):
    ways = Ways(country)
    run_state_machine_as_test(
        lambda: Histories(ways),
        settings=settings(
            max_examples=300 if FULL else 8,
            stateful_step_count=20 if FULL else 8,
            deadline=None,
            phases=list(Phase) if FULL else [Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
