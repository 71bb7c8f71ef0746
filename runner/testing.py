"""`test`: what pytest needs around it, and the arguments it gets."""

import contextlib
import fcntl
import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from runner import debian
from runner.locks import open_lock, taken
from runner.places import ASKED, PYTHON, ROOT
from runner.refusal import Refusal
from runner.terminal import complain, say

CHROMIUM = ("chromium-headless-shell", "chromium")  # the first draws no window, and is faster
NO_TESTS = 5  # what pytest ends with where none was chosen
LIBRARY = "libatomic.so.1"  # Playwright's own Node needs it


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until no other tests of this checkout run: they would share the test databases."""
    with open_lock("tests") as file:
        if not taken(file):
            say("Waiting for the tests that already run here …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run pytest on every core, unless the arguments say how or name a single test.

    Tests marked `alone` come after the others: an open transaction of a test beside them, in
    whatever database of the server, would hold back what they wait for.
    """
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for pytest, which ends in order
    pytest = [str(PYTHON), "-m", "pytest"]
    if is_particular(arguments):
        return subprocess.run([*pytest, *arguments], cwd=ROOT, env=dict(env)).returncode
    cores = ("-n", str(os.cpu_count()), "--dist", "worksteal")
    parts = ((*cores, "-m", "not alone"), ("-n", "0", "-m", "alone"))
    codes = [
        subprocess.run([*pytest, *part, *arguments], cwd=ROOT, env=dict(env)).returncode
        for part in parts
    ]
    return _worst(codes)


def _worst(codes: Sequence[int]) -> int:
    """Return the code of the part that failed; that one part has no tests is no failure."""
    told = [each for each in codes if each != NO_TESTS]
    return max(told, default=NO_TESTS)


def is_particular(arguments: Sequence[str]) -> bool:
    """Tell whether the arguments choose the number of workers, a debugger or one test."""
    return any(re.match(r"-n|--numprocesses|--pdb|--trace$|.*::", word) for word in arguments)


def need_browser() -> None:
    """Install Chromium where we may; otherwise say loudly that its tests will be skipped."""
    missing = missing_packages()
    if not missing:
        return
    try:
        debian.install(*missing, why="for the tests in a browser")
    except Refusal as refusal:
        if ASKED.get("CI", "").lower() in {"1", "true", "yes"}:
            raise
        complain(f"!!! THE TESTS IN A BROWSER WILL BE SKIPPED !!! {refusal}")


def browsers() -> list[Path]:
    """Return the programs of Chromium that Debian installed, the one to prefer first."""
    return [path for name in CHROMIUM if (path := Path("/usr/bin", name)).exists()]


def missing_packages() -> list[str]:
    """Name the packages of Debian that the tests in a browser still need."""
    missing = [] if browsers() else [CHROMIUM[0], "fonts-dejavu-core"]
    libraries = [*Path("/usr/lib").glob(f"*/{LIBRARY}"), *Path("/lib").glob(f"*/{LIBRARY}")]
    return missing if libraries else [*missing, "libatomic1"]
