"""A right that ends while a file is sent ends the file: after a row, with a line that says so."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from oauth2_provider.models import get_access_token_model

from accounts.models import AccessEvent, EventKind, User
from communities.models import Community
from core import clock
from safety_portal.demo.holders import issue_token
from tests.factories.accounts import AccessGrantFactory, account
from tests.factories.communities import CommunityFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.limit("export_rows"),
    pytest.mark.limit("export_seconds"),
]
ENDED = "This file ends here"
MANY = 12
PAGES = (
    "/communities/export.csv",
    "/communities/export.geojson",
    "/communities/map.csv",
    "/communities/map.geojson",
)
FILES = (*((each, "") for each in PAGES), ("/api/v1/communities/", "text/csv"))


@pytest.fixture(autouse=True)
def _asked_after_every_row(settings):
    settings.LIMITS = settings.LIMITS | {"export_rows": 1}


@pytest.fixture
def reader(community):
    """An account that holds the oblast; a community of it was read long ago."""
    CommunityFactory.create_batch(MANY - 1, oblast=community.oblast, raion=community.raion)
    return account("oblast_coordinator", oblast=community.oblast)


def by_session(reader):
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(reader)
    return client


def by_token(reader):
    token = issue_token(reader, ["territories:read"], clock.now())
    return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


def begun(client, path, accept=""):
    """Return the file that is being sent, and what was sent of it first."""
    answer = client.get(path, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    parts = (each.decode() for each in answer.streaming_content)
    return parts, next(parts) + next(parts) + next(parts)


def the_grant(reader):
    reader.grants.get().delete()


def the_role(reader):
    reader.grants.get().role.permissions.clear()


def a_part_of_it(reader):
    """The oblast is held no more; the first community still is."""
    AccessGrantFactory.create(
        user=reader, role=reader.grants.get().role, community=Community.objects.order_by("code")[0]
    )
    reader.grants.filter(oblast__isnull=False).delete()


def the_account(reader):
    User.objects.filter(pk=reader.pk).update(is_active=False)


@pytest.mark.parametrize("take_away", [the_grant, the_role, a_part_of_it, the_account])
@pytest.mark.parametrize(("path", "accept"), FILES)
def test_a_file_ends_with_the_right_to_it(reader, path, accept, take_away):
    parts, first = begun(by_session(reader), path, accept)

    take_away(reader)

    rest = list(parts)
    assert len(rest) == 1
    assert ENDED in rest[0]
    event = AccessEvent.objects.get(kind=EventKind.EXPORT_ENDED)
    assert (event.account, event.by, event.address) == (reader, reader, "127.0.0.1")
    if "geojson" in path:
        whole = json.loads(first + rest[0])
        assert len(whole["features"]) == 2
        assert whole["ended"].startswith(ENDED)
    else:
        assert len(list(csv.reader(io.StringIO(first + rest[0])))) == 1 + 2 + 1


@pytest.mark.parametrize(("path", "accept"), FILES)
def test_a_file_whose_right_stays_comes_whole(reader, community, path, accept):
    parts, first = begun(by_session(reader), path, accept)

    Community.objects.filter(pk=community.pk).update(name_en="Renamed")  # a new version for all
    AccessGrantFactory.create(user=reader, oblast=CommunityFactory.create().oblast)  # and more

    whole = first + "".join(parts)
    assert ENDED not in whole
    assert len(whole.splitlines()) >= MANY + 1
    assert not AccessEvent.objects.exists()


def test_a_file_ends_with_its_session(reader):
    client = by_session(reader)
    parts, _first = begun(client, PAGES[0])

    client.session.delete()

    assert ENDED in "".join(parts)


def test_a_file_ends_with_the_last_day_of_the_grant(reader, monkeypatch):
    tomorrow = clock.today() + timedelta(days=1)
    reader.grants.update(ends_on=tomorrow)
    parts, _first = begun(by_session(reader), PAGES[0])

    monkeypatch.setattr(clock, "today", lambda: tomorrow)

    assert ENDED in "".join(parts)


@pytest.mark.parametrize("take_away", [the_grant, the_account])
def test_a_file_of_a_program_ends_with_the_right(reader, take_away):
    parts, _first = begun(by_token(reader), "/api/v1/communities/", "text/csv")

    take_away(reader)

    assert ENDED in "".join(parts)


def test_a_file_of_a_program_ends_with_its_token(reader):
    parts, _first = begun(by_token(reader), "/api/v1/communities/", "text/csv")

    get_access_token_model().objects.all().delete()

    assert ENDED in "".join(parts)


def test_between_two_questions_rows_and_seconds_are_counted(reader, settings):
    settings.LIMITS = settings.LIMITS | {"export_rows": 5, "export_seconds": 3600}
    parts, _first = begun(by_session(reader), PAGES[0])

    the_grant(reader)

    assert len(list(parts)) == 5 - 3 + 1


def test_a_second_is_enough_to_be_asked_again(reader, settings):
    settings.LIMITS = settings.LIMITS | {"export_rows": 1000, "export_seconds": 0}
    parts, _first = begun(by_session(reader), PAGES[0])

    the_grant(reader)

    assert len(list(parts)) == 1


def test_a_file_speaks_the_language_of_its_reader_to_its_end(reader):
    answer = by_session(reader).get("/communities/map.csv")

    head, *rows = b"".join(answer.streaming_content).decode().splitlines()

    assert "Oblast,Raion,State" in head
    assert all(",yes," in each for each in rows)
