"""The demo set as a first `up` loads it, only with fewer incidents."""

import pytest

from tests import filled_database


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The register and the demo set until today, for all tests of a file."""
    with django_db_blocker.unblock(), filled_database.copy_of(filled_database.TODAY):
        yield
