"""`up --detach` and `down`: the portal without a terminal."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from runner import running, services, website
from runner.places import LOGS, ROOT
from runner.processes import wait_until
from runner.refusal import Refusal
from runner.terminal import say

LOG = LOGS / "portal.log"
LONGEST_END = 240  # seconds that an orderly end of everything may take


def up(arguments: Sequence[str]) -> None:
    """Start `up` in a session of its own, show what it says, and return when it is ready."""
    with LOG.open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, str(ROOT / "portal"), "up", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        follow(started)
    except BaseException:  # Ctrl-C while it starts is meant for it
        started.terminate()
        raise
    if started.poll() is not None:
        raise Refusal(f"The portal did not start; see {LOG}.")
    say(f"It runs in the background; its words go to {LOG}.")


def follow(started: subprocess.Popen[bytes]) -> None:
    """Show what a starting `up` says until it is ready or has ended."""
    with LOG.open(encoding="utf-8", errors="replace") as told:
        while started.poll() is None and not is_ready(started.pid):
            sys.stdout.write(told.read())
            sys.stdout.flush()
            time.sleep(0.2)
        sys.stdout.write(told.read())


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
    services.stop()
    say("The portal is stopped." if found else "The portal was not running.")
