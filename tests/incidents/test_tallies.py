"""The commands that keep the tallies short and right, and what tallies cannot follow."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models import F, Sum

from incidents.checking import differences, repair
from incidents.folding import fold_tallies
from incidents.models import CommunityMonthTally, DayTally, Incident, MonthTally
from incidents.models.counting import REWRITE_LOCK
from tests.factories.incidents import IncidentFactory, ResponseFactory

TALLIES = (DayTally, CommunityMonthTally, MonthTally)


@pytest.fixture
def incident(community):
    """A record that was changed twice, so that its tallies have several rows."""
    found = ResponseFactory.create(incident__community=community).incident
    for rescued in (2, 1):
        Incident.objects.filter(pk=found.pk).update(rescued=rescued)
    return found


def run(command, *options):
    said = io.StringIO()
    call_command(command, *options, stdout=said)
    return said.getvalue().splitlines()


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def sums():
    return [
        model.objects.aggregate(
            **{name: Sum(name) for name in ("incidents", "rescued", "responses")}
        )
        for model in (DayTally, MonthTally)
    ]


def test_folding_leaves_one_row_for_each_key(incident):
    before = sums()

    assert run("fold_tallies") == ["9 rows folded away."]

    assert [each.objects.count() for each in TALLIES] == [1, 1, 1]
    assert sums() == before
    assert run("fold_tallies") == ["0 rows folded away."]


def test_what_came_to_nothing_is_folded_away_whole(incident):
    Incident.objects.update(status="void")

    fold_tallies()

    assert not any(each.objects.exists() for each in TALLIES)


def test_every_year_folded_is_said(incident):
    IncidentFactory.create(
        community=incident.community, occurred_at=incident.occurred_at.replace(year=2024)
    )

    assert run("fold_tallies") == [
        "2024: 0 rows folded away.",
        "2025: 0 rows folded away.",
        "9 rows folded away.",
    ]


def test_right_tallies_are_said_to_be_right(incident):
    assert run("check_tallies") == ["Every tally is the sum of its records."]


def test_a_tampered_tally_is_found_by_its_key(incident):
    fold_tallies()
    DayTally.objects.update(rescued=F("rescued") + 5, war_related=1)
    place, category = incident.community.code, incident.category.code
    said = io.StringIO()

    with pytest.raises(CommandError, match="1 tallies are not the sums of their records"):
        call_command("check_tallies", stdout=said)

    assert said.getvalue() == (
        f"incidents_daytally 2026-06-15 {place} {category} police:"
        " war_related 1, not 0, rescued 6, not 1\n"
    )


def test_a_lost_and_an_invented_tally_are_found(incident, elsewhere):
    MonthTally.objects.all().delete()
    DayTally.objects.create(
        community=elsewhere,
        category=incident.category,
        service="rescue",
        day="2031-01-01",
        killed=1,
    )

    found = {(each.tally, each.place): each.counts for each in differences()}

    assert found == {
        ("incidents_monthtally", incident.community.oblast.code): {
            "incidents": (0, 1),
            "rescued": (0, 1),
            "responses": (0, 1),
        },
        ("incidents_daytally", elsewhere.code): {"killed": (1, 0)},
    }


def test_repairing_adds_what_is_missing_and_names_it(incident):
    right = sums()
    DayTally.objects.all().delete()
    MonthTally.objects.update(incidents=7)

    said = run("check_tallies", "--repair")

    assert [line.split()[0] for line in said[:2]] == ["incidents_daytally", "incidents_monthtally"]
    assert said[2:] == ["2 tallies mended. Every tally is the sum of its records."]
    assert sums() == right
    assert list(repair()) == []


def test_folding_leaves_the_tallies_to_whoever_rewrites_them(incident):
    rows = DayTally.objects.count()
    other = connections.create_connection("default")
    try:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [REWRITE_LOCK])

        assert run("fold_tallies") == ["The tallies are being folded or mended already."]
    finally:
        other.close()

    assert DayTally.objects.count() == rows


@pytest.mark.parametrize("table", ["incident", "response"])
def test_emptied_tables_leave_no_figure(incident, table):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"TRUNCATE incidents_{table} CASCADE")

    assert list(differences()) == []
    assert sums()[0]["responses"] in {None, 0}


def test_responses_are_deleted_before_their_incident(incident):
    """Nobody could tell any more which figure the response was counted in."""
    sql("DELETE FROM incidents_incidenttext")

    with (
        pytest.raises(ProgrammingError, match="Delete responses before their incident"),
        transaction.atomic(),
    ):
        sql("DELETE FROM incidents_incident; DELETE FROM incidents_response")
