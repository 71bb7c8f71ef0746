"""A planted country for all tests here; each of them gives back what it changed."""

import json
from dataclasses import asdict
from datetime import date
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from core import clock
from incidents.finding import write_words
from incidents.taxonomy import load_categories, load_classifiers
from safety_portal.demo import canaries, holders
from safety_portal.demo.canary import Canary
from tests import filled_database
from tests.contracts.walking import World
from tests.factories.canaries import ground
from tests.filled_database import Filling

FOUND = "planted.json"  # the canaries, beside the files of tests


@pytest.fixture(scope="session")
def planted_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the planted country for this worker."""
    filling = Filling("planted", partial(plant, files(tmp_path_factory)))
    with django_db_blocker.unblock(), filled_database.copied(filling) as name:
        yield name


@pytest.fixture(scope="module")
def planted(planted_database, django_db_blocker, tmp_path_factory):
    """The country with its accounts and canaries; a file that changes it has to take that back."""
    with (
        django_db_blocker.unblock(),
        files(tmp_path_factory),
        filled_database.connected_to(planted_database),
    ):
        with default_storage.open(FOUND) as file:
            found = [Canary(**each) for each in json.load(file)]
        names = [each.name for each in holders.holders()]
        people = User.objects.filter(username__in=names)
        yield World({each.username: each for each in people}, found)


def files(tmp_path_factory):
    """Keep the files of the country apart: a sweeper of another database would take them away."""
    return filled_database.files_in("planted", tmp_path_factory.getbasetemp().parent)


def plant(files_of_the_country):
    """Plant the country once a run, and write down its canaries."""
    with files_of_the_country, transaction.atomic():
        load_categories(on=date(2026, 1, 1))
        load_classifiers()
        at, places = clock.now(), ground()
        people = holders.open_accounts(places["home"], at)
        found = canaries.plant(places, people, at)
        write_words(len(found))
        default_storage.save(FOUND, ContentFile(json.dumps([asdict(each) for each in found])))


@pytest.fixture
def world(planted, db):
    """The planted country, for one test."""
    yield planted
    planted.clients.clear()
