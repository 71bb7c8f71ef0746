"""The whole life of a portal in a fresh folder: first start, kill -9, second start, end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.portal.surroundings import ROOT, bare_environment

pytestmark = pytest.mark.full
LEFT_OUT = shutil.ignore_patterns("var", ".git", "__pycache__", ".*_cache", "*.mo")


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "fresh"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    yield copy
    portal(copy, "down")
    shutil.rmtree((copy / "var" / "run" / "sockets").read_text())


def portal(folder, *words):
    """Run ./portal as a person would, on the Python that made the tests' own environment."""
    done = subprocess.run(
        [folder / "portal", *words],
        cwd=folder,
        env=bare_environment(),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def status(folder):
    return json.loads(portal(folder, "status", "--json"))


def page(port, path):
    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=30) as answer:
        return answer.status


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return str(trial.getsockname()[1])


def communities(folder):
    code = "from communities.models import Community; print('n =', Community.objects.count())"
    return portal(folder, "manage", "shell", "--no-imports", "-c", code)


def wait_until(met, seconds=60):
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_a_portal_starts_survives_kill_9_and_ends_without_leaving_anything(folder):
    port = free_port()

    first = portal(folder, "up", "--detach", "--no-demo", "--port", port)
    assert f"The portal runs at http://localhost:{port}" in first
    assert page(port, "/sign-in/") == 200
    loaded = communities(folder)
    before = status(folder)

    for program in before["programs"].values():
        os.kill(program["pid"], signal.SIGKILL)
    wait_until(lambda: all(each["pid"] for each in status(folder)["programs"].values()))
    wait_until(lambda: page_or_nothing(port) == 200)

    os.kill(before["pid"], signal.SIGKILL)
    assert not status(folder)["running"]
    second = portal(folder, "up", "--detach", "--port", port)
    assert "First run" not in second
    assert communities(folder) == loaded

    pids = [each["pid"] for each in status(folder)["programs"].values()]
    portal(folder, "down")
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), seconds=10)
    assert not list((folder / "var" / "run").glob("*.pid"))


def page_or_nothing(port):
    try:
        return page(port, "/sign-in/")
    except OSError:
        return None
