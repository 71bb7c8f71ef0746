"""What most tests stand on: two communities, the categories, and accounts with a reach."""

import gc
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings
from pytest_django import fixtures
from rest_framework.test import APIClient

from core import demo
from incidents.models import Category
from incidents.taxonomy import load_categories, load_classifiers
from tests import filled_database, template_database
from tests.emptying import Emptying
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.full import FULL

# Valkey looks through its keys itself: hundreds of drawings stay, and to tell of them takes long.
FORGET = """
for _, key in ipairs(redis.call('KEYS', '*')) do
    if not key:find(':chart:', 1, true) then redis.call('UNLINK', key) end
end
"""

settings.register_profile("untimed", deadline=None)  # no test asserts a time
settings.load_profile("untimed")


def pytest_ignore_collect(collection_path, config):
    """Where only tests that run alone are asked for, read no file without one: that takes long."""
    if config.option.markexpr == "alone" and collection_path.suffix == ".py":
        return "mark.alone" not in collection_path.read_text("utf-8") or None
    return None


def pytest_collection_modifyitems(items):
    """Leave out what only `--full` runs, and begin with what takes minutes and cannot be divided."""
    for item in items:
        if not FULL and item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="needs --full"))
    items.sort(key=lambda item: item.get_closest_marker("whole") is None)


def pytest_collection_finish():
    """Let the collector of garbage pass by what stays until the end: thousands of tests and the code.

    It looked through all of them again and again, a third of the time of loading the demo set.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session")
def monkeypatch_session():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix,
    django_test_environment,
    django_db_blocker,
    request,
):
    """Let the test database be a copy: the migrations take a minute, copying takes a second.

    It is there for every test that asks for its setup. The library makes one only where some test
    is marked; a run of files whose fixtures do without marks would write to the portal's own.
    """
    request.getfixturevalue("monkeypatch_session").setattr(
        fixtures, "_get_databases_for_setup", lambda _items: ({"default"}, set())
    )
    alone = not hasattr(request.config, "workerinput")
    anew = request.config.getvalue("create_db") and alone  # workers share one template
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database.copied_from(anew=anew)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, monkeypatch_session):
    """Take away what tests commit, and end what their threads hold when the database has to go."""
    with django_db_blocker.unblock():
        emptying = Emptying()
    monkeypatch_session.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _files_of_tests(tmp_path_factory):
    """Keep what tests store away from the files of the portal beside them; workers share a place."""
    with filled_database.files_in("files", tmp_path_factory.getbasetemp().parent):
        yield


@pytest.fixture(autouse=True)
def _clean_cache():
    """Begin with a cache that knows one thing: these are no demo data.

    Drawings stay: each is kept under the very numbers it shows.
    """
    cache.set(demo.KEY, False)
    yield
    cache._cache.get_client(write=True).eval(FORGET, 0)


@pytest.fixture
def community(db):
    """The community most tests are about."""
    return CommunityFactory.create()


@pytest.fixture
def elsewhere(db):
    """A community of another oblast."""
    return CommunityFactory.create()


@pytest.fixture
def categories(db):
    """The categories by code; the code lists are there, too."""
    load_categories(on=date(2026, 1, 1))
    load_classifiers()
    return {each.code: each for each in Category.objects.all()}


@pytest.fixture
def police(community):
    """The account of the community's police officer, in post."""
    user = account("officer", community=community, service="police")
    officer = OfficerFactory.create(user=user)
    AssignmentFactory.create(officer=officer, community=community)
    return user


@pytest.fixture
def coordinator(community):
    """The coordinator of the community's oblast, of both services."""
    return account("oblast_coordinator", oblast=community.oblast)


@pytest.fixture
def ministry(db):
    """An analyst who sees the whole country."""
    return account("ministry_analyst", nation=True)


@pytest.fixture
def api():
    """Return a function that gives an API client of an account (none: nobody)."""

    def client_of(user=None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_login(user)
        return client

    return client_of


@pytest.fixture
def body(community, categories):
    """A body the portal accepts."""
    return {
        "community": community.code,
        "category": "fire.residential",
        "occurred_at": "2026-06-15T09:40:00+03:00",
        "reported_at": "2026-06-15T09:47:00+03:00",
        "channel": "101",
        "people": {"rescued": 2, "children_rescued": 1},
        "narrative": "Горів сарай",
    }
