"""The history of records: who changed what, how, and from where, for whoever may see the record."""

import csv
import io
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from core.history import authored
from dashboards.logs.kinds import untold
from incidents.models import Incident
from officers.models import Officer
from tests.factories.accounts import account
from tests.factories.communities import BeatFactory, SettlementFactory
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db
LOG, FILE = "/administration/history/", "/administration/history.csv"


@pytest.fixture
def auditor(client):
    client.cookies["django_language"] = "en"
    client.force_login(account("auditor", nation=True))
    return client


@pytest.fixture
def incident(community, categories):
    return IncidentFactory.create(
        community=community, number="65-2026-000001", category=categories["fire.residential"]
    )


def move(incident, **fields):
    """Change a record by one statement."""
    Incident.objects.filter(pk=incident.pk).update(**fields)


def newest(answer):
    return answer.context["steps"][0]


def test_every_table_with_a_history_is_told_of():
    assert untold() == set()


def test_a_change_by_sql_has_the_role_of_the_database_as_its_author(auditor, incident):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_incident SET injured = 3 WHERE id = %s", [incident.pk])
        cursor.execute("SELECT current_user")
        [(role,)] = cursor.fetchall()

    step = newest(auditor.get(LOG))

    assert role in step.author.name
    assert step.author.way == "database"
    assert [(cell.label, cell.was, cell.became) for cell in step.cells] == [("injured", "0", "3")]


def test_a_change_by_a_command_names_it_and_no_role(auditor, incident, police):
    with authored(source="load_demo", by=police):
        move(incident, injured=1)

    step = newest(auditor.get(LOG))

    assert (step.author.way, step.author.place) == ("command", "load_demo")
    assert step.author.name == str(police)
    assert step.event.pgh_role is None


def test_pages_and_the_api_are_told_apart_and_name_the_request(
    auditor, client, police, body, community, categories
):
    client.force_login(police)
    told = client.put(f"/api/v1/incidents/{uuid.uuid4()}/", body, content_type="application/json")
    url = f"/incidents/{told.json()['id']}/void/"
    done = client.post(url, {"version": 1, "reason": "Двічі записано"})
    client.force_login(account("auditor", nation=True))

    by_page, by_api = (client.get(LOG, {"way": way}).context["steps"] for way in ("page", "api"))

    assert [(e.change, e.author.place) for e in by_page] == [("update", url)]
    assert [e.change for e in by_api] == ["insert"]
    found = client.get(LOG, {"request_id": done["X-Request-ID"]}).context["steps"]
    assert [e.author.request for e in found] == [done["X-Request-ID"]]
    assert {e.author.name for e in (*by_page, *by_api)} == {str(police)}


def test_values_are_told_by_their_names(auditor, incident, categories, community):
    place = SettlementFactory.create(community=community)
    move(incident, category=categories["crime.theft"], settlement=place, status="verified")

    cells = {cell.label: (cell.was, cell.became) for cell in newest(auditor.get(LOG)).cells}

    theft, fire = categories["crime.theft"], categories["fire.residential"]
    assert cells["category"] == (fire.name_en, theft.name_en)
    assert cells["settlement"][1] in {place.name_uk, place.name_en}
    assert cells["status"] == ("Submitted", "Verified")


def test_a_deleted_row_stays_in_the_log(auditor, community):
    beat = BeatFactory.create(community=community, name_uk="Дільниця 9")
    beat.delete()

    step = newest(auditor.get(LOG, {"table": "beats"}))

    assert (step.change, step.title) == ("delete", "Дільниця 9")


@pytest.mark.parametrize(
    ("role", "service", "where", "count"),
    [
        ("auditor", "police", "community", 1),
        ("auditor", "rescue", "community", 0),
        ("auditor", "both", "elsewhere", 0),
        ("auditor", "police", "oblast", 1),
        ("ministry_administrator", "police", "nation", 1),
    ],
)
def test_an_auditor_sees_the_changes_of_the_own_scope(
    client, incident, community, elsewhere, role, service, where, count
):
    places = {"community": community, "elsewhere": elsewhere, "oblast": community.oblast}
    unit = {"community" if where == "elsewhere" else where: places.get(where, True)}
    client.force_login(account(role, service=service, **unit))

    for table in ("incidents", "words"):
        assert len(client.get(LOG, {"table": table}).context["steps"]) == count, table
    text = b"".join(client.get(FILE).streaming_content).decode()
    assert len(list(csv.DictReader(io.StringIO(text)))) == count


def test_what_became_sensitive_is_gone_from_the_log_with_all_that_it_was(
    auditor, incident, categories
):
    assert len(auditor.get(LOG).context["steps"]) == 1

    move(incident, category=categories["violence.domestic"])

    for table in ("incidents", "words", "responses"):
        assert auditor.get(LOG, {"table": table}).context["steps"] == []


