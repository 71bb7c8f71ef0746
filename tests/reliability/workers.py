"""Real workers on the test database, to be killed, and what is known of the jobs they hold."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import connection

from core import clock
from core.models import Job, JobState


@contextmanager
def workers(folder):
    """Yield a function that starts a real worker on the test database; all are killed after."""
    forget_messages()
    started = []

    def start():
        command = [sys.executable, "-m", "celery", "-A", "safety_portal", "worker", "-c", "1"]
        process = subprocess.Popen(
            [*command, "--loglevel", "ERROR", "--without-gossip", "--without-mingle"],
            cwd=settings.BASE_DIR,
            env=os.environ | _addresses() | {"PORTAL_VAR": str(folder)},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def _addresses():
    """Name the test database and the queue of this test process as the environment does."""
    about = connection.get_connection_params()
    host = about.get("host", "")
    user = ":".join(filter(None, [about.get("user", ""), about.get("password", "")]))
    port = f"&port={about['port']}" if about.get("port") else ""
    return {
        "DATABASE_URL": f"postgres://{user}@/{about['dbname']}?host={host}{port}",
        "PORTAL_INSTANCE": settings.INSTANCE,
    }


def kill(process):
    """Kill a worker with its children, and bury it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def forget_messages():
    """Empty the queue, as the loss of the broker does."""
    with current_app.connection_for_write() as broker:
        broker.default_channel.queue_purge(settings.INSTANCE)


def state_of(job):
    job.refresh_from_db()
    return job.state


def done(job):
    return state_of(job) == JobState.DONE


def lease_runs_out(job):
    """Let the time pass that a dead worker still holds the job."""
    before = clock.now() - timedelta(seconds=1)
    assert Job.objects.filter(pk=job.pk, leased_until__isnull=False).update(leased_until=before)
