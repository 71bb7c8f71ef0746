"""While an act about communities is open, whoever logs and mends events in them does not wait."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction

from communities.models import Community
from communities.services import merge_communities, split_community
from incidents.models import DayTally, Incident
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, PopulationFactory
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db(transaction=True)

ACT = {"on": date(2026, 6, 1), "act": "№ 1", "by": None, "at": datetime(2026, 7, 1, tzinfo=UTC)}
SOON = "SET lock_timeout = '300ms'"


def in_another_session(work):
    """Do something in a connection of its own that gives up rather than wait for a lock."""

    def session():
        try:
            with connection.cursor() as cursor:
                cursor.execute(SOON)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(session).result()


@pytest.fixture
def land():
    places = CommunityFactory.create_batch(3)
    for each in places:
        PopulationFactory.create(community=each)
    incidents = [IncidentFactory.create(community=each) for each in places]
    return places, incidents, UserFactory.create()


def write(places, incidents, author):
    """Log an event in every community and change one that stands, as writers do at any moment."""
    for each in places:
        IncidentFactory.create(community=each, category=incidents[0].category, logged_by=author)
    for each in incidents:
        Incident.objects.filter(pk=each.pk).update(war_related=True)


def merge(places):
    merge_communities(predecessors=places[:2], successor=places[2], **ACT)


def split(places):
    split_community(predecessor=places[0], successors=places[1:], **ACT)


@pytest.mark.parametrize("act", [merge, split])
def test_writers_do_not_wait_for_an_open_act(land, act):
    places, incidents, author = land

    with transaction.atomic():
        act(places)
        in_another_session(lambda: write(places, incidents, author))

    assert Incident.objects.filter(war_related=True).count() == 3
    assert Community.objects.get(pk=places[0].pk).dissolved_on == ACT["on"]
    assert sum(DayTally.objects.values_list("incidents", flat=True)) == 6


def test_an_act_does_not_wait_for_open_writers(land):
    places, incidents, author = land

    with transaction.atomic():
        write(places, incidents, author)
        in_another_session(lambda: merge(places))

    assert Community.objects.get(pk=places[0].pk).dissolved_on == ACT["on"]


def test_a_stronger_lock_would_have_been_found(land):
    places, incidents, author = land

    with transaction.atomic():
        list(Community.objects.select_for_update(of=("self",)).filter(pk=places[0].pk))
        with pytest.raises(OperationalError, match="lock timeout"):
            in_another_session(lambda: write(places, incidents, author))


def test_an_act_touches_no_record_and_no_tally(land):
    places, *_others = land
    rows = "SELECT xmin, id FROM incidents_incident ORDER BY id"
    tallies = "SELECT xmin, id FROM incidents_daytally ORDER BY id"

    def stamps():
        with connection.cursor() as cursor:
            return [cursor.execute(sql).fetchall() for sql in (rows, tallies)]

    before = stamps()
    merge(places)

    assert stamps() == before
