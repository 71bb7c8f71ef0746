"""The past told by its own communities and by those of today: nothing is lost or counted twice."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communities.heirs import Territories
from communities.models import Community
from communities.region import NATION, Region
from communities.services import merge_communities, rename_community, split_community
from core.periods import Month, Period
from incidents.models import Incident, MonthTally
from indicators import communities, incidents, officers
from indicators.asks import Ask
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommunityFactory,
    PopulationFactory,
    RaionFactory,
    SettlementFactory,
    SuccessionFactory,
)
from tests.factories.incidents import KYIV, IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

JUNE = Period.of_months(Month(2026, 6))
SPRING = Period(date(2026, 2, 11), date(2026, 6, 20))
NOW = Territories.AS_IT_IS_NOW
FIRST = date(2026, 1, 10)
AT = datetime(2026, 12, 1, tzinfo=UTC)
LEVELS = ("oblast", "raion", "community")


def ask(region=NATION, period=JUNE, territories=NOW):
    return Ask(period=period, region=region, territories=territories)


def was(region=NATION, period=JUNE):
    return ask(region, period, Territories.AS_IT_WAS)


@pytest.fixture
def merged(country):
    """North went on in south, of another raion, on 1 July; both had recorded in June."""
    IncidentFactory.create_batch(3, community=country["north"], war_related=True)
    IncidentFactory.create_batch(2, community=country["south"])
    IncidentFactory.create(community=country["capital"])
    before = MonthTally.objects.count(), figures(was)
    SuccessionFactory.create(
        predecessor=ended(country["north"]),
        successor=country["south"],
        effective_on=date(2026, 7, 1),
    )
    assert before == (MonthTally.objects.count(), figures(was))
    return country


def ended(community, day=date(2026, 7, 1)):
    community.dissolved_on = day
    community.save()
    return community


def figures(question):
    measures = (incidents.RECORDED, incidents.PER_10000, communities.POPULATION)
    return [each.split(question(), *by) for each in measures for by in ((), ("raion",))]


def test_the_past_stays_as_it_was(merged):
    split = incidents.RECORDED.split(was(), "community")

    assert split[merged["north"].code,] == 3
    assert split[merged["south"].code,] == 2


def test_the_records_of_a_merged_community_count_with_its_successor(merged):
    split = incidents.RECORDED.split(ask(), "community", "service")

    assert split == {
        (merged["south"].code, "police"): 5,
        (merged["capital"].code, "police"): 1,
    }
    south = ask(Region.of(merged["south"]))
    assert incidents.RECORDED.total(south) == incidents.RECORDED.records(south).count() == 5
    assert incidents.WAR_RELATED.total(south) == 3


def test_a_merge_across_raions_moves_records_between_them_and_not_in_the_oblast(merged):
    raions = incidents.RECORDED.split(ask(), "raion")

    assert raions == {(merged["south"].raion.code,): 5, (None,): 1}
    north = ask(Region.of(merged["north"].raion))
    assert incidents.RECORDED.total(north) == incidents.RECORDED.records(north).count() == 0
    oblast = Region.of(merged["south"].oblast)
    assert incidents.RECORDED.total(ask(oblast)) == incidents.RECORDED.total(was(oblast)) == 5


def test_what_does_not_move_over_a_border_costs_nothing_more(merged, django_assert_num_queries):
    question = ask(Region.of(merged["south"].oblast))
    assert question.heirs

    with django_assert_num_queries(1):
        incidents.RECORDED.split(question, "service")


def test_residents_and_eligible_communities_are_those_they_go_on_in(merged):
    day = ask()

    assert communities.POPULATION.split(day, "community") == {
        (merged["south"].code,): 40_000,
        (merged["northern"].code,): None,
        (merged["capital"].code,): None,
    }
    assert communities.POPULATION.total(day) == communities.POPULATION.total(was()) == 40_000
    assert communities.ELIGIBLE.total(day) == communities.ELIGIBLE.records(day).count() == 3
    assert communities.ELIGIBLE.total(was()) == 4
    assert incidents.PER_10000.split(day, "community")[merged["south"].code,] == Decimal("1.25")


def test_the_rate_of_a_year_counts_what_was_merged_with_whom_it_stands_on_its_last_day(merged):
    year = Period.of_months(Month(2026, 1), Month(2026, 12))
    oblast = Region.of(merged["south"].oblast)
    PopulationFactory.create(community=merged["south"], people=50_000, on=date(2026, 7, 1))

    for question in (ask(oblast, year), was(oblast, year)):
        assert incidents.PER_10000.total(question) == Decimal("1.00")
        assert incidents.PER_10000.records(question).count() == 5
    raion = was(Region.of(merged["north"].raion), year)
    assert incidents.PER_10000.records(raion).count() == 0


def test_an_officer_of_both_is_one_officer_of_the_successor(merged):
    officer, other = OfficerFactory.create_batch(2)
    for each, place in ((officer, "north"), (other, "south")):
        AssignmentFactory.create(officer=each, community=merged[place])
    AssignmentFactory.create(officer=officer, community=merged["south"], kind="substitute")

    assert officers.IN_POST.split(ask(), "community") == {(merged["south"].code,): 2}
    assert officers.IN_POST.total(ask(Region.of(merged["south"]))) == 2
    assert officers.IN_POST.split(was(), "community")[merged["north"].code,] == 1


def test_a_split_community_keeps_its_line_but_for_settlements_of_a_part(country):
    parent, part = country["north"], country["south"]
    village = SettlementFactory.create(community=part)
    stayed = SettlementFactory.create(community=country["northern"])
    for settlement in (village, village, stayed, None):
        incident = IncidentFactory.create(community=parent, settlement=settlement, rescued=2)
        ResponseFactory.create(incident=incident)
    SuccessionFactory.create(
        kind="split",
        predecessor=ended(parent),
        successor=part,
        effective_on=date(2026, 7, 1),
    )

    for measure in (incidents.RECORDED, incidents.RESPONSES):
        assert measure.split(ask(), "community") == {(parent.code,): 2, (part.code,): 2}
    assert incidents.RESCUED.split(ask(), "month", "raion") == {
        (date(2026, 6, 1), parent.raion.code): 4,
        (date(2026, 6, 1), part.raion.code): 4,
    }
    assert incidents.RECORDED.split(was(), "community") == {(parent.code,): 4}


# --- any history


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@st.composite
def histories(draw):
    """Acts over eight communities, as numbers: what, who, in whom; and where records lie."""
    some = st.integers(0, 7)
    kinds = st.sampled_from(["merge", "merge", "split", "part", "rename"])
    acts = draw(st.lists(st.tuples(kinds, some, some, some), min_size=1, max_size=6))
    records = draw(st.lists(st.tuples(some, st.none() | some), min_size=1, max_size=10))
    return acts, records


def land(country):
    """Eight communities in three raions of two oblasts, each with a settlement."""
    steppe, other = country["north"].oblast, RaionFactory.create()
    places = [country[name] for name in ("north", "northern", "south")]
    places += [CommunityFactory.create(oblast=steppe, raion=country["south"].raion)]
    places += CommunityFactory.create_batch(4, oblast=other.oblast, raion=other)
    return places, [SettlementFactory.create(community=each) for each in places]


def do(acts, places, settlements, by):
    """Record the acts that can be, ten days apart, and move settlements as the codifier would."""
    done, standing = [], list(range(8))
    for number, (kind, first, second, third) in enumerate(acts):
        day = FIRST + timedelta(days=10 * number)
        words = {"on": day, "act": f"№ {number}", "by": by, "at": AT}
        heirs = list(dict.fromkeys(each for each in (second, third) if each != first))
        if first not in standing or not heirs or not set(heirs) <= set(standing):
            continue
        if kind in ("split", "part"):
            goes_on = kind == "part"
            parts = [places[each] for each in heirs]
            split_community(
                predecessor=fresh(places[first]), successors=parts, goes_on=goes_on, **words
            )
            lying = [each for each in settlements if each.community_id == places[first].pk]
            for each, heir in zip(lying, parts, strict=False):
                each.community = heir
                each.save()
        elif kind == "merge":
            heirs = heirs[:1]
            merge_communities(predecessors=[places[first]], successor=places[heirs[0]], **words)
        else:
            heirs = heirs[:1]
            rename_community(community=places[first], successor=places[heirs[0]], **words)
        done.append((kind, first, heirs))
        standing = standing if kind == "part" else [each for each in standing if each != first]
    return done


def fresh(community):
    return Community.objects.get(pk=community.pk)


def line_of(community, home, done):
    """Follow one record through the acts, in their order, knowing nothing of the map."""
    for at, (kind, first, heirs) in enumerate(done):
        if community != first:
            continue
        if kind in ("merge", "rename"):
            community = heirs[0]
        elif home is not None and home in came_of(heirs, done[at + 1 :]) and home != first:
            community = home
    return community


def came_of(heirs, later):
    found = set(heirs)
    for _kind, first, more in later:
        if first in found:
            found |= set(more)
    return found


# what a successor gave away before it took over stays where it is
@example(history=([("part", 2, 0, 1), ("split", 0, 0, 2)], [(0, 1)]))
@given(history=histories())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_history_of_acts_counts_every_record_once(country, history):
    acts, records = history
    with undone():
        places, settlements = land(country)
        for number, (place, home) in enumerate(records):
            incident = IncidentFactory.create(
                community=places[place],
                settlement=None if home is None else settlements[home],
                occurred_at=datetime(2026, 2 + number % 5, 11, tzinfo=KYIV),
                logged_by=country.author,
            )
            ResponseFactory.create(incident=incident, officer=country.officers["police"])
        before = incidents.RECORDED.split(was(period=SPRING), *LEVELS)
        done = do(acts, places, settlements, UserFactory.create())

        assert incidents.RECORDED.split(was(period=SPRING), *LEVELS) == before
        hold_to(places, expected(places, done))


def expected(places, done):
    """Return how many records stand in which line, by the record itself."""
    at = {each.pk: number for number, each in enumerate(places)}
    rows = Incident.objects.values_list("community", "settlement__community")
    lines = (line_of(at[place], at.get(home), done) for place, home in rows)
    return Counter(places[each] for each in lines)


def hold_to(places, lines):
    for measure in (incidents.RECORDED, incidents.RESPONSES):
        for level in LEVELS:
            wanted = Counter()
            for place, count in lines.items():
                wanted[(place.code if level == "community" else getattr(place, level).code,)] += (
                    count
                )
            assert measure.split(ask(period=SPRING), level) == wanted
        assert measure.total(ask(period=SPRING)) == measure.total(was(period=SPRING))
        for unit in (*places, *{e.raion for e in places}, *{e.oblast for e in places}):
            question = ask(Region.of(unit), SPRING)
            inside = sum(n for each, n in lines.items() if Region.of(unit).covers(each))
            assert measure.total(question) == measure.records(question).count() == inside
