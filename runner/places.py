"""Where everything lies: the checkout, its run-time files, and what the person asked for."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def read_settings(file: Path) -> dict[str, str]:
    """Return the NAME=value lines of a .env file; a missing file has none."""
    if not file.is_file():
        return {}
    lines = (line.strip().removeprefix("export ") for line in file.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}


ASKED = read_settings(ROOT / ".env") | os.environ  # what stands in the environment wins
VAR = (ROOT / ASKED.get("PORTAL_VAR", "var")).resolve()
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
RUN = VAR / "run"  # pid files, locks
LOGS = VAR / "log"
CHECKOUT = "portal-" + hashlib.sha256(str(VAR).encode()).hexdigest()[:10]  # tells ours from others'


def write_whole(file: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a file so that nobody, not even after a kill -9, ever finds a part of it."""
    growing = file.with_name(f"{file.name}.new")
    growing.unlink(missing_ok=True)
    growing.touch(mode=mode)
    growing.write_text(text, "utf-8")
    growing.replace(file)


def read_note(file: Path) -> dict[str, Any]:
    """Return what a note of ours says; one that is missing or damaged says nothing."""
    try:
        noted = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def make_folders() -> None:
    """Make the folders for run-time files, closed to other users."""
    for folder in (VAR, RUN, LOGS):
        folder.mkdir(mode=0o700 if folder != VAR else 0o755, parents=True, exist_ok=True)
