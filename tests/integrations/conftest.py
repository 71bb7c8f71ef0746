"""The feed tells of what is committed: these tests commit."""

import pytest
from django.core.management import call_command

from tests.integrations.readers import Reader


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """Let the tests of a module commit; what they wrote goes at its end, not after each."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def db(committed):
    """Stand in for the transaction around each test: only what is committed has a position."""


@pytest.fixture
def follow():
    """Return a function that gives a reader of an account who begins to follow now."""

    def begun(user, *scopes, kind=""):
        reader = Reader(user, *scopes, kind=kind)
        reader.begin()
        return reader

    return begun
