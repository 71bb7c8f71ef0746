"""The demo set as it was on a day that does not move."""

import pytest
from django.test import override_settings

from tests import filled_database
from tests.filled_database import A_DAY, Filling


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The register and the demo set until `A_DAY`, for all tests of a file."""
    var = tmp_path_factory.getbasetemp().parent / f"demo-{filled_database.RUN}"  # of all workers
    with (
        django_db_blocker.unblock(),
        override_settings(VAR_DIR=var, SHARED_DATA=var / "missing"),
        filled_database.copy_of(Filling("a_day", load)),
    ):
        yield


def load():
    """Load the register that comes with the packages, and the demo set."""
    filled_database.load_register()
    filled_database.load_demo(A_DAY)
