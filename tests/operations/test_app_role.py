"""The role that serves: it does everything the portal does, and cannot do more."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from core import clock, jobs
from core.periods import Month
from incidents.checking import differences
from incidents.folding import fold_tallies
from incidents.models import Incident, IncidentStatus
from incidents.services import move_incident
from reports import services as reports
from safety_portal.app_role import tables
from tests.accounts.ways_in import add_app, make_codes

ROLE = "portal_app_of_the_tests"
INCIDENTS = "/api/v1/incidents/"


@pytest.fixture
def role(db):
    """A role that exists only within the transaction of the test."""
    execute(f"CREATE ROLE {ROLE}")
    call_command("grant_app_role", ROLE, verbosity=0)
    return ROLE


@pytest.fixture
def as_app(role, settings):
    """Be the role from here on: PostgreSQL asks it for every right."""

    def become():
        execute(f"SET ROLE {role}")

    yield become
    if not connection.needs_rollback:
        execute("RESET ROLE")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def refused(statement):
    """Tell whether PostgreSQL refuses a statement for want of a right."""
    try:
        with transaction.atomic():
            execute(statement)
    except ProgrammingError as error:
        return error.__cause__.sqlstate == "42501"
    return False


def test_the_whole_life_of_an_incident_is_open_to_it(
    as_app, api, police, coordinator, community, categories
):
    as_app()
    pk = uuid.uuid4()
    body = {
        "community": community.code,
        "category": "fire.residential",
        "occurred_at": "2026-06-15T09:40:00+03:00",
        "reported_at": "2026-06-15T09:47:00+03:00",
        "channel": "101",
        "people": {"rescued": 2},
        "narrative": "Горів сарай",
    }
    client = api(police)

    made = client.put(f"{INCIDENTS}{pk}/", body)
    changed = client.put(
        f"{INCIDENTS}{pk}/", body | {"channel": "102"}, headers={"If-Match": made["ETag"]}
    )
    for step in (IncidentStatus.VERIFIED, IncidentStatus.CLOSED):
        incident = Incident.objects.get(pk=pk)
        move_incident(incident=incident, to=step, by=coordinator, at=clock.now())

    assert (made.status_code, changed.status_code) == (201, 200)
    assert made.json()["number"] == f"{community.oblast.number}-{clock.today().year}-000001"
    assert client.get(f"{INCIDENTS}{pk}/").json()["status"] == "closed"
    events = "SELECT count(*), count(distinct pgh_context_id) FROM incidents_incidentevent"
    assert execute(events)[0][0] >= 4
    fold_tallies()
    assert list(differences()) == []


def test_it_builds_a_report(as_app, api, coordinator, community, categories, settings, tmp_path):
    as_app()
    month = Month.of(clock.today()).shift(-1)

    with transaction.atomic():
        promised = reports.promise_monthly_editions(month=month, at=clock.now())
    taken = jobs.take(pk=promised[0].pk, at=clock.now())
    edition = reports.build_edition(job=taken, clock=clock.now)

    assert edition.pk


def test_a_person_signs_in_and_the_admin_works(as_app, client, db):
    get_user_model().objects.create_superuser("chief", "chief@example.org", "long enough 2026")
    as_app()

    answer = client.post("/sign-in/", {"username": "chief", "password": "long enough 2026"})

    assert answer.status_code == 302
    add_app(client)
    make_codes(client)
    assert client.get("/admin/accounts/user/").status_code == 200
    words = "seven quiet herons"
    said = {"old_password": "long enough 2026", "new_password1": words, "new_password2": words}
    assert client.post("/account/password/", said)["Location"] == "/account/"
    assert client.post("/account/sessions/", {"everywhere": "1"}).status_code == 302
    assert client.get("/account/").status_code == 302


def test_it_takes_a_right_away(as_app, coordinator):
    version = coordinator.rights_version
    as_app()

    coordinator.grants.update(ends_on=clock.today())

    coordinator.refresh_from_db()
    assert coordinator.rights_version > version


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE incidents_incident CASCADE",
        "CREATE TABLE mine (id int)",
        "DROP TABLE incidents_daytally",
        "ALTER TABLE incidents_incident DISABLE TRIGGER ALL",
        "UPDATE incidents_incidentevent SET pgh_label = 'x'",
        "DELETE FROM incidents_incidentevent",
        "DELETE FROM pghistory_context",
        "UPDATE pghistory_context SET id = id",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "CREATE SEQUENCE mine",
        "CREATE ROLE mine",
    ],
)
def test_it_may_not(as_app, statement):
    as_app()

    assert refused(statement)


def test_history_has_an_append_only_table_for_every_tracked_model(db):
    events = [name for name, rights in tables().items() if name.endswith("event")]

    assert len(events) >= 4
    assert all(tables()[name] == "SELECT, INSERT" for name in events)


def test_a_table_of_a_later_release_is_open_after_the_next_grant(role, monkeypatch):
    """Nothing is open by itself: a table that no model names stays closed."""
    execute("CREATE TABLE stray (id int)")
    call_command("grant_app_role", ROLE, verbosity=0)
    execute(f"SET ROLE {ROLE}")

    assert refused("SELECT * FROM stray")
    assert not refused("SELECT * FROM accounts_user")
    execute("RESET ROLE")


def test_a_right_that_somebody_added_by_hand_goes_away(role):
    execute(f"GRANT TRUNCATE ON incidents_incident TO {ROLE}")

    call_command("grant_app_role", ROLE, verbosity=0)

    execute(f"SET ROLE {ROLE}")
    assert refused("TRUNCATE incidents_incident CASCADE")
    execute("RESET ROLE")


def test_the_function_of_numbers_makes_no_other_sequence(as_app):
    as_app()

    with pytest.raises(Exception, match="no oblast or year"), transaction.atomic():
        execute("SELECT next_incident_number('x_', 2026)")


def test_an_unknown_role_is_refused(db):
    with pytest.raises(CommandError, match="nobody_here is no role beside the owner"):
        call_command("grant_app_role", "nobody_here")
