import ast
import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal.surroundings import free_port


def test_a_taken_port_is_refused_before_anything_is_installed(checkout):
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]

        done = checkout.portal("up", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"portal: Port {port} cannot be used (Address already in use): give another with --port.\n"
    )
    assert not (checkout.var / "venv").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_what_is_no_port_is_refused(checkout, port):
    done = checkout.portal("up", f"--port={port}")

    assert done.returncode == 1
    assert done.stderr == f"portal: {port} is no port: give one from 1024 to 65535.\n"


def test_a_second_up_is_refused_with_the_address_of_the_first(checkout):
    checkout.portal("status")
    run = checkout.var / "run"
    (run / "portal.json").write_text(json.dumps({"pid": os.getpid(), "port": 8123, "ready": True}))
    with (run / "up.lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)

        done = checkout.portal("up")

    assert done.returncode == 1
    assert done.stderr == (
        "portal: The portal already runs at http://localhost:8123; `./portal down` stops it.\n"
    )


def test_data_of_another_version_are_refused_and_stay(checkout):
    programs = fake_postgres(checkout, "17.5")
    home = "from runner import places, rights; places.make_folders(); "
    home = checkout.tell(f"{home}print(rights.of_this_user().home)")
    data = Path(home) / "postgres-17"  # elsewhere where PostgreSQL runs as nobody
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")

    told = checkout.tell(MAKE, PORTAL_PG_BIN=str(programs))

    assert "are of PostgreSQL 16" in told
    assert (data / "PG_VERSION").read_text() == "16\n"


def test_an_empty_portal_is_not_begun_beside_the_data_of_another_version(checkout):
    programs = fake_postgres(checkout, "17.5")
    home = "from runner import places, rights; places.make_folders(); "
    older = Path(checkout.tell(f"{home}print(rights.of_this_user().home)")) / "postgres-16"
    older.mkdir(parents=True)

    told = checkout.tell(MAKE, PORTAL_PG_BIN=str(programs))

    assert told == (
        f"The data in {older} are of another PostgreSQL than 17: name its programs in "
        "PORTAL_PG_BIN, or move the folder away to begin anew."
    )
    assert [folder.name for folder in older.parent.glob("postgres-*")] == ["postgres-16"]


def test_a_too_old_postgresql_is_refused(checkout):
    programs = fake_postgres(checkout, "14.9")

    told = checkout.tell(MAKE, PORTAL_PG_BIN=str(programs))

    assert told == f"{programs} holds no PostgreSQL 15 or newer."


def test_a_read_only_folder_is_refused(checkout, room):
    folder = checkout.folder
    read_only = f"mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}'"
    done = room("mount", read_only).run(sys.executable, "portal", "up", cwd=folder)

    assert done.returncode == 1
    assert done.stderr == (
        f"portal: {checkout.var}: it is read-only; PORTAL_VAR names another folder.\n"
    )


def test_a_disk_without_room_is_refused_before_anything_begins(checkout, room):
    checkout.var.mkdir()
    small = room("mount", f"mount -t tmpfs -o size=40m none '{checkout.var}'")

    for words in (("up", "--port", free_port()), ("up", "--detach", "--port", free_port())):
        done = small.run(sys.executable, "portal", *words, cwd=checkout.folder)

        assert done.returncode == 1
        left = rf"portal: The disk of {re.escape(str(checkout.var))} has \d\d MB left, "
        assert re.fullmatch(f"{left}but 200 MB are needed.\n", done.stderr)
        assert not small.path(checkout.var / "venv").exists()


def test_a_disk_that_fills_up_while_the_database_is_made_is_named(checkout, room):
    checkout.var.mkdir()
    small = room("mount", f"mount -t tmpfs -o size=16m none '{checkout.var}'")
    small.path(checkout.var / "venv").symlink_to(sys.prefix)

    done = small.run(sys.executable, "-c", MAKE, cwd=checkout.folder)

    full = rf"The disk of {re.escape(str(checkout.var))} is full: \d+ MB are left."
    assert re.fullmatch(f"Making the database …\n{full}\n", done.stdout), done.stdout
    assert not small.path(checkout.var / "postgres-18").exists()


def test_a_python_without_venv_is_refused_with_the_command_that_mends_it(checkout, tmp_path):
    library = tmp_path / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    library.mkdir(parents=True)
    for part in Path(os.__file__).parent.iterdir():
        if part.name != "ensurepip":
            (library / part.name).symlink_to(part)

    done = checkout.portal(
        *("up", "--port", free_port()), PYTHONHOME=str(tmp_path), PATH="/nowhere"
    )

    assert done.returncode == 1
    assert done.stderr == (
        "portal: python3-venv missing, to make a virtual environment: "
        "run `sudo apt-get install -y --no-install-recommends python3-venv`.\n"
    )


def runs(python):
    """Tell whether it is a Python: a version manager leaves names that lead nowhere."""
    return subprocess.run([python, "-V"], capture_output=True).returncode == 0


@pytest.mark.parametrize("minor", [6, 7, 8, 9, 10])
def test_an_older_python_is_refused(checkout, minor):
    name = f"python3.{minor}"
    kept = Path("~/.pyenv/versions").expanduser().glob(f"3.{minor}.*/bin/python")
    older = next((str(each) for each in (*kept, shutil.which(name)) if each and runs(each)), None)
    if not older:
        pytest.skip(f"no {name} on this machine")

    done = subprocess.run([older, "portal", "up"], cwd=checkout.folder, capture_output=True)

    assert done.returncode == 1
    assert done.stderr == (
        b"portal: this needs Python 3.11 or newer: try `python3.11 ./portal up`.\n"
    )


def test_damaged_notes_are_no_reason_to_fail(checkout):
    checkout.portal("status")
    for damage in (b"", b"\0\xff", b"rubbish"):
        for name in ("portal.json", "sockets", "web.pid", "postgres.pid", "valkey.pid"):
            (checkout.var / "run" / name).write_bytes(damage)

        assert checkout.status()["state"] == "stopped"
        assert checkout.portal("down").returncode == 0


def test_reset_without_a_yes_removes_nothing(checkout):
    data = checkout.var / "postgres-18"
    data.mkdir(parents=True)

    done = checkout.portal("reset")

    assert (done.returncode, data.exists()) == (1, True)
    assert done.stderr == "portal: Nothing is removed: say yes, or give --yes.\n"


def test_reset_with_a_yes_removes_the_data_and_keeps_the_packages(checkout):
    for name in ("postgres-18", "valkey", "venv"):
        (checkout.var / name).mkdir(parents=True)

    done = checkout.portal("reset", "--yes")

    assert done.returncode == 0
    assert not (checkout.var / "postgres-18").exists()
    assert not (checkout.var / "valkey").exists()
    assert (checkout.var / "venv").exists()


def test_an_unknown_verb_shows_the_known_ones(checkout):
    done = checkout.portal("upp")

    assert done.returncode == 2
    assert "  up        start the portal" in done.stdout


def test_an_old_python_can_read_the_sentence_that_refuses_it(checkout):
    source = (checkout.folder / "portal").read_text()

    assert ast.parse(source, feature_version=(3, 7))
    assert source.index("sys.version_info < (3, 11)") < source.index("from runner")


MAKE = """
from runner import places, postgres, refusal
places.make_folders()
try:
    postgres.cluster().make()
except refusal.Refusal as error:
    print(error)
"""


def fake_postgres(checkout, version):
    """Return a folder with a program that says it is PostgreSQL of a version."""
    folder = checkout.folder / "bin"
    folder.mkdir()
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return folder
