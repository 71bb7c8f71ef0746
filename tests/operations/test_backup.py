"""Back-up and restore, with real databases: what comes back is what was there."""

import json
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from core import clock
from incidents.models import Incident, IncidentStatus
from incidents.services import Record, log_incident, move_incident
from safety_portal.backup import contents, making, sealed

KEY = sealed.new_key()


@pytest.fixture
def portal(transactional_db, settings, tmp_path):
    """A portal with its own files and key."""
    settings.VAR_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    settings.BACKUP_KEY = KEY
    settings.FILES_DIR.mkdir()
    (settings.FILES_DIR / "2026").mkdir()
    (settings.FILES_DIR / "2026" / "звіт.pdf").write_bytes(b"%PDF-" + bytes(range(256)) * 9000)
    return settings


@pytest.fixture
def log(portal, police, community, categories):
    """Return a function that logs an incident as the police officer."""

    def one(**fields):
        record = Record(
            fields={
                "community": community,
                "category": categories["fire.residential"],
                "occurred_at": clock.now(),
                "reported_at": clock.now(),
                **fields,
            },
            text={"narrative": "Горів сарай"},
        )
        return log_incident(pk=uuid4(), record=record, by=police, at=clock.now())

    return one


@pytest.fixture
def another():
    """An empty database beside that of the tests, and a way to stand in it."""
    name = f"{connection.settings_dict['NAME']}_restored"
    execute(f"DROP DATABASE IF EXISTS {name}")
    execute(f"CREATE DATABASE {name}")

    @contextmanager
    def standing_there():
        own = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own

    yield standing_there
    execute(f"DROP DATABASE {name}")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def everything():
    """Return a digest of the rows of every table."""
    digest = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
    return {table: execute(digest.format(table))[0][0] for table in contents.rows()}


def begun_anew():
    """Return what a restore begins anew: the change feed, whose readers load again."""
    now = everything()
    return {name: now[name] for name in ("integrations_change", "integrations_count")}


def back_up(folder):
    call_command("backup", to=folder, verbosity=0)
    [made] = folder.glob("*.backup")
    return made


def test_everything_comes_back_and_numbers_go_on(portal, log, another, coordinator, tmp_path):
    incident, last = log(rescued=2), log()
    move_incident(incident=incident, to=IncidentStatus.VERIFIED, by=coordinator, at=clock.now())
    before = everything()
    oblast, year, given = last.number.split("-")
    made = back_up(tmp_path / "backups")
    files = portal.FILES_DIR
    portal.FILES_DIR = tmp_path / "files of another machine"

    with another():
        call_command("restore", file=made)

        assert everything() == before | begun_anew()
        number = f"SELECT next_incident_number('{oblast}', {year})"
        assert execute(number) == [(int(given) + 1,)]
        assert execute("SELECT count(*) FROM integrations_change") == [(0,)]
        [(epoch,)] = execute("SELECT epoch FROM integrations_count")
    report = Path("2026") / "звіт.pdf"
    assert (portal.FILES_DIR / report).read_bytes() == (files / report).read_bytes()
    assert json.loads((tmp_path / "epoch.json").read_text())["epoch"] == str(epoch)


def test_a_backup_under_writes_is_one_moment(portal, log, another, tmp_path, monkeypatch):
    """The manifest is counted, then others write, then pg_dump runs: it sees what was counted."""
    kept = [log() for _ in range(3)]
    moment = making._moment

    def meanwhile(at):
        found = moment(at)
        writer = threading.Thread(target=write_elsewhere, args=(log,))
        writer.start()
        writer.join()
        return found

    monkeypatch.setattr(making, "_moment", meanwhile)
    made = back_up(tmp_path / "backups")
    assert Incident.objects.count() == 8
    portal.FILES_DIR = tmp_path / "files of another machine"

    with another():
        call_command("restore", file=made)

        assert {each.pk for each in Incident.objects.all()} == {each.pk for each in kept}


def write_elsewhere(log):
    try:
        for _ in range(5):
            log()
    finally:
        connections.close_all()


@pytest.fixture
def made(portal, log, tmp_path):
    log()
    return back_up(tmp_path / "backups")


def cut(file):
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def cut_at_a_chunk(file):
    head = len(sealed.MAGIC) + sealed.SALT
    file.write_bytes(file.read_bytes()[: head + sealed.CHUNK + sealed.TAG])


def change(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def another_form(file):
    file.write_bytes(b"SAFE-COMMUNITY-BACKUP-9\n" + file.read_bytes()[len(sealed.MAGIC) :])


def leave(_file):
    pass


GENUINE = "The key is not the one of this back-up, or the file is cut or changed."


HARMS = (
    (cut, KEY, GENUINE),
    (cut_at_a_chunk, KEY, GENUINE),
    (change, KEY, GENUINE),
    (another_form, KEY, "no back-up of this portal, or of another version"),
    (leave, sealed.new_key(), GENUINE),
    (leave, "short", "BACKUP_KEY is no key"),
    (leave, "", "BACKUP_KEY is no key"),
)


def test_what_is_not_whole_and_ours_changes_nothing(portal, another, made, tmp_path):
    portal.FILES_DIR = tmp_path / "files of another machine"
    with another():
        for harm, key, said in HARMS:
            file = shutil.copy(made, tmp_path / "harmed.backup")
            harm(Path(file))
            portal.BACKUP_KEY = key

            with pytest.raises(CommandError, match=said):
                call_command("restore", file=Path(file))

            assert contents.is_empty(), harm
            assert not portal.FILES_DIR.exists(), harm


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"form": 2}, "has form 2"),
        ({"postgres": 99}, "of PostgreSQL 99"),
        ({"migrations": ["incidents.9999_later"]}, "newer portal, whose migration incidents.9999"),
    ],
)
def test_a_backup_of_another_version_changes_nothing(
    portal, log, another, tmp_path, monkeypatch, told, said
):
    described = contents.describe
    monkeypatch.setattr(
        contents, "describe", lambda at: contents.Manifest(**vars(described(at)) | told)
    )
    made = back_up(tmp_path / "backups")
    portal.FILES_DIR = tmp_path / "files of another machine"

    with another():
        with pytest.raises(CommandError, match=said):
            call_command("restore", file=made)

        assert contents.is_empty()


def test_a_database_or_a_folder_that_holds_something_is_refused(portal, made, another):
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", file=made)

    with another(), pytest.raises(CommandError, match="files is not empty"):
        call_command("restore", file=made)


def test_rows_that_are_missing_afterwards_are_found(portal, log, another, tmp_path, monkeypatch):
    described = contents.describe

    def promising_more(at):
        manifest = described(at)
        manifest.rows["incidents_incident"] += 1
        return manifest

    monkeypatch.setattr(contents, "describe", promising_more)
    made = back_up(tmp_path / "backups")
    portal.FILES_DIR = tmp_path / "files of another machine"

    with another(), pytest.raises(CommandError, match="rows than backed up: incidents_incident"):
        call_command("restore", file=made)


def test_nobody_reads_the_file_without_the_key(made):
    content = made.read_bytes()

    assert "Горів сарай".encode() not in content
    assert b"incidents_incident" not in content
    assert made.stat().st_mode & 0o077 == 0
