"""The list in order of numbers: every numbered record once, at one price however deep."""

import json

import pytest
from django.db import connection

from core.keyset import Keyset, Mark
from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/incidents/"


@pytest.fixture
def numbered(community, categories):
    for number in (3, 1, 2):
        IncidentFactory.create(community=community, number=f"65-2026-00000{number}")
    IncidentFactory.create(community=community, number=None, status="draft")


def walked(client, query):
    """Return the numbers of all pages of a list."""
    url, found = f"{LIST}?{query}&limit=1", []
    while url:
        page = client.get(url).json()
        found += [each["number"] for each in page["results"]]
        url = page["next"]
    return found


def test_numbers_come_in_order_and_drafts_have_no_place(api, police, numbered):
    up = [f"65-2026-00000{number}" for number in (1, 2, 3)]

    assert walked(api(police), "ordering=number") == up
    assert walked(api(police), "ordering=-number") == up[::-1]
    assert None in walked(api(police), "ordering=occurred_at")


def test_what_is_counted_is_what_is_listed(api, police, numbered):
    client = api(police)

    assert client.get(f"{LIST}?ordering=number&count=exact").json()["count"] == 3
    assert client.get(f"{LIST}?count=exact").json()["count"] == 4
    answer = client.get(f"{LIST}?ordering=number", headers={"Accept": "application/x-ndjson"})
    assert len(b"".join(answer.streaming_content).splitlines()) == 3


@pytest.mark.parametrize("ordering", [("number", "id"), ("-number", "-id")])
@pytest.mark.parametrize("reach", ["nation", "oblast"])
def test_a_deep_page_is_found_by_an_index(numbered, community, ordering, reach):
    """No plan sorts, and none reads rows before the mark: what Keyset asks is in the index."""
    where = {"nation": True} if reach == "nation" else {"oblast": community.oblast}
    reader = account("oblast_coordinator", **where)
    mark = Mark(("65-2026-000002", Incident.objects.first().pk))
    rows = Incident.objects.visible_to(reader).filter(number__isnull=False)

    plan = planned(rows, ordering, mark)

    kinds = {node["Node Type"] for node in nodes(plan)}
    assert not {"Sort", "Seq Scan", "Incremental Sort"} & kinds
    used = next(node for node in nodes(plan) if "Index Name" in node and "Index Cond" in node)
    assert used["Index Name"] in {"incident_by_number", "incident_number_of_oblast"}
    assert "ROW(" in used["Index Cond"]


def planned(rows, ordering, mark):
    """Return the plan of the page at a mark; a table so small would be read whole otherwise."""
    asked = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off;")
        cursor.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_incremental_sort = off")

    def explain(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "LIMIT" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        Keyset(ordering).cut(rows, 50, mark)
    sql, params = asked[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    return (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]


def nodes(plan):
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes(each)
