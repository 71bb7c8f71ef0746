"""The reading log: whoever holds the right where the records lay reads it, filters it, takes it along."""

import csv
import io

import pytest

from communities.readings import note_reading
from core import clock
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db
LOG, FILE = "/administration/readings/", "/administration/readings.csv"


@pytest.fixture
def readings(community, elsewhere, police):
    """A reading here and one elsewhere; the second is of the rescue service."""
    rows = [
        IncidentFactory.create(community=community, number="65-2026-000001"),
        IncidentFactory.create(community=elsewhere, number="65-2026-000002", service="rescue"),
    ]
    return [
        note_reading(
            by=police, record=row, group="incident", purpose=purpose, at=clock.now(), words=words
        )
        for row, purpose, words in zip(
            rows, ("review", "other"), ("", "перевірка скарги"), strict=True
        )
    ]


def numbers(answer):
    return sorted(each.number for each in answer.context["page"].rows)


@pytest.mark.parametrize(
    ("role", "service", "status", "expected"),
    [
        ("auditor", "both", 200, ["65-2026-000001", "65-2026-000002"]),
        ("auditor", "rescue", 200, ["65-2026-000002"]),
        ("ministry_administrator", "both", 200, ["65-2026-000001", "65-2026-000002"]),
        ("ministry_analyst", "both", 403, []),
        ("oblast_coordinator", "both", 403, []),
    ],
)
def test_who_sees_what_of_the_log(client, readings, role, service, status, expected):
    client.force_login(account(role, service=service, nation=True))

    answer = client.get(LOG)

    assert answer.status_code == status
    assert status == 403 or numbers(answer) == expected


def test_the_log_of_an_oblast_ends_at_its_border(client, readings, community):
    client.force_login(account("auditor", oblast=community.oblast))

    assert numbers(client.get(LOG)) == ["65-2026-000001"]
    assert "65-2026-000002" not in b"".join(client.get(FILE).streaming_content).decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"purpose": "other"}, 1),
        ({"number": "65-2026-000001"}, 1),
        ({"number": "65-2026"}, 0),
        ({"service": "rescue"}, 1),
        ({"who": "nobody"}, 0),
        ({"since": "2030-01-01"}, 0),
        ({"in_bulk": "true"}, 0),
        ({}, 2),
    ],
)
def test_filters_narrow_the_log(client, readings, asked, expected):
    client.force_login(account("auditor", nation=True))

    assert len(client.get(LOG, asked).context["page"].rows) == expected


def test_an_account_is_found_by_either_of_its_names(client, readings, police):
    client.force_login(account("auditor", nation=True))

    for name in (police.username, police.full_name):
        assert len(client.get(LOG, {"who": name}).context["page"].rows) == 2


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"since": "2026-99-99"}, "since"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "until"),
        ({"purpose": "fun"}, "purpose"),
        ({"territory": "UA00"}, "territory"),
    ],
)
def test_a_wrong_filter_is_named_on_the_page_and_instead_of_the_file(
    client, readings, asked, field
):
    client.force_login(account("auditor", nation=True))

    for url in (LOG, FILE):
        answer = client.get(url, asked)
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == [field]


def test_the_file_has_the_rows_of_the_page_and_runs_nothing(client, readings):
    client.force_login(account("auditor", nation=True))

    text = b"".join(client.get(FILE, {"purpose": "other"}).streaming_content).decode()

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(each["number"], each["words"]) for each in rows] == [
        ("65-2026-000002", "перевірка скарги")
    ]
