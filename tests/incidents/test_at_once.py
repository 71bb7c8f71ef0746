"""Several writers at once: sums stay exact, and nobody waits who writes about something else.

A connection that must not wait gives up at once when it would (lock_timeout), so no test here
looks at a clock.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import permutations
from threading import Event

import pytest
from django.db import ProgrammingError, connection, connections

from core import clock
from core.periods import Period
from incidents import services, tasks
from incidents.checking import differences
from incidents.folding import fold_tallies
from incidents.models import DayTally, Incident, Response
from indicators import incidents
from indicators.asks import Ask
from tests.factories.incidents import OCCURRED, CategoryFactory, IncidentFactory, ResponseFactory
from tests.factories.officers import OfficerFactory

pytestmark = pytest.mark.django_db(transaction=True)
BULK = 50


@contextmanager
def another_session():
    """Open a further connection to the database of the tests."""
    other = connections.create_connection("default")
    try:
        yield other
    finally:
        other.close()


def run(session, statement, *values):
    with session.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def never_waiting():
    """Let whatever would wait for a lock fail instead."""
    run(connection, "SET lock_timeout = 1")
    try:
        yield
    finally:
        run(connection, "SET lock_timeout = 0")


def bulk(session, like):
    """Begin a transaction and write many incidents beside one, each with a response."""
    columns = [
        field.column
        for field in Incident._meta.local_concrete_fields
        if field.column not in {"id", "number", "counted"}
    ]
    kept = ", ".join(columns)
    run(session, "BEGIN")
    year = clock.today().year
    run(session, "SELECT next_incident_number(%s, %s)", like.oblast.number, year)
    copies = f"""
        INSERT INTO incidents_incident (id, number, {kept})
        SELECT gen_random_uuid(), 'bulk-' || n, {kept}
        FROM incidents_incident, generate_series(1, {BULK}) n WHERE id = %s
    """  # noqa: S608
    run(session, copies, like.pk)
    run(
        session,
        "INSERT INTO incidents_response (incident_id, officer_id, service, role)"
        " SELECT i.id, r.officer_id, 'police', 'lead' FROM incidents_incident i,"
        " incidents_response r WHERE i.number LIKE 'bulk-%%' AND r.incident_id = %s",
        like.pk,
    )


@contextmanager
def open_bulk(like):
    with another_session() as session:
        bulk(session, like)
        try:
            yield session
        finally:
            run(session, "COMMIT")


@pytest.fixture
def incident(police, community):
    """A record in a community whose numbers are ready, as they are every night."""
    tasks.prepare_numbers()
    response = ResponseFactory.create(
        incident__community=community, incident__logged_by=police, officer=police.officer
    )
    return response.incident


def figure():
    return incidents.RECORDED.total(Ask(period=Period.day(OCCURRED.date())))


def test_figures_are_of_what_is_committed(incident):
    with open_bulk(incident):
        assert figure() == 1
        assert list(differences()) == []

    assert figure() == 1 + BULK
    assert list(differences()) == []


def record(incident, **changed):
    fields = {
        "community": incident.community,
        "category": incident.category,
        "occurred_at": incident.occurred_at,
        "reported_at": incident.reported_at,
        "channel": "102",
    }
    return services.Record(fields=fields | changed)


def log_another(incident, police):
    services.log_incident(pk=uuid.uuid4(), record=record(incident), by=police, at=clock.now())


def edit_another(incident, police):
    services.edit_incident(
        incident=incident,
        record=record(incident, category=CategoryFactory.create(code="other"), rescued=3),
        by=police,
        at=clock.now(),
    )


def respond_to_another(incident, police):
    Response.objects.create(incident=incident, officer=OfficerFactory.create(), service="police")


def annul_another(incident, police):
    services.move_incident(
        incident=incident, to="void", by=police, at=clock.now(), reason="помилка"
    )


@pytest.mark.parametrize(
    "write",
    [log_another, edit_another, respond_to_another, annul_another, lambda *_: fold_tallies()],
)
def test_nobody_waits_for_a_bulk(incident, police, write):
    with open_bulk(incident), never_waiting():
        write(incident, police)
        assert list(differences()) == []

    assert list(differences()) == []


def in_a_session(statements):
    """Run statements, each committed, on a connection of this thread's own."""
    with another_session() as session:
        for statement in statements:
            run(session, statement)


def is_anybody_waiting():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


def one_after_the_other(first, second):
    """Let the second statement begin before the first is committed, and wait if it must."""
    with another_session() as session, ThreadPoolExecutor(1) as thread:
        run(session, "BEGIN")
        run(session, first)
        late = thread.submit(in_a_session, [second])
        while not (late.done() or is_anybody_waiting()):
            pass
        run(session, "COMMIT")
        late.result()


CHANGES = {
    "another category": "UPDATE incidents_incident SET category_id = {category} WHERE id = '{one}'",
    "annulled": "UPDATE incidents_incident SET status = 'void' WHERE id = '{one}'",
    "all at war": "UPDATE incidents_incident SET war_related = true, rescued = 2",
    "somebody went": "INSERT INTO incidents_response (incident_id, officer_id, service, role)"
    " VALUES ('{one}', {officer}, 'police', 'lead')",
    "went elsewhere": "UPDATE incidents_response SET incident_id = '{other}'"
    " WHERE incident_id = '{one}'",
    "nobody went": "DELETE FROM incidents_response WHERE incident_id = '{one}'",
}


def test_changes_of_one_incident_count_in_either_order(incident):
    """Each change in turn begins while each other one is made and not yet committed."""
    plain = {"community": incident.community, "logged_by": incident.logged_by}
    category, officer = CategoryFactory.create(code="other"), OfficerFactory.create()
    sender = OfficerFactory.create()
    for first, second in permutations(CHANGES, 2):
        one, other = IncidentFactory.create_batch(2, **plain)
        ResponseFactory.create(incident=one, officer=sender)
        told = {"one": one.pk, "other": other.pk, "category": category.pk, "officer": officer.pk}

        one_after_the_other(CHANGES[first].format(**told), CHANGES[second].format(**told))

        assert list(differences()) == [], (first, second)


def test_a_change_that_could_not_see_responses_is_refused(incident):
    with another_session() as session:
        run(session, "BEGIN ISOLATION LEVEL REPEATABLE READ")

        with pytest.raises(ProgrammingError, match="READ COMMITTED"):
            run(session, CHANGES["all at war"])


def test_folding_beside_writers_loses_nothing(incident):
    plain = {"community": incident.community, "logged_by": incident.logged_by}
    changed = IncidentFactory.create_batch(4, **plain)
    done = Event()

    def fold():
        try:
            while not done.is_set():
                fold_tallies()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        folding = threads.submit(fold)
        writers = [threads.submit(in_a_session, thirty_changes(each)) for each in changed]
        try:
            while not all(each.done() for each in writers):
                assert list(differences()) == []
        finally:
            done.set()
        for each in (folding, *writers):
            each.result()

    fold_tallies()
    assert list(differences()) == []
    assert DayTally.objects.get().rescued == 4 * 29


def thirty_changes(incident):
    rescue = "UPDATE incidents_incident SET rescued = {} WHERE id = '{}'"
    return [rescue.format(rescued, incident.pk) for rescued in range(30)]
