"""What the tests of the runner need to know of the machine they run on."""

import os
import socket
import sys
import time
from pathlib import Path

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


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return str(trial.getsockname()[1])


def wait_until(met, seconds=60):
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)
