"""A copy of the runner in a folder of its own, so that no test touches a running portal."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "DJANGO_SETTINGS_MODULE")


def bare_environment():
    """Return the environment without what `./portal test` put into it."""
    ours = (*OURS, *(name for name in os.environ if name.startswith(("PORTAL_", "PYTHON"))))
    path = (
        part for part in os.environ["PATH"].split(os.pathsep) if not part.startswith(sys.prefix)
    )
    bare = {name: value for name, value in os.environ.items() if name not in ours}
    return bare | {"PATH": os.pathsep.join(path)}


class Checkout:
    """A copy of the runner and its lists, with empty run-time files."""

    def __init__(self, folder):
        self.folder = folder
        self.var = folder / "var"

    def portal(self, *words, **settings):
        return self._python(str(self.folder / "portal"), *words, **settings)

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
    yield Checkout(folder)
    note = folder / "var" / "run" / "sockets"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
