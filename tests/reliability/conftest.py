"""A portal to be killed: one for all tests of this checkout, one test at a time."""

import fcntl
from pathlib import Path

import pytest
from django.conf import settings

from tests.reliability.portal import Portal
from tests.reliability.workers import workers


@pytest.fixture
def stopped_portal():
    """The portal of the trials, not running; its folder is kept, so that later starts are short."""
    var = Path(settings.VAR_DIR) / "reliability"
    var.mkdir(parents=True, exist_ok=True)
    with (var / "trial.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        portal = Portal.inside(var)
        portal.down()
        yield portal
        portal.down()


@pytest.fixture
def portal(stopped_portal):
    """The portal of the trials, running."""
    stopped_portal.up()
    return stopped_portal


@pytest.fixture
def worker(transactional_db, tmp_path, settings):
    """A function that starts a real worker on the test database, with a storage of its own."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    }
    with workers(tmp_path) as start:
        yield start
