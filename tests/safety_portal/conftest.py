"""The demo set as it was on a day that does not move."""

import pytest
from django.test import override_settings

from tests import filled_database


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The register and the demo set until `A_DAY`, for all tests of a file."""
    var = tmp_path_factory.getbasetemp().parent / f"demo-{filled_database.RUN}"  # of all workers
    with (
        django_db_blocker.unblock(),
        override_settings(VAR_DIR=var, SHARED_DATA=var / "missing"),
        filled_database.copy_of("a_day", lambda: filled_database.load(filled_database.A_DAY)),
    ):
        yield
