"""`up` killed or out of room at any moment, in a whole copy: nothing is lost, the next `up` works."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest

from tests.portal.surroundings import ROOT, bare_environment, free_port

pytestmark = pytest.mark.full
LEFT_OUT = shutil.ignore_patterns("var", ".git", "__pycache__", ".*_cache", "*.mo")
COUNT = """
from accounts.models import User
from communities.models import Community, Settlement
print("n =", Community.objects.count(), Settlement.objects.count(), User.objects.count())
"""


@pytest.fixture
def whole(tmp_path, checkout):
    """A copy of the whole project; it reads like a checkout."""
    shutil.rmtree(checkout.folder)
    shutil.copytree(ROOT, checkout.folder, ignore=LEFT_OUT)
    return checkout


def up(whole, *words):
    return subprocess.Popen(
        [sys.executable, "portal", "up", "--no-demo", *words, "--port", free_port()],
        cwd=whole.folder,
        env=bare_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(begun, sign):
    """Read what it says up to a line, and return all of it."""
    told = ""
    for line in begun.stdout:
        told += line
        if sign in line:
            return told
    raise AssertionError(told)


def counted(whole):
    done = subprocess.run(
        [sys.executable, "portal", "manage", "shell", "--no-imports", "-c", COUNT],
        cwd=whole.folder,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return re.search(r"n = \d+ \d+ \d+", done.stdout)[0]


def test_whatever_moment_it_is_killed_at_the_next_goes_on_and_loses_nothing(whole):
    told = ""
    moments = (
        ("Making the virtual environment", 1.0),
        ("Installing the packages", 5.0),
        ("Making the database", 0.3),
        ("First run: loading the data", 1.0),
        ("First run: loading the data", 9.0),
        ("Starting web, worker and beat", 0.5),
        ("The portal runs at", 1.0),
    )
    for sign, seconds in moments:
        begun = up(whole)
        told = wait_for(begun, sign)
        with pytest.raises(subprocess.TimeoutExpired):
            begun.wait(seconds)
        begun.send_signal(signal.SIGKILL)
        begun.communicate()
        assert whole.status()["pid"] is None

    assert "First run" not in told
    begun = up(whole)
    wait_for(begun, "The portal runs at")
    assert counted(whole) == "n = 1773 29702 0"
    begun.terminate()
    assert "Stopping" in begun.communicate(timeout=120)[0]
    assert begun.returncode == 0


@pytest.mark.parametrize("sign", ["Installing the packages", "First run: loading the data"])
def test_a_disk_that_fills_up_ends_it_in_one_sentence_and_the_next_works(whole, room, sign):
    whole.var.mkdir()
    disk = room("mount", f"mount -t tmpfs -o size=2500m none '{whole.var}'")
    ballast = disk.path(whole.var / "ballast")
    up_here = (sys.executable, "portal", "up", "--no-demo", "--port", free_port())

    begun = disk.begin(*up_here, cwd=whole.folder)
    wait_for(begun, sign)
    fill(ballast)
    _, complaint = begun.communicate(timeout=300)
    assert begun.returncode == 1
    assert re.fullmatch(r"portal: The disk of \S+ is full: \d+ MB are left.\n", complaint)

    ballast.unlink()
    done = disk.run(*up_here, "--detach", cwd=whole.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = disk.run(
        *(sys.executable, "portal", "manage", "shell", "--no-imports", "-c", COUNT),
        cwd=whole.folder,
    )
    assert "n = 1773 29702 0" in shown.stdout
    assert disk.run(sys.executable, "portal", "down", cwd=whole.folder).returncode == 0


def fill(file):
    """Take every byte that is left."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as growing:
        while True:
            growing.write(bytes(1 << 20))


ENSURE = "from runner import packages, places; places.make_folders(); packages.ensure('embedded')"


def test_without_a_network_the_wheels_of_an_earlier_start_are_enough(checkout, room, tmp_path):
    alone = room("network")
    settings = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PIP_CONFIG_FILE": os.devnull}
    refusing = f"""
from runner import refusal
try:
    {ENSURE.replace("; ", chr(10) + "    ")}
except refusal.Refusal as error:
    print(error)
"""
    cold = alone.run(sys.executable, "-c", refusing, cwd=checkout.folder, **settings)
    assert cold.stderr == ""
    assert "The packages cannot be fetched: no network, and" in cold.stdout

    fetched = subprocess.run(
        [sys.executable, "-c", ENSURE],
        cwd=checkout.folder,
        env=bare_environment() | {"XDG_CACHE_HOME": settings["XDG_CACHE_HOME"]},
        capture_output=True,
        text=True,
    )
    assert fetched.returncode == 0, fetched.stderr
    shutil.rmtree(checkout.var)

    warm = alone.run(sys.executable, "-c", ENSURE, cwd=checkout.folder, **settings)
    assert warm.returncode == 0, warm.stderr
    assert (checkout.var / "venv" / "installed.json").exists()
