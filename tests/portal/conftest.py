"""A copy of the runner in a folder of its own, so that no test touches a running portal."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.portal.rooms import Room
from tests.portal.surroundings import ROOT, bare_environment


class Checkout:
    """A copy of the runner and its lists, with empty run-time files."""

    def __init__(self, folder):
        self.folder = folder
        self.var = folder / "var"
        self.begun = []

    def portal(self, *words, **settings):
        return self._python(str(self.folder / "portal"), *words, **settings)

    def begin(self, *words, **settings):
        """Start ./portal and return at once."""
        process = subprocess.Popen(
            [sys.executable, str(self.folder / "portal"), *words],
            cwd=self.folder,
            env=bare_environment() | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.begun.append(process)
        return process

    def close(self):
        for process in self.begun:
            process.kill()
            process.communicate()
        self.portal("down")

    def status(self):
        return json.loads(self.portal("status", "--json").stdout)

    def borrow_packages(self):
        """Let the copy use the environment that these tests run in."""
        self.var.mkdir(exist_ok=True)
        (self.var / "venv").symlink_to(sys.prefix)

    def tell(self, code, **settings):
        """Return what a piece of code prints that uses the copy's runner."""
        done = self._python("-c", code, **settings)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _python(self, *words, **settings):
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=bare_environment() | settings,
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "portal", folder)
    for name in ("runner", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    copy = Checkout(folder)
    yield copy
    copy.close()
    note = folder / "var" / "run" / "sockets"
    if note.exists():
        shutil.rmtree(os.fsdecode(note.read_bytes()), ignore_errors=True)


@pytest.fixture
def room():
    """Return a function that makes a room; all of them end with the test."""
    made = []

    def make(kind, prepare="true"):
        made.append(Room(kind, prepare))
        return made[-1]

    yield make
    for each in made:
        each.close()
