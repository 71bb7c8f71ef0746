"""What those who run the portal look at: /healthz, /readyz, /metrics."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection

from core import readiness, sweepers
from core.clock import now
from tests.factories.incidents import IncidentFactory
from tests.operations.test_environment import ROOT

SWEEPER = "core.tasks.requeue_overdue_jobs"


@pytest.fixture
def swept():
    """Every sweeper has just come to its end, told as Celery tells it."""
    for name in sweepers.watched():
        sweepers.note(sender=SimpleNamespace(name=name))


def look(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["checks"]


@pytest.mark.usefixtures("transactional_db")
def test_ready_means_that_every_check_holds(client, swept):
    code, checks = look(client)

    assert code == 200, checks
    assert set(checks) == {"database", "migrations", "broker", "sweepers", "disk"}
    for about in checks.values():
        assert set(about) == {"ok", "value", "threshold", "unit", "needed"}


@pytest.mark.usefixtures("transactional_db")
def test_a_migration_that_is_missing_is_counted(client, swept):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0001%'")
        try:
            code, checks = look(client)
        finally:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('core', '0001_ukrainian_order', now())"
            )

    assert code == 503
    assert checks["migrations"] | {"ok": False, "value": 1} == checks["migrations"]


@pytest.mark.usefixtures("transactional_db")
def test_a_disk_that_gets_full_is_red_before_it_is(client, swept, settings):
    settings.READINESS = settings.READINESS | {"disk_free": 10**12}

    code, checks = look(client)

    assert code == 503
    assert not checks["disk"]["ok"]
    assert 0 < checks["disk"]["value"] < checks["disk"]["threshold"]


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("age", [None, 301])
def test_a_sweeper_that_stands_still_is_red(client, age):
    if age:
        cache.set(f"sweeper:{SWEEPER}", now().timestamp() - age, None)

    code, checks = look(client)

    assert (code, checks["sweepers"]["ok"]) == (503, False)


@pytest.mark.usefixtures("transactional_db")
def test_a_database_that_does_not_answer_is_red_within_the_time(client, swept, settings):
    """Another session holds the table of migrations: the question waits, the answer does not."""
    settings.READINESS = settings.READINESS | {"seconds": 0.3}
    holder = connection.copy()
    with holder.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        try:
            code, checks = look(client)
        finally:
            cursor.execute("ROLLBACK")
    holder.close()

    assert code == 503
    assert checks["migrations"]["value"] is None


@pytest.mark.usefixtures("transactional_db")
def test_a_server_that_is_away_is_red_and_no_failure(client, swept, settings):
    away = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}

    code, checks = look(client)

    assert code == 503
    assert (checks["broker"]["value"], checks["sweepers"]["value"]) == (None, None)
    assert checks["database"]["ok"]


def test_the_thresholds_are_those_of_the_settings(settings):
    assert {check.threshold for check in readiness.CHECKS.values()} == set(settings.READINESS)


def test_metrics_are_for_the_named_networks(client, db, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404

    settings.METRICS_NETWORKS = ["10.1.0.0/16"]
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 404


def samples(client):
    text = client.get("/metrics").content.decode()
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_metrics_tell_how_jobs_and_records_stand(client, db, swept, community, categories):
    IncidentFactory.create(community=community, category=categories["fire.residential"])

    found = samples(client)

    assert found['portal_jobs{state="waiting"}'] == "0.0"
    assert found["portal_job_oldest_seconds"] == "0.0"
    assert found["portal_queue_depth"] == "0.0"
    assert found["portal_incidents"] == "1.0"
    assert float(found[f'portal_sweeper_age_seconds{{sweeper="{SWEEPER}"}}']) >= 0


def test_requests_are_counted_by_route_and_no_label_comes_from_outside(client, police, community):
    client.force_login(police)
    client.get("/communities/?q=CANARY7413")
    client.get("/CANARY7413/")
    client.generic("CANARY7413", "/communities/")

    text = client.get("/metrics").content.decode()

    assert 'view="communities:list"' in text
    assert "CANARY7413" not in text
    assert police.username not in text


def test_counters_are_those_of_all_web_processes(tmp_path):
    """Two processes count in one folder, a third answers for both."""
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(2):
        run(COUNT, env)

    assert "requests_before_middlewares_total 2.0" in run(TELL, env)


SET_UP = "import django; django.setup(); "
COUNT = SET_UP + "from core.measuring import Before; Before(str).metrics.requests_total.inc()"
TELL = SET_UP + (
    "import prometheus_client; from safety_portal.metrics import _of_requests; "
    "print(prometheus_client.generate_latest(_of_requests()).decode())"
)


def run(code, env):
    command = [sys.executable, "-c", code]
    settings = {"DJANGO_SETTINGS_MODULE": "safety_portal.settings"}
    return subprocess.run(
        command, env=env | settings, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
