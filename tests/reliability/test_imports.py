"""An import is applied whole and once, whatever becomes of the worker that applies it."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from communities.models import Settlement
from core import clock, imports
from core.models import JobState, PreviewState
from core.tasks import queue, requeue_overdue_jobs
from tests.communities.codifiers import load, write_workbook
from tests.communities.test_register import COMMUNITY, OBLAST, RAION, ROWS
from tests.factories.accounts import account
from tests.reliability.portal import wait_until
from tests.reliability.workers import done, kill, lease_runs_out, state_of

pytestmark = pytest.mark.django_db(transaction=True)
VILLAGES = [
    (OBLAST, RAION, COMMUNITY, f"UA6510017{number:03}{number:07}", "", "C", f"Село {number}")
    for number in range(2, 900)
]


@pytest.fixture
def preview(worker, tmp_path):
    """A file of nine hundred new villages that a worker has read, and nobody decided about."""
    load(write_workbook(tmp_path / "before.xlsx", ROWS))
    by = account("ministry_administrator", nation=True)
    content = write_workbook(tmp_path / "after.xlsx", [*ROWS, *VILLAGES]).read_bytes()
    file = SimpleUploadedFile("k_2026-07-07.xlsx", content)
    said = {"edition": None, "act": ""}
    made = imports.receive(kind="codifier", file=file, said=said, by=by, at=clock.now())
    reader = worker()
    queue(made.job)
    wait_until(lambda: done(made.job))
    kill(reader)
    made.refresh_from_db()
    assert (made.state, made.counts) == (PreviewState.READY, {"created": 898, "unchanged": 4})
    return made


def is_being_applied():
    """Say whether somebody stands in the transaction of an import, holding its kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
            " WHERE locktype = 'advisory' AND granted AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


@pytest.mark.parametrize(
    "later", [0.15, *(pytest.param(each, marks=pytest.mark.full) for each in (0.0, 0.3))]
)
def test_a_worker_killed_while_it_applies_leaves_all_or_nothing(worker, preview, later):
    job = imports.ask_to_apply(pk=preview.pk, by=preview.by, at=clock.now())
    first = worker()
    queue(job)
    wait_until(is_being_applied, look=0.002)
    time.sleep(later)
    kill(first)
    wait_until(lambda: not is_being_applied())
    assert Settlement.objects.count() in {1, 899}

    if state_of(job) != JobState.DONE:
        lease_runs_out(job)
        worker()
        requeue_overdue_jobs()
        wait_until(lambda: done(job))

    preview.refresh_from_db()
    assert preview.state == PreviewState.APPLIED
    assert Settlement.objects.count() == 899
