"""Every list and every detail costs the same number of queries for 1, 3 and 1,000 rows.

The narrowest and the widest reader are asked, and with three rows one of them who opens the route;
a page of one record asks one of them for 1,000, too. With `--full`, everybody.
"""

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from safety_portal.policy import policy
from tests.contracts.growing import Country
from tests.full import FULL

pytestmark = [
    pytest.mark.django_db,  # run alone, they would otherwise meet no test database
    pytest.mark.whole,
]
ONE, FEW, MANY = 1, 3, 1000
SELDOM = {"export_rows": 10**9, "export_seconds": 10**9}  # a file asks anew who reads it: not here
SEEN = 'UPDATE "accounts_browsersession" SET "seen_at"'  # once a minute, whatever is shown
READERS = ("of a community", *(["of a raion"] if FULL else []), "of the nation")
SKIPPED = {  # routes that list nothing
    "accounts:sign-in": "a form",
    "accounts:sign-out": "an act",
    "accounts:passkey-question": "an act",
    "accounts:session": "how long this session lasts",
    "accounts:welcome": "a form",
    "accounts:welcome-link": "sends to the form",
    **{
        f"administration:{name}": "an act"
        for name in ("close", "reopen", "link", "see-as", "stop-seeing")
    },
    **{f"administration:{name}": "an act" for name in ("secret", "scopes", "revoke")},
    **{f"integrations:{name}": "an act" for name in ("switch-off", "replay")},
    "set-language": "an act",
    "api:schema": "made from code",
    "api-docs": "made from code",
    "api-docs-of": "made from code",
    "incidents:read": "sends to the record",
    "incidents:verify": "sends to the record",
    "incidents:return": "sends to the record",
    "incidents:submit": "sends to the record",
    "incidents:note": "sends to the record",
    "incidents:close": "sends to the record",
    "incidents:void": "sends to the record",
    "incidents:retire": "an act",
    "incidents:reinstate": "an act",
    "incidents:strike-put": "sends to the strike",
    "incidents:strike-take": "sends to the strike",
    "officers:course-enrol": "sends to the course",
    "officers:course-certify": "sends to the course",
    "officers:photo": "a file",
    "communities:memorandum-file": "a file",
    "api:officer-photo": "a file",
    "working_groups:order": "a file",
    "meetings:material": "a file",
    "api:agenda-item-material": "a file",
    "products:file": "a file",
    "api:knowledge-product-file": "a file",
    "meetings:attendance": "sends to the meeting",
    "meetings:minutes": "sends to the meeting",
    "api:working-group-order": "a file",
    "api:memorandum-file": "a file",
    "officers:step": "sends to the officer",
    "officers:activity-void": "sends to the activity",
    "saved-views:save": "an act",
    "incidents:import-template": "a workbook, with the lists of its reader",
    "tables:template": "an empty workbook",
    "tables:rejected": "a workbook, of rows that are kept whole",
    "api:incident-bulk": "an act",
    "api:incident-validate": "an act",
    "api:activity-void": "an act",
    "api:person-merge": "an act",
    "meetings:waiting": "sends to the code of the sitting",
    "meetings:present": "a form",
    "meetings:feed": "a file, by a secret",
    "api:person-undo-merge": "an act",
    "people:undo-merge": "sends to the person, who is not merged",
    "api:job-answer": "a file, whole",
}
ROUTES = [
    each
    for each in policy().routes.values()
    if each.group != "machinery" and each.name not in SKIPPED
]


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker, tmp_path_factory):
    """Status and queries by route, reader and size."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
    }
    with (
        django_db_blocker.unblock(),
        override_settings(  # whether these are demo data is asked once a minute: not here
            DEMO=True,
            STORAGES=settings.STORAGES | {"default": storage},
            LIMITS=settings.LIMITS | SELDOM,
        ),
        transaction.atomic(),
    ):
        found = count(Country())
        transaction.set_rollback(True)
    return found


def count(country):
    """Ask everybody for every route with one row; with more rows, whom the file says."""
    everybody = [(reader, route) for reader in READERS for route in ROUTES]
    country.grow(ONE)
    warm = [each for each in everybody if each[0] == READERS[-1] or "dashboards:" in each[1].name]
    dict(walk(country, warm))  # what a process, or a drawing of one's own figures, keeps is kept
    found = dict(walk(country, everybody))
    opens = {route: reader for route, reader, _size in found if found[route, reader, ONE][0] == 200}
    few = [each for each in everybody if FULL or opens.get(each[1].name) == each[0]]
    country.grow(FEW)
    found |= walk(country, few)
    country.grow(MANY)
    lists = [each for each in everybody if "<" not in each[1].address]
    return found | dict(walk(country, [*lists, *(each for each in few if "<" in each[1].address)]))


def walk(country, asked):
    """Yield what routes cost readers; what is kept of a reader is kept from the first page on."""
    clients = {reader: Client() for reader in READERS}
    for reader, client in clients.items():
        client.force_login(country.readers[reader])
        client.get("/")
    for reader, route in asked:
        url = country.url(route, reader)
        connection.queries_log.clear()  # it holds 9,000, and a walk makes more
        with CaptureQueriesContext(connection) as queries:
            answer = clients[reader].get(url)
            _read = b"".join(answer.streaming_content) if answer.streaming else b""
        statements = [each["sql"] for each in queries if not each["sql"].startswith(SEEN)]
        yield (route.name, reader, country.size), (answer.status_code, statements)


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
def test_many_rows_cost_as_many_queries_as_one(counted, route):
    asked = [reader for reader in READERS if (route.name, reader, MANY) in counted]
    assert asked

    for reader in asked:
        sizes = [size for size in (ONE, FEW, MANY) if (route.name, reader, size) in counted]
        by_size = {size: counted[route.name, reader, size] for size in sizes}
        statuses = {status for status, _queries in by_size.values()}
        counts = {size: len(queries) for size, (_status, queries) in by_size.items()}

        assert len(statuses) == 1, reader
        assert len(set(counts.values())) == 1, f"{reader} {counts}\n{differing(by_size)}"


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
def test_somebody_opens_every_route(counted, route):
    """A refusal costs the same for any number of rows, and would prove nothing."""
    opening = [who for who in READERS if counted[route.name, who, ONE][0] == 200]

    assert any({(route.name, who, size) for size in (FEW, MANY)} <= set(counted) for who in opening)


def differing(by_size):
    """Return the statements that came with more rows."""
    few, many = ([each[:60] for each in by_size[size][1]] for size in (ONE, MANY))
    return "\n".join(
        each[:400] for each in by_size[MANY][1] if many.count(each[:60]) != few.count(each[:60])
    )[:4000]
