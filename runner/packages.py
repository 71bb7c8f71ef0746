"""The virtual environment: made once, filled from the hash-locked list, renewed when the list changes."""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys

from runner import debian, disk
from runner.locks import held
from runner.places import LOGS, PYTHON, ROOT, VENV, write_whole
from runner.refusal import Refusal
from runner.terminal import say

STAMP = VENV / "installed.json"
TO_RUN, TO_DEVELOP = "embedded", "dev"
HELD = {TO_RUN: (TO_RUN,), TO_DEVELOP: (TO_DEVELOP, TO_RUN)}  # the second list holds the first


def ensure(lock: str) -> None:
    """Make the environment hold what `requirements/<lock>.txt` lists; does nothing when it does."""
    with held("packages"):
        if is_current(lock):
            return
        disk.need_room(disk.FOR_PACKAGES)
        if not _works():
            make()
        install(lock)


def is_current(lock: str) -> bool:
    """Tell whether exactly this list was installed, and for the Python that is still there."""
    noted = _noted()
    return noted.get("python") == str(PYTHON.resolve()) and noted.get(lock) == digest(lock)


def digest(lock: str) -> str:
    """Return the hash of a list of packages."""
    return hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def make() -> None:
    """Make an empty environment of the Python that runs this."""
    if importlib.util.find_spec("ensurepip") is None:
        debian.install("python3-venv", why="to make a virtual environment")
    say("Making the virtual environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(VENV))


def install(lock: str) -> None:
    """Install the list with pip, which checks every hash, and note it."""
    say("Installing the packages …")
    listed = ROOT / "requirements" / f"{lock}.txt"
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq")
    _run(*pip, "--require-hashes", "--no-deps", "--no-compile", "-r", str(listed))
    noted = _noted() | {"python": str(PYTHON.resolve())}
    noted |= {name: digest(name) for name in HELD[lock]}
    write_whole(STAMP, json.dumps(noted, indent=2))


def _noted() -> dict[str, str]:
    return json.loads(STAMP.read_text("utf-8")) if STAMP.exists() else {}


def _works() -> bool:
    """Tell whether there is an environment whose Python and pip start."""
    moved = _noted().get("python", str(PYTHON.resolve())) != str(PYTHON.resolve())
    if moved or not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        log = LOGS / "packages.log"
        log.write_text(done.stdout + done.stderr, "utf-8")
        told = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        reason = next((line for line in told if line.startswith("ERROR")), told[-1])
        raise Refusal(f"The packages could not be installed ({reason}); see {log}.")
