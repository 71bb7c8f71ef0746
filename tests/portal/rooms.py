"""Rooms of the kernel's: mounts and networks that only the processes inside see, and that end with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal.surroundings import bare_environment

KINDS = {"mount": "--mount", "network": "--net"}


class Room:
    """A namespace held open by a process that sleeps in it."""

    def __init__(self, kind, prepare):
        own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        made = "import time; print('made', flush=True); time.sleep(600)"
        script = f'{prepare} && exec "$0" -c "$1"'
        self.holder = subprocess.Popen(
            ["unshare", *own, KINDS[kind], "sh", "-ec", script, sys.executable, made],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if self.holder.stdout.readline() != "made\n":
            pytest.skip(f"no namespace for us here: {self.holder.stderr.read()}")
        enter = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        target = f"--target={self.holder.pid}"
        self.enter = ["nsenter", target, *enter, KINDS[kind], "--"]

    def begin(self, *command, cwd, **settings):
        return subprocess.Popen(
            [*self.enter, "sh", "-c", 'cd "$0" && exec "$@"', cwd, *command],
            env=bare_environment() | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command, cwd, **settings):
        begun = self.begin(*command, cwd=cwd, **settings)
        out, err = begun.communicate(timeout=600)
        return subprocess.CompletedProcess(command, begun.returncode, out, err)

    def path(self, inside):
        """Return how a file inside is seen from outside."""
        return Path(f"/proc/{self.holder.pid}/root{inside}")

    def close(self):
        self.holder.kill()
        self.holder.communicate()
