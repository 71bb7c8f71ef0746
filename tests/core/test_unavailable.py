"""While database or broker are away the portal says so: 503, never 500, and nobody waits for ever."""

import os
import re
import signal
import socket
import uuid
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from celery import current_app
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver

from core import cache
from core.models import Job
from core.tasks import queue
from reports import services
from tests.contracts.walking import kind_of_body
from tests.factories.reports import LATER, order

INCIDENTS = "/api/v1/incidents/"
NEEDS_NOTHING = {"healthz"}


@pytest.fixture
def reader():
    """A browser with a session whose account only the database knows; failures are answers."""
    client = Client(raise_request_exception=False)
    client.cookies["session"] = "a" * 32
    return client


@pytest.fixture
def database_away(django_db_blocker, monkeypatch, tmp_path):
    """Django's connection leads to a socket on which nobody listens."""
    options = connection.settings_dict["OPTIONS"] | {"host": str(tmp_path)}
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
        monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
        yield
        connection.close()


@pytest.fixture
def valkey_away(settings, tmp_path):
    """The cache leads to a socket on which nobody listens."""
    dead = caches.settings["default"] | {"LOCATION": f"unix://{tmp_path}/valkey.sock"}
    settings.CACHES = {"default": dead}


@pytest.fixture
def broker_away(monkeypatch, tmp_path):
    """The queue leads to a socket on which nobody listens."""
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/valkey.sock")
    monkeypatch.setattr(current_app, "_pool", None)
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)


def addresses(patterns=None, path="/"):
    """Yield an address of every route, its parameters filled with something of their kind."""
    kinds = {"uuid": str(uuid.UUID(int=1)), "int": "1", "slug": "x", "path": "x", "str": "x"}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        full = path + str(each.pattern).lstrip("^").removesuffix("$")
        if not isinstance(each, URLPattern):
            yield from addresses(each.url_patterns, full) if each.namespace != "admin" else ()
        elif each.name not in NEEDS_NOTHING:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: kinds[found[1] or "str"], full)


@pytest.mark.parametrize("address", sorted(set(addresses())))
def test_every_address_says_that_the_database_is_away(reader, database_away, address):
    of_api = address.startswith("/api/")
    sent = kind_of_body(address) if of_api else "application/x-www-form-urlencoded"
    for method in ("GET", "POST", "PUT"):
        answer = reader.generic(method, address, "" if method == "GET" else "{}", sent)

        assert answer.status_code == 503
        if address == "/readyz":
            continue
        assert answer["Retry-After"] == "5"
        said = (
            "application/problem+json" if of_api or address.startswith("/oauth/") else "text/html"
        )
        assert answer["Content-Type"].startswith(said)


def test_a_process_without_database_and_cache_is_alive(reader, database_away, valkey_away):
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").status_code == 503
    with closing(reader.get("/static/css/portal.css")) as style:
        assert style.status_code == 200


def test_a_client_gets_no_token_without_the_database(reader, database_away):
    grant = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}

    answer = reader.post("/oauth/token/", grant)

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_is_not_refused_while_nobody_can_look_it_up(reader, database_away):
    answer = reader.get("/api/v1/me/", headers={"Authorization": "Bearer unknown"})

    assert answer.status_code == 503


@pytest.mark.parametrize("state", ["08006", "25006", "40P01", "53300", "57014", "57P01", "58030"])
def test_a_state_of_the_database_that_passes_is_503(api, police, body, state):
    assert put(api(police), body, state).status_code == 503


@pytest.mark.parametrize("state", ["42P01", "54000", "XX000"])
def test_a_defect_is_none(api, police, body, state):
    assert put(api(police), body, state).status_code == 500


def put(client, body, state):
    """Put an incident that the database refuses with this SQLSTATE."""
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION 'for the trial' USING ERRCODE = '{state}'; END $$;"
            " CREATE TRIGGER refuse BEFORE INSERT ON incidents_incident EXECUTE FUNCTION refuse()"
        )
    return client.put(f"{INCIDENTS}{uuid.uuid4()}/", body)


def test_an_incident_is_stored_while_valkey_is_away(client, police, body, request):
    client.force_login(police)
    request.getfixturevalue("valkey_away")

    answer = client.put(f"{INCIDENTS}{uuid.uuid4()}/", body, content_type="application/json")

    assert answer.status_code == 201
    assert client.get("/").status_code == 200
    assert client.get("/incidents/").status_code == 200


def test_a_cache_that_answers_nothing_is_asked_once_a_page(
    client, police, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(cache, "REST", 3600)  # however slow the machine is
    client.force_login(police)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        options = caches.settings["default"]["OPTIONS"] | {"socket_timeout": 0.1}
        place = {"LOCATION": f"unix://{tmp_path}/silent.sock", "OPTIONS": options}
        settings.CACHES = {"default": caches.settings["default"] | place}

        assert client.get("/").status_code == 200

        asked = 0
        silent.settimeout(0)
        with suppress(BlockingIOError):
            while line := silent.accept()[0]:
                line.close()
                asked += 1
    assert asked == 2, "once, and once more because the first line might have been an old one"


def test_people_sign_in_while_valkey_is_away(client, police, valkey_away):
    police.set_password("correct horse battery")
    police.save()

    answer = client.post(
        "/sign-in/", {"username": police.username, "password": "correct horse battery"}
    )

    assert answer.status_code == 302


def test_a_sign_out_that_the_cache_did_not_hear_of_is_not_confirmed(client, police, request):
    client.force_login(police)
    request.getfixturevalue("valkey_away")
    client.raise_request_exception = False

    assert client.post("/sign-out/").status_code == 503


def test_a_promise_is_kept_when_the_queue_does_not_take_the_hint(
    client, coordinator, community, categories, broker_away
):
    client.force_login(coordinator)
    asked = {
        "territory": community.oblast.code,
        "month": "2026-06",
        "service": "both",
        "language": "uk",
    }

    answer = client.post("/reports/", asked)

    assert answer.status_code == 302
    assert Job.objects.open().filter(kind=services.JOB).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_hint_that_fails_in_whatever_way_fails_no_promise(coordinator, community, monkeypatch):
    monkeypatch.setattr(current_app, "send_task", lambda *_a, **_k: 1 / 0)

    job = services.request_edition(order=order(community.oblast), by=coordinator, at=LATER)
    queue(job)

    assert Job.objects.open().get() == job


@contextmanager
def locked(table):
    """Hold a table so that nobody else can even read it."""
    with psycopg.connect(connection.connection.info.dsn) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.limit("request")
@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_a_lock_is_told_to_come_again(api, police, settings):
    settings.LIMITS = settings.LIMITS | {"request": 0.5}
    client = api(police)
    client.raise_request_exception = False

    with locked("incidents_incident"):
        assert client.get(INCIDENTS).status_code == 503

    assert client.get(INCIDENTS).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_server_that_answers_nothing_any_more_is_cut_off(api, police, settings):
    settings.LIMITS = settings.LIMITS | {"request": 0.5}
    client = api(police)
    client.raise_request_exception = False
    backend = connection.connection.info.backend_pid
    if not Path(f"/proc/{backend}").exists():
        pytest.skip("the database is on another machine")

    os.kill(backend, signal.SIGSTOP)
    try:
        assert client.get(INCIDENTS).status_code == 503
    finally:
        os.kill(backend, signal.SIGCONT)
        connection.close()  # as the next request of a real server does

    assert client.get(INCIDENTS).status_code == 200
