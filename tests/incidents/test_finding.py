"""Searching incidents by words: what finds a record, for whom, and however it was stored."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from core import clock, history
from incidents import finding
from incidents.finding import let_wait, write_words
from incidents.list_filters import IncidentListFilter
from incidents.long_exports import Reader
from incidents.models import Incident, IncidentText, IncidentWords
from incidents.services import New, Record, edit_incident, log_incident, log_incidents
from incidents.tasks import write_words as sweep
from tests.factories.accounts import account
from tests.factories.communities import SettlementFactory
from tests.factories.incidents import CategoryFactory, IncidentFactory

BY_WORDS = "incident_by_words"
LIST, API = reverse("incidents:list"), "/api/v1/incidents/"


def recorded(community, narrative="Горів сарай", **more):
    address = more.pop("address", "")
    incident = IncidentFactory.create(
        community=community, text__narrative=narrative, text__address=address, **more
    )
    write_words(100)
    return incident


@pytest.fixture
def found(api):
    """Return a function that gives the keys a reader finds on the page; the API finds the same."""

    def search(user, text, **filters):
        filters = {"q": text, **filters}
        rows = api(user).get(API, filters).json()["results"]
        client = api(user)
        shown = client.get(LIST, filters).context["page"].rows
        assert {str(each.pk) for each in shown} == {each["id"] for each in rows}
        return {each.pk for each in shown}

    return search


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("пожежі", {"narrative": "Гасили пожежу в сараї"}),
        ("громадяни", {"narrative": "Звернувся громадянин"}),
        ("хати", {"narrative": "Згоріла хата"}),
        ("visokopillya", {"address": "село Високопілля, школа"}),
        ("школа пожежа", {"narrative": "Пожежа", "address": "біля школи"}),
        ("99-2026-777777", {"number": "99-2026-777777"}),
        ("ЄО-4711", {"register_number": "ЄО-4711"}),
        ("єо 4711", {"register_number": "ЄО 4711"}),
    ],
)
def test_a_record_is_found_by_its_words_and_numbers(found, community, ministry, question, told):
    wanted = recorded(community, **told)
    recorded(community, "Крадіжка велосипеда")

    assert found(ministry, question) == {wanted.pk}


def test_a_record_is_found_by_its_settlement(found, community, ministry):
    there = SettlementFactory.create(community=community, name_uk="Чорнобаївка")
    wanted = recorded(community, settlement=there)

    assert found(ministry, "Чорнобаївці") == {wanted.pk}


def test_nothing_is_found_by_no_word(found, community, ministry):
    recorded(community, "а б в")

    assert found(ministry, "а …") == set()


def test_the_search_ends_where_the_scope_ends(found, community, elsewhere):
    """A word tells nothing of another service, nor of another territory."""
    mine = recorded(community, "Пожежа", service="police")
    recorded(community, "Пожежа", service="rescue")
    recorded(elsewhere, "Пожежа", service="police")
    reader = account("oblast_coordinator", oblast=community.oblast, service="police")

    assert found(reader, "пожежа") == {mine.pk}
    assert found(reader, "пожежа", territory=community.code) == {mine.pk}


def test_words_behind_the_wall_find_nothing_for_anybody(found, community, coordinator, categories):
    """Who may know of the record still reads its words by a step that is written down."""
    violence = next(each for each in categories.values() if each.sensitive)
    hidden = recorded(community, "Побиття", category=violence, register_number="ЄО-12")

    assert found(coordinator, "побиття") == set()
    assert found(coordinator, "ЄО-12") == {hidden.pk}
    assert found(account("ministry_analyst", nation=True), "ЄО-12") == set()


def test_a_category_that_becomes_sensitive_hides_words_at_once(found, community, coordinator):
    plain = recorded(community, "Побиття")
    assert found(coordinator, "побиття") == {plain.pk}

    plain.category.sensitive = True
    plain.category.save()

    assert found(coordinator, "побиття") == set()


def told(community, categories, narrative):
    when = clock.now()
    fields = {
        "community": community,
        "category": categories["fire.residential"],
        **dict.fromkeys(("occurred_at", "reported_at"), when),
        "channel": "101",
    }
    return Record(fields=fields, text={"narrative": narrative})


def by_form(record, by):
    log_incident(pk=by.new, record=record, by=by, at=clock.now())


def by_copy(record, by):
    request = RequestFactory().get("/")
    request.user = by
    with history.authored_by(request):
        log_incidents(new=[New(pk=by.new, record=record)], by=by, at=clock.now())


@pytest.mark.parametrize("way", [by_form, by_copy])
def test_every_way_to_store_is_found(found, community, categories, police, way):
    police.new = "0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10"

    way(told(community, categories, "Згоріла хата"), police)
    sweep()

    assert len(found(police, "хата")) == 1


def test_a_change_is_found_by_its_new_words_only(found, community, categories, police):
    incident = recorded(community, "Згоріла хата", category=categories["fire.residential"])

    record = told(community, categories, "Згорів сарай")
    edit_incident(incident=incident, record=record, by=police, at=clock.now())

    assert found(police, "хата") == found(police, "сарай") == set()
    sweep()
    assert found(police, "хата") == set()
    assert found(police, "сараї") == {incident.pk}


def test_words_written_by_sql_are_found(found, community, ministry):
    incident = recorded(community, "Згоріла хата")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_incidenttext SET narrative = 'Потоп'")
    sweep()

    assert found(ministry, "потопи") == {incident.pk}


def test_what_changes_while_it_is_written_goes_on_waiting(community):
    incident = IncidentFactory.create(community=community)
    rows = finding.waiting(10)
    IncidentText.objects.filter(pk=incident.pk).update(narrative="Інше")

    finding.write(rows)

    assert finding.waiting(10)


def test_older_records_come_in_by_the_command(found, community, ministry, capsys):
    incident = recorded(community, "Згоріла хата")
    IncidentWords.objects.all().delete()

    call_command("write_words")

    assert "1 records" in capsys.readouterr().out

    assert found(ministry, "хата") == {incident.pk}
    assert let_wait() == 0


def test_words_go_with_their_record(community):
    incident = recorded(community)

    Incident.objects.get(pk=incident.pk).delete()

    assert not IncidentWords.objects.exists()


def test_a_district_reads_the_index_of_its_own_words(community):
    """At ten million records one word alone may be a million: place and word meet in the index."""
    coordinator = account("oblast_coordinator", oblast=community.oblast, service="police")
    each = {"community": community, "oblast": community.oblast, "raion": community.raion}
    each |= {"category": CategoryFactory.create(), "logged_by": coordinator, "text": None}
    for narrative, records in (("Пожежа", 5000), ("Потоп", 10)):
        rows = Incident.objects.bulk_create(IncidentFactory.build_batch(records, **each))
        IncidentText.objects.bulk_create(
            IncidentText(incident=e, narrative=narrative) for e in rows
        )
    write_words(10_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('incident_by_words')")  # as autovacuum does
        cursor.execute("ANALYZE incidents_incident, incidents_incidentwords")

    asked = IncidentListFilter(
        {"q": "потопи", "territory": community.code},
        Incident.objects.visible_to(coordinator),
        request=Reader(coordinator),
    )
    plan = asked.qs.order_by("-occurred_at", "-id")[:26].explain(format="json")

    [index] = [e for e in scans(json.loads(plan)[0]["Plan"]) if e.get("Index Name") == BY_WORDS]
    for lexeme in (f"@c{community.pk}", "@police", "potop"):
        assert f"'{lexeme}'" in index["Index Cond"]


def scans(plan):
    yield plan
    for each in plan.get("Plans", ()):
        yield from scans(each)


@pytest.mark.limit("words_sweep")
@pytest.mark.parametrize(("records", "left"), [(2, 0), (3, 1)])
def test_one_sweep_writes_so_many(community, settings, records, left):
    settings.LIMITS = {**settings.LIMITS, "words_sweep": 2}
    IncidentFactory.create_batch(records, community=community)

    sweep()

    assert len(finding.waiting(10)) == left
