"""The change feed: everything a caller may see, in commit order, whoever wrote it and how."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction

from communities.models import AccessGrant, Beat, CommunityAlias, Population, StarostaDistrict
from core import clock
from incidents import services
from incidents.models import Incident, IncidentText, Response
from incidents.storing import copy
from integrations import counting
from integrations.models import Change, Count
from officers.models import Officer
from safety_portal.limits import LIMITS
from tests.factories.accounts import AccessGrantFactory, account
from tests.factories.communities import OrganisationFactory, RaionFactory, SettlementFactory
from tests.factories.incidents import CategoryFactory, IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.incidents.test_at_once import another_session, run
from tests.integrations.readers import FEED, Reader

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.alone]


@pytest.fixture
def program(community):
    """A program that reads one community, police and rescue."""
    return account("api_client", community=community)


@pytest.fixture
def walled():
    return CategoryFactory.create(
        code="violence.domestic", group="domestic_violence", sensitive=True
    )


def of(record, operation, kind="incidents"):
    return kind, str(getattr(record, "pk", record)), operation


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_first_answer_is_a_cursor_and_where_to_load(program, community, follow):
    IncidentFactory.create(community=community)
    reader = Reader(program)
    first = reader.begin()

    assert first["results"] == []
    assert {"kind": "incidents", "url": "/api/v1/incidents/"} in first["load"]
    assert reader.read() == []


def test_create_change_and_removal_come_in_their_order(program, community, follow):
    reader = follow(program, kind="incidents")
    incident = IncidentFactory.create(community=community)
    Incident.objects.filter(pk=incident.pk).update(version=2)
    entries = reader.read()

    assert [(e["operation"], e["version"]) for e in entries] == [("created", 1), ("updated", 2)]
    assert entries[0]["url"] == f"/api/v1/incidents/{incident.pk}/"
    assert reader.client.get(entries[0]["url"]).status_code == 200
    IncidentText.objects.filter(pk=incident.pk).delete()
    Incident.objects.filter(pk=incident.pk).delete()
    assert reader.brief()[-1] == of(incident, "removed")
    assert reader.read() == []


def test_rows_that_came_by_copy_by_sql_and_by_the_thousand_are_told(program, community, follow):
    like = IncidentFactory.create(community=community)
    reader = follow(program, kind="incidents")
    copied = IncidentFactory.build(
        community=community, category=like.category, logged_by=like.logged_by
    )
    with transaction.atomic():
        copy([copied])
    many = IncidentFactory.build_batch(
        1000, community=community, category=like.category, logged_by=like.logged_by
    )
    Incident.objects.bulk_create(many)
    sql("UPDATE incidents_incident SET war_related = true WHERE id = %s", like.pk)

    told = reader.brief(limit=300)
    assert told == [of(copied, "created"), *told[1:-1], of(like, "updated")]
    assert set(told[1:-1]) == {of(each, "created") for each in many}


def test_words_and_responses_are_changes_of_their_incident_once(program, community, follow):
    incident = IncidentFactory.create(community=community)
    reader = follow(program, kind="incidents")
    with transaction.atomic():
        ResponseFactory.create(incident=incident)
        ResponseFactory.create(incident=incident)
    assert reader.brief() == [of(incident, "updated")]
    IncidentText.objects.filter(pk=incident.pk).update(narrative="Інше")
    Response.objects.filter(incident=incident).delete()
    assert reader.brief() == [of(incident, "updated")] * 2


def test_an_officer_is_told_of_where_it_serves(community, elsewhere, follow):
    """Whoever holds only the community follows its officer, whose home is another oblast."""
    home = OrganisationFactory.create(oblast=elsewhere.oblast, kind="directorate")
    officer = OfficerFactory.create(unit=home)
    reader = follow(account("council", community=community), "officers:read", kind="officers")
    AssignmentFactory.create(officer=officer, community=community)
    assert reader.brief()[-1] == of(officer, "updated", "officers")

    Officer.objects.filter(pk=officer.pk).update(rank="майор")
    assert reader.brief()[-1] == of(officer, "updated", "officers")
    officer.assignments.get().delete()
    assert reader.brief()[-1] == of(officer, "removed", "officers")


def test_organisations_are_told_to_whoever_sees_groups(community, follow):
    reader = follow(account("council", community=community), "groups:read", kind="organisations")
    made = OrganisationFactory.create()
    made.name_en = "Other"
    made.save()
    told = [(e["operation"], e["version"], e["url"]) for e in reader.read()]

    address = f"/api/v1/organisations/{made.pk}/"
    assert told == [("created", 1, address), ("updated", 2, address)]


def test_a_record_of_the_api_is_one_entry_with_all_that_hangs_on_it(police, body, api, follow):
    reader = follow(police)
    key = uuid.uuid4()
    assert api(police).put(f"/api/v1/incidents/{key}/", body).status_code == 201

    assert reader.brief() == [of(key, "created")]


def test_what_is_rolled_back_is_not_told(program, community, follow):
    reader = follow(program)
    with transaction.atomic():
        IncidentFactory.create(community=community)
        transaction.set_rollback(True)

    assert reader.read() == []


def test_a_record_that_leaves_is_removed_and_one_that_comes_is_told(
    program, community, elsewhere, follow
):
    here, there = (
        account("api_client", community=community),
        account("api_client", community=elsewhere),
    )
    incident = IncidentFactory.create(community=community)
    left, came = follow(here, kind="incidents"), follow(there, kind="incidents")
    everywhere = follow(account("api_client", nation=True), kind="incidents")
    Incident.objects.filter(pk=incident.pk).update(community=elsewhere)

    assert left.brief() == [of(incident, "removed")]
    assert came.brief() == [of(incident, "updated")]
    assert everywhere.brief() == [of(incident, "updated")]


def test_a_record_that_changes_its_service_leaves_the_one(community, follow):
    police = follow(account("api_client", community=community, service="police"), kind="incidents")
    rescue = follow(account("api_client", community=community, service="rescue"), kind="incidents")
    incident = IncidentFactory.create(community=community, service="police")
    assert rescue.read() == []
    Incident.objects.filter(pk=incident.pk).update(service="rescue")

    assert police.brief()[-1] == of(incident, "removed")
    assert rescue.brief() == [of(incident, "updated")]


def test_what_left_before_it_was_read_is_told_as_gone_only(program, community, elsewhere, follow):
    reader = follow(program, kind="incidents")
    incident = IncidentFactory.create(community=community)
    Incident.objects.filter(pk=incident.pk).update(community=elsewhere)

    assert {each["operation"] for each in reader.read()} == {"removed"}


def test_sensitive_records_are_told_to_whoever_may_read_them(
    program, community, coordinator, walled, follow
):
    ordinary, reads = follow(program, kind="incidents"), follow(coordinator, kind="incidents")
    incident = IncidentFactory.create(community=community, category=walled)

    assert ordinary.read() == []
    assert reads.brief() == [of(incident, "created")]


def test_a_record_that_becomes_sensitive_is_removed(
    program, community, coordinator, walled, follow
):
    incident = IncidentFactory.create(community=community)
    ordinary, reads = follow(program, kind="incidents"), follow(coordinator, kind="incidents")
    Incident.objects.filter(pk=incident.pk).update(category=walled)

    assert ordinary.brief() == [of(incident, "removed")]
    assert reads.brief() == [of(incident, "updated")]


def test_records_of_a_category_that_becomes_sensitive_are_removed_and_come_back(
    program, community, coordinator, follow
):
    incident = IncidentFactory.create(community=community)
    ordinary, reads = follow(program, kind="incidents"), follow(coordinator, kind="incidents")
    category = CategoryFactory._meta.model.objects.filter(pk=incident.category_id)
    category.update(sensitive=True)
    assert ordinary.brief() == [of(incident, "removed")]
    assert reads.brief() == [of(incident, "updated")]

    category.update(sensitive=False)
    assert ordinary.brief() == [of(incident, "updated")]


def test_parts_move_with_their_community(community, follow):
    beat = Beat.objects.create(community=community, name_uk="Перша")
    district = StarostaDistrict.objects.create(community=community, name_uk="Село")
    reader = follow(account("api_client", raion=community.raion))
    community.raion = RaionFactory.create(oblast=community.oblast)
    community.save()

    assert set(reader.brief()) >= {
        of(beat, "removed", "beats"),
        of(district, "removed", "starosta-districts"),
        of(community.code, "removed", "communities"),
    }


def test_what_is_told_with_a_community_changes_it(program, community, follow):
    reader = follow(program, kind="communities")
    for change in (
        lambda: CommunityAlias.objects.create(community=community, name="Інша"),
        lambda: Population.objects.create(
            community=community, on="2025-01-01", people=7, source="x"
        ),
        lambda: SettlementFactory.create(community=community),
    ):
        change()
        assert reader.brief() == [of(community.code, "updated", "communities")]


def test_the_register_is_told_to_everybody(program, elsewhere, follow):
    reader = follow(program, "territories:read")
    elsewhere.raion.name_en = "Renamed"
    elsewhere.raion.save()
    elsewhere.name_en = "Renamed"
    elsewhere.save()

    assert reader.brief() == [of(elsewhere.raion.code, "updated", "raions")]


def test_a_token_is_told_of_the_kinds_of_its_scopes(program, community, follow):
    reader = follow(program, "territories:read")
    IncidentFactory.create(community=community)
    community.name_en = "Renamed"
    community.save()

    assert {kind for kind, *_rest in reader.brief()} == {"communities"}
    assert reader.client.get(FEED, {"kind": "incidents"}).status_code == 403
    assert (
        Reader(account("api_client", community=community), "reports:read").ask().status_code == 403
    )


def gone(reader):
    answer = reader.ask(since=reader.cursor)
    assert answer.status_code == 410, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("load_again")
    reader.begin()  # and can go on from there
    assert reader.read() == []
    return answer.json()["detail"]


def test_other_grants_ask_to_load_again(program, community, elsewhere, follow):
    reader = follow(program)
    AccessGrantFactory.create(user=program, community=elsewhere)
    assert "What you may read has changed" in gone(reader)
    AccessGrant.objects.filter(user=program, community=elsewhere).delete()
    gone(reader)
    AccessGrant.objects.filter(user=program).update(ends_on=clock.today() + timedelta(days=1))
    assert reader.read() == []  # it still counts


def test_a_grant_that_ends_with_its_day_asks_to_load_again(program, elsewhere, follow, settings):
    tomorrow = clock.today() + timedelta(days=1)
    AccessGrantFactory.create(user=program, community=elsewhere, ends_on=tomorrow)
    reader = follow(program)
    settings.CLOCK_SHIFT = 24 * 3600
    reader = _again(reader, program)

    assert reader.ask(since=reader.cursor).status_code == 410


def _again(reader, user):
    """Return the reader with a fresh token: the old one ended long ago."""
    again = Reader(user)
    again.cursor = reader.cursor
    return again


def test_grants_of_others_change_nothing(program, community, follow):
    reader = follow(program)
    account("api_client", community=community)
    community.name_en = "Renamed"  # raises the rights of everybody
    community.save()

    assert reader.ask(since=reader.cursor).status_code == 200


def test_a_new_count_asks_to_load_again(program, community, follow):
    reader = follow(program)
    counting.begin_anew()
    assert "new count" in gone(reader)
    IncidentFactory.create(community=community)
    sql("TRUNCATE incidents_incident CASCADE")
    gone(reader)


@pytest.mark.limit("feed_days")
def test_old_changes_are_forgotten_and_a_cursor_before_them_asks_to_load_again(
    program, community, follow
):
    reader, later = follow(program), Reader(program)
    IncidentFactory.create(community=community)
    later.begin()
    counting.give_positions()
    at = Change.objects.latest("at").at
    days = timedelta(days=LIMITS["feed_days"])
    counting.forget_old(at=at + days)
    assert reader.ask(since=reader.cursor).status_code == 200
    counting.forget_old(at=at + days + timedelta(seconds=1))

    assert "so old" in gone(reader)
    assert later.read() == []
    IncidentFactory.create(community=community)
    assert next(each for each in later.brief() if each[0] == "incidents")[2] == "created"


@pytest.mark.parametrize(
    "query",
    [{"since": "x"}, {"kind": "weather"}, {"limit": "0"}, {"limit": "1001"}, {"until": "now"}],
)
def test_what_is_not_understood_is_refused(program, query):
    assert Reader(program).ask(**query).status_code == 400


def test_a_cursor_is_good_for_its_kind_only_and_tells_nothing(program, follow):
    reader = follow(program, kind="incidents")
    other = Reader(program, kind="communities")

    assert other.ask(since=reader.cursor).status_code == 400
    assert str(Count.objects.get().epoch) not in reader.cursor


def test_a_page_looks_at_no_more_than_is_said_however_little_is_found(
    program, community, elsewhere, follow, monkeypatch
):
    monkeypatch.setattr("integrations.feed.LOOKED_AT", 3)
    reader = follow(program, kind="incidents")
    IncidentFactory.create_batch(5, community=elsewhere)
    mine = IncidentFactory.create(community=community)
    first = reader.ask(since=reader.cursor).json()

    assert (first["results"], first["more"]) == ([], True)
    assert reader.brief() == [of(mine, "created")]


def test_writers_wait_for_nobody(program, community, follow):
    """Two transactions write at once, and the count is taken between: none waits for another."""
    like, other = IncidentFactory.create_batch(2, community=community)
    reader = follow(program, kind="incidents")
    change = "UPDATE incidents_incident SET version = 2 WHERE id = %s"
    with another_session() as first:
        run(first, "BEGIN")
        run(first, "SET LOCAL lock_timeout = 1")
        run(first, change, like.pk)
        Incident.objects.filter(pk=other.pk).update(version=5)
        assert reader.brief(settled=False) == []  # the first might still come before it
        run(first, "COMMIT")

    told = {(each["id"], each["version"]) for each in reader.read()}
    assert told == {(str(other.pk), 5), (str(like.pk), 2)}


def test_notes_are_no_part_of_a_record(police, community, follow):
    incident = IncidentFactory.create(community=community)
    reader = follow(police, kind="incidents")
    services.add_note(incident=incident, by=police, at=clock.now(), text="x")

    assert reader.read() == []
