"""Short texts that differ as soon as the code or the static files do: what needs no work is known by them."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from runner import packages
from runner.places import ROOT, VAR

OURS = {ROOT / "runner", ROOT / "tests"}  # packages that bring neither tables nor data


def of_code() -> str:
    """Return the fingerprint of everything that may change tables: code, its data, packages."""
    apps = {file.parent for file in ROOT.glob("*/__init__.py")} - OURS
    return _of(_files(apps))


def of_static_files() -> str:
    """Return the fingerprint of the static files, and of the packages that may bring some."""
    return _of(_files({ROOT / "static", *ROOT.glob("*/static")} - {VAR / "static"}))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in sorted(folders):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def _of(files: Iterable[Path]) -> str:
    parts = [f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
    parts.append(packages.digest(packages.TO_RUN))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
