"""One planted country for all tests of a file; each test gives back what it changed."""

from datetime import date

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from core import clock
from incidents.finding import write_words
from incidents.taxonomy import load_categories, load_classifiers
from safety_portal.demo import canaries, holders
from tests.contracts.walking import World
from tests.factories.canaries import ground


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory):
    """The country with its accounts and canaries, and a place for files of its own."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
    }
    storages = django_settings.STORAGES | {"default": storage}
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=storages),
        transaction.atomic(),
    ):
        load_categories(on=date(2026, 1, 1))
        load_classifiers()
        at, places = clock.now(), ground()
        people = holders.open_accounts(places["home"], at)
        found = canaries.plant(places, people, at)
        write_words(len(found))
        yield World(people, found)
        transaction.set_rollback(True)


@pytest.fixture
def world(planted, db):
    """The planted country, for one test: its transaction lies inside that of the file."""
    yield planted
    planted.clients.clear()
