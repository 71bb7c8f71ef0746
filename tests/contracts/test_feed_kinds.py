"""The change feed knows every list of records that the API has, and reads each as the API does."""

import pytest
from django.db import connection

from integrations.kinds import KINDS
from integrations.models import SOURCES
from safety_portal.policy import policy

NO_RECORDS = {
    "change": "the feed itself",
    "webhook": "the caller's own",
    "job": "the caller's own",
    "measure": "figures are computed; they change with what they count",
}
LISTED = {
    name.removeprefix("api:").removesuffix("-list")
    for name in policy().routes
    if name.startswith("api:") and name.endswith("-list")
}


def test_every_list_of_the_api_is_a_kind_of_the_feed():
    assert {each.route for each in KINDS.values()} == LISTED - set(NO_RECORDS), (
        "A list is new: a Source in integrations/models/watched.py, a Kind in integrations/kinds.py."
    )
    assert {each.kind for each in SOURCES} == set(KINDS)


def test_every_kind_asks_for_the_scope_of_its_own_route():
    for kind in KINDS.values():
        assert kind.scope == policy().routes[f"api:{kind.route}-list"].scope


@pytest.mark.django_db
def test_every_table_of_the_feed_has_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_feed_%' GROUP BY 1"
        )
        found = dict(cursor.fetchall())

    assert {each.table for each in SOURCES} <= {
        name for name, number in found.items() if number >= 4
    }
