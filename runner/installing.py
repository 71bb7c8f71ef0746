"""Makes the virtual environment and lets pip fill it; the wheels are kept, so the next needs no network."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

from runner import debian, disk, errands
from runner.places import ASKED, LOGS, PYTHON, VAR, VENV
from runner.processes import complaint
from runner.refusal import Refusal
from runner.terminal import say

LOG = LOGS / "packages.log"
TEMPORARY = VAR / "tmp"  # what pip unpacks in, on the disk whose room was asked for
LOCKED = ("--require-hashes", "--no-deps", "-r")
NO_NETWORK = "connection broken|Failed to establish|name resolution|unreachable"


def make_environment() -> None:
    """Make an empty environment."""
    python = interpreter()
    say("Making the virtual environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    made = _run(python, "-m", "venv", VENV)
    if made.returncode != 0:
        raise Refusal(_why("The virtual environment could not be made", made))


def interpreter(folder: str = "/usr/bin") -> str:
    """Return the Python to make the environment of: the system's of this version, else the one that runs this.

    Debian builds its own with profiles of its use; one that was built by hand, as version managers
    do, takes a third longer for the same work.
    """
    systems_own = shutil.which(f"python3.{sys.version_info.minor}", path=folder)
    found = next(filter(_makes_environments, filter(None, (systems_own, sys.executable))), None)
    if not found:
        debian.install("python3-venv", why="to make a virtual environment")
    return found or sys.executable


def _makes_environments(python: str) -> bool:
    asked = (python, "-c", "import venv, ensurepip")
    return subprocess.run(asked, capture_output=True).returncode == 0


def install(listed: Path) -> None:
    """Install a list with pip, which checks every hash: from the wheels kept, or fetched first."""
    say("Installing the packages …")
    kept = wheels()
    from_wheels = ("install", "--no-compile", "--no-index", "--find-links", kept)
    if _pip(*from_wheels, *LOCKED, listed).returncode == 0:
        return
    fetched = _pip("download", "--dest", kept, *LOCKED, listed)
    if fetched.returncode != 0:
        if re.search(NO_NETWORK, fetched.stderr):
            lacking = f"no network, and {kept} does not hold them all"
            raise Refusal(f"The packages cannot be fetched: {lacking}; see {LOG}.")
        raise Refusal(_why("The packages could not be fetched", fetched))
    installed = _pip(*from_wheels, *LOCKED, listed)
    if installed.returncode != 0:
        raise Refusal(_why("The packages could not be installed", installed))


def wheels() -> Path:
    """Return where wheels are kept for every checkout of this user, or for this one alone."""
    home = ASKED.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    for folder in (Path(home) / "safety-portal" / "wheels", VAR / "wheels"):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    raise Refusal(f"{VAR} cannot be written.")


def _pip(*words: str | Path) -> CompletedProcess[str]:
    return _run(PYTHON, "-m", "pip", "-q", "--disable-pip-version-check", *words)


def _run(*command: str | Path) -> CompletedProcess[str]:
    shutil.rmtree(TEMPORARY, ignore_errors=True)
    TEMPORARY.mkdir()
    try:
        done = errands.run("packages", command, env=os.environ | {"TMPDIR": str(TEMPORARY)})
    finally:
        shutil.rmtree(TEMPORARY, ignore_errors=True)
    with contextlib.suppress(OSError):  # the disk may be what is wrong
        LOG.write_text(done.stdout + done.stderr, "utf-8")
    return done


def _why(failure: str, done: CompletedProcess[str]) -> str:
    lines = (done.stderr + done.stdout).splitlines()
    telling = next((line for line in lines if line.startswith("ERROR")), complaint(lines))
    return disk.instead(f"{failure} ({telling}); see {LOG}.")
