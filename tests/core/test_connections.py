"""What PostgreSQL is told when a connection begins."""

import pytest
from django.db import connection

from core.postgresql.base import DatabaseWrapper


def told(**changed):
    """Return what a connection begins with by these settings."""
    return DatabaseWrapper(connection.settings_dict | changed).get_connection_params()


@pytest.mark.django_db
def test_a_trigger_finds_that_nothing_is_ignored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)


def test_a_pooler_is_told_nothing_it_would_refuse():
    begun = told(CONN_MAX_AGE=0)
    assert (begun["prepare_threshold"], begun.get("options")) == (None, None)


def test_what_a_ministry_asks_of_its_server_stays():
    asked = "-c statement_timeout=5min"
    begun = told(CONN_MAX_AGE=60, OPTIONS={"options": asked})
    assert begun["options"] == f"{asked} -c pgtrigger.ignore={{}}"
