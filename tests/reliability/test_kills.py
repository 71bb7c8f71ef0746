"""What the portal acknowledged is stored, once, whatever is killed in the middle."""

import os
import random
from contextlib import contextmanager

import pytest

from tests.reliability.trial import Trial

SEED = int(os.environ.get("PORTAL_TRIAL_SEED") or random.randrange(10**6))
WRITES = int(os.environ.get("PORTAL_TRIAL_WRITES") or 10_000)
KILLS = int(os.environ.get("PORTAL_TRIAL_KILLS") or 50)
CARELESS = (
    "ALTER DATABASE portal SET synchronous_commit = off",
    "ALTER SYSTEM SET wal_writer_delay = '10s'",
    "ALTER SYSTEM SET wal_writer_flush_after = '1GB'",
)
AS_BEFORE = (
    "ALTER DATABASE portal RESET synchronous_commit",
    "ALTER SYSTEM RESET ALL",
)


@contextmanager
def careless(portal):
    """Let PostgreSQL acknowledge commits that it has only in its memory."""
    settle(portal, CARELESS)
    try:
        yield
    finally:
        settle(portal, AS_BEFORE)


def settle(portal, statements):
    """Change settings of PostgreSQL, and let every connection begin anew under them."""
    with portal.connect() as database:
        for statement in statements:
            database.execute(statement)
        database.execute("SELECT pg_reload_conf()")
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = 'portal' AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize(
    ("writes", "kills"),
    [
        pytest.param(80, 4, id="short"),
        pytest.param(WRITES, KILLS, id="long", marks=pytest.mark.full),
    ],
)
def test_nothing_acknowledged_is_lost_or_doubled_when_programs_are_killed(portal, writes, kills):
    trial = Trial(portal, writes, kills, SEED)

    verdict = trial.run()

    assert trial.tally.strange == []
    assert verdict.acknowledged == writes
    assert verdict.is_clean, verdict


@pytest.mark.parametrize(
    ("fault", "found"), [("answer early", "lost"), ("forget the id", "doubled")]
)
@pytest.mark.full
def test_the_trial_finds_a_fault_of_the_portal(stopped_portal, fault, found):
    stopped_portal.up(
        DJANGO_SETTINGS_MODULE="tests.reliability.faulty_settings", PORTAL_FAULT=fault
    )

    verdict = Trial(stopped_portal, 60, 4, SEED, victims=("web",)).run()

    assert getattr(verdict, found) > 0


@pytest.mark.full
def test_the_trial_finds_a_database_that_does_not_write_down_what_it_commits(portal):
    with careless(portal):
        verdict = Trial(portal, 60, 0, SEED).run()

    assert verdict.lost > 0
