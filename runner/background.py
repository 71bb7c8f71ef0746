"""`up --detach` and `down`: the portal without a terminal."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import IO

from runner import disk, running, services, website
from runner.locks import open_lock, taken
from runner.places import LOGS, ROOT
from runner.processes import wait_until
from runner.terminal import complain, say

LOG = LOGS / "portal.log"
LOG_LIMIT = 20_000_000  # bytes, then the log is begun anew
LONGEST_END = 240  # seconds that an orderly end of everything may take


def up(arguments: Sequence[str]) -> int:
    """Start `up` in a session of its own, show what it says, and return when it is ready."""
    disk.need_room(disk.FOR_RUNNING)  # on a full disk it could not even write down why it ends
    fresh = not LOG.exists() or LOG.stat().st_size > LOG_LIMIT
    with (
        LOG.open("wb" if fresh else "ab") as log,
        LOG.open(encoding="utf-8", errors="replace") as told,
    ):
        told.seek(0, os.SEEK_END)
        started = subprocess.Popen(
            [sys.executable, str(ROOT / "portal"), "up", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            follow(started, told)
        except BaseException:  # Ctrl-C while it starts is meant for it
            started.terminate()
            raise
    if started.returncode is None:
        say(f"It runs in the background; its words go to {LOG}.")
    elif started.returncode < 0:
        complain(f"The portal was killed while it started; see {LOG}.")
    return abs(started.returncode or 0)


def follow(started: subprocess.Popen[bytes], told: IO[str]) -> None:
    """Show what a starting `up` says until it is ready or has ended."""
    while started.poll() is None and not is_ready(started.pid):
        show(told)
        time.sleep(0.05)
    show(told)


def show(told: IO[str]) -> None:
    """Show what was said since the last look: complaints where complaints belong."""
    for line in told.read().splitlines():
        if line.startswith("portal: "):
            complain(line.removeprefix("portal: "))
        else:
            say(line)


def is_ready(pid: int) -> bool:
    """Tell whether the `up` with this process id has shown its first page."""
    found = running.current()
    return bool(found and found.pid == pid and found.ready)


def down() -> None:
    """Stop the portal, or what a killed one left behind."""
    found = running.current()
    if found:
        os.kill(found.pid, signal.SIGTERM)
        if not wait_until(lambda: running.current() is None, seconds=LONGEST_END):
            os.kill(found.pid, signal.SIGKILL)
    website.stop()
    with open_lock("services") as users:
        if taken(users):
            services.stop()
    say("The portal is stopped." if found else "The portal was not running.")