def test_nobody_else_opens_the_log(client, incident, community):
    for role in ("officer", "council", "oblast_coordinator", "ministry_analyst", "api_client"):
        client.force_login(account(role, nation=True))
        assert client.get(LOG).status_code == client.get(FILE).status_code == 403


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"table": "spells"}, "table"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "until"),
        ({"way": "by foot"}, "way"),
        ({"change": "touch"}, "change"),
    ],
)
def test_a_wrong_filter_is_named(auditor, asked, field):
    for url in (LOG, FILE):
        answer = auditor.get(url, asked)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])


def test_filters_find_by_account_day_and_kind(auditor, incident, police):
    with authored(source="x", by=police):
        move(incident, injured=1)
    today = str(timezone.localdate(newest(auditor.get(LOG)).at))  # the clock of the database
    for asked, count in (
        ({"who": police.username}, 1),
        ({"who": "nobody"}, 0),
        ({"change": "update"}, 1),
        ({"change": "delete"}, 0),
        ({"since": today, "until": today}, 2),
        ({"until": "2020-01-01"}, 0),
    ):
        assert len(auditor.get(LOG, asked).context["steps"]) == count, asked


# --- one record


@pytest.fixture
def history(client, police, incident):
    client.cookies["django_language"] = "en"
    client.force_login(police)
    move(incident, injured=1)
    with authored(source="mending"):
        move(incident, injured=2, war_related=True)
    return f"/incidents/{incident.pk}/history/"


def versions(answer):
    return [key for key, _words in answer.context["form"].fields["first"].choices if key]


def test_the_page_tells_every_change_of_the_record_and_its_words(client, history):
    steps = client.get(history).context["steps"]

    assert [(e.kind.code, e.change.value) for e in steps][:2] == [("incidents", "update")] * 2
    assert {(e.kind.code, e.change.value) for e in steps[2:]} == {
        ("incidents", "insert"),
        ("words", "insert"),
    }


def test_two_versions_are_compared_field_by_field(client, history):
    newest, *_rest, oldest = versions(client.get(history))

    compared = client.get(history, {"first": newest, "second": oldest}).context["compared"]

    differing = {e["label"]: (e["was"], e["became"]) for e in compared["rows"] if not e["same"]}
    assert differing == {"injured": ("0", "2"), "war-related": ("no", "yes")}


def test_changes_are_found_by_field_author_and_day(client, history):
    for asked, count in (
        ({"field": "war-related"}, 1),
        ({"field": "injured"}, 2),
        ({"author": "mending"}, 1),
        ({"until": "2020-01-01"}, 0),
    ):
        assert len(client.get(history, asked).context["steps"]) == count, asked


@pytest.mark.parametrize(
    "asked", [{"field": "no such"}, {"first": "1x"}, {"since": "2026-02-02", "until": "2026-01-01"}]
)
def test_what_cannot_be_found_is_named(client, history, asked):
    answer = client.get(history, asked)

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) <= {*asked}


@pytest.mark.limit("versions_shown")
def test_the_newest_changes_are_shown(client, history, settings):
    settings.LIMITS = settings.LIMITS | {"versions_shown": 2}

    answer = client.get(history)

    assert [e.change.value for e in answer.context["steps"]] == ["update"] * 2
    assert "the log of changes has all" in answer.content.decode()


def test_a_record_out_of_reach_has_no_history(client, incident, elsewhere):
    client.force_login(account("officer", community=elsewhere))

    assert client.get(f"/incidents/{incident.pk}/history/").status_code == 404


def test_the_place_of_a_sensitive_record_is_not_told(client, police, community, categories):
    place = SettlementFactory.create(community=community, name_uk="Тиха Криниця", name_en="Tykha")
    incident = IncidentFactory.create(
        community=community, category=categories["fire.residential"], settlement=place
    )
    move(incident, settlement=None)
    move(incident, category=categories["violence.domestic"])
    client.force_login(police)
    url = f"/incidents/{incident.pk}/"
    newest, *_rest, oldest = versions(client.get(f"{url}history/"))

    for page in (url, f"{url}history/", f"{url}history/?first={newest}&second={oldest}"):
        text = client.get(page).content.decode()
        assert "Криниця" not in text, page
        assert "Tykha" not in text, page


def test_officers_and_parts_have_their_own(client, police, community):
    beat = BeatFactory.create(community=community)
    officer = Officer.objects.get(user=police)
    client.force_login(police)
    for url in (f"/officers/{officer.pk}/history/", f"/communities/beats/{beat.pk}/history/"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.context["steps"], url


def test_a_load_within_a_load_keeps_the_name_of_the_outer_one(auditor, incident, police):
    with authored(source="load_demo", by=police):
        with authored(source="import of a file"):
            move(incident, injured=1)
        move(incident, injured=2)

    steps = auditor.get(LOG, {"change": "update"}).context["steps"]
    assert {step.author.place for step in steps} == {"load_demo"}
