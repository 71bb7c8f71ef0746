"""The load with triggers, keys and indexes set aside leaves what the load with them leaves."""

# ruff: noqa: S608 - only the names of our own tables

from datetime import date

import pytest
from django.db import connection, transaction

from communities.models import Service
from core.history import authored
from incidents.models import Incident
from safety_portal.demo.bare import bare
from safety_portal.demo.filler import Filler
from safety_portal.demo.ground import REAR, Place
from safety_portal.demo.kinds import Kinds
from safety_portal.demo.lines import COLUMNS
from safety_portal.demo.people import Post, Roster
from safety_portal.demo.writing import LOADED, write
from tests.factories.communities import SettlementFactory
from tests.factories.officers import OfficerFactory

UNTIL = date(2026, 6, 11)
TABLES = [each._meta.db_table for each in LOADED]
WRITTEN = [*COLUMNS, *(name for name in TABLES if name.endswith("details"))]  # by no trigger
# what a trigger fills, the database counts, or another load gives another value
OWN = {"pgh_id", "pgh_context_id", "pgh_created_at"}
FILLED = {"oblast_id": "NULL", "raion_id": "NULL", "digest": "''"}
GRAINS = {  # key of a tally
    "incidents_daytally": "community_id, category_id, service, day",
    "incidents_communitymonthtally": "community_id, category_id, service, month",
    "incidents_monthtally": "oblast_id, category_id, service, month",
}


def _rows(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


def _schema() -> dict[str, list]:
    """Return all that hangs on any table, as the catalogue tells it."""
    return {
        "constraints": _rows(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
            " FROM pg_constraint WHERE conrelid <> 0 ORDER BY 1, 2"
        ),
        "indexes": _rows(
            "SELECT pg_get_indexdef(indexrelid), indisvalid, indisprimary FROM pg_index"
            " WHERE indrelid >= 16384 ORDER BY 1"
        ),
        "triggers": _rows(
            "SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid)"
            " FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
        ),
        "keys enforced": _rows(
            "SELECT tgrelid::regclass::text, tgfoid::regproc::text, tgenabled, count(*)"
            " FROM pg_trigger WHERE tgisinternal GROUP BY 1, 2, 3 ORDER BY 1, 2"
        ),
    }


def _contents() -> dict[str, list]:
    """Return every row of the loaded tables; tallies as their sums, for both are right."""
    found = {}
    for table in TABLES:
        columns = [name for name in _columns(table) if name not in OWN]
        if table in GRAINS:
            keys = GRAINS[table]
            sums = [f"sum({name})" for name in columns if name not in f"{keys}, id".split(", ")]
            query = f"SELECT {keys}, {', '.join(sums)} FROM {table} GROUP BY {keys}"
        else:
            query = f"SELECT {', '.join(columns)} FROM {table}"
        found[table] = sorted(_rows(query), key=repr)
    return found


def _columns(table: str, *, generated: bool = True) -> list[str]:
    return [
        name
        for name, kind in _rows(
            "SELECT column_name, is_generated FROM information_schema.columns"
            f" WHERE table_name = '{table}' ORDER BY ordinal_position"
        )
        if generated or kind == "NEVER"
    ]


def _load_again_with_triggers() -> None:
    """Insert the same rows anew, and leave to triggers what triggers are for."""
    for table in WRITTEN:
        _rows(f"CREATE TEMP TABLE kept_{table} ON COMMIT DROP AS SELECT * FROM {table}")
    _rows(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    for table in WRITTEN:
        names = _columns(table, generated=False)
        values = ", ".join(FILLED.get(name, name) for name in names)
        _rows(f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM kept_{table}")


@pytest.fixture
def filler(community, elsewhere, categories, police, coordinator):
    """Four hundred events in two communities, with officers of both services to go there."""
    places, posts = [], []
    for each in (community, elsewhere):
        villages = [SettlementFactory.create(community=each).pk for _village in range(2)]
        place = Place(
            pk=each.pk,
            code=each.code,
            oblast=each.oblast.number,
            oblast_id=each.oblast_id,
            raion=each.raion_id,
            zone=REAR,
            people=10_000,
            latitude=46.6,
            longitude=32.6,
            centre=villages[0],
            settlements=villages,
            loggers=dict.fromkeys(Service.values, police.pk),
            reviewer=coordinator.pk,
        )
        places.append(place)
        posts += [
            Post(
                place=place,
                kind=officer.kind,
                name=None,
                rank="",
                badge="",
                starts=date(2021, 1, 1),
                officer=officer.pk,
            )
            for officer in (
                OfficerFactory.create(),
                OfficerFactory.create(),
                OfficerFactory.create(kind="community_rescue"),
            )
        ]
    return Filler(places=places, roster=Roster(posts), kinds=Kinds(), incidents=400, until=UNTIL)


def _write(filler: Filler) -> dict[str, int]:
    batches = map(filler.batch, filler.spans())
    with authored(source="test"):
        return write(batches, incidents=400, say=lambda _line: None)


def test_rows_history_and_tallies_are_those_the_triggers_write(filler):
    with authored(source="test"):
        rows = _write(filler)
        fast = _contents()
        _load_again_with_triggers()

    assert rows["incidents_incident"] == Incident.objects.count() == 400
    for table, found in _contents().items():
        assert found, table
        assert found == fast[table], table


def test_history_names_the_author_of_the_load(filler):
    _write(filler)
    events = Incident.pgh_event_model.objects

    assert set(events.values_list("pgh_context__metadata__source", flat=True)) == {"test"}


def test_tallies_are_folded(filler):
    _write(filler)

    for table, keys in GRAINS.items():
        assert not _rows(f"SELECT {keys} FROM {table} GROUP BY {keys} HAVING count(*) > 1")


def test_keys_indexes_and_triggers_are_there_again(filler):
    before = _schema()

    _write(filler)

    assert _schema() == before


def test_nothing_on_the_tables_stays_in_the_way_of_a_load(filler):
    left = "SELECT count(*) FROM {} WHERE {} = ANY(ARRAY[{}]::regclass[]) AND {}"
    tables = ", ".join(f"'{each}'" for each in TABLES)
    with bare(LOADED, say=lambda _line: None):
        assert _rows(left.format("pg_index", "indrelid", tables, "true")) == [(0,)]
        assert _rows(left.format("pg_trigger", "tgrelid", tables, "tgenabled <> 'D'")) == [(0,)]
        assert _rows(left.format("pg_constraint", "confrelid", tables, "contype = 'f'")) == [(0,)]


def test_a_load_that_fails_leaves_everything_as_it_was(filler):
    before = _schema()

    def ends_early():
        yield filler.batch(filler.spans()[0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        write(ends_early(), incidents=400, say=lambda _line: None)

    assert not Incident.objects.exists()
    assert _schema() == before
