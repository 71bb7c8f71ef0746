"""The three programs of the portal itself: web, worker and beat."""

import contextlib
import http.client
import re
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

from runner import disk
from runner.places import PYTHON, ROOT, RUN
from runner.processes import Program, wait_until
from runner.refusal import Refusal

HOST = "127.0.0.1"
COUNTERS = RUN / "metrics"  # which all web processes share
FIRST_PAGE = "/sign-in/"
PATIENCE = 60  # seconds until the first page must have come
OURS = {  # how the command lines begin: with something that no other program of this checkout says
    "web": ("granian", "--working-dir", str(ROOT)),
    "worker": ("celery", "-A", "safety_portal", "worker", "--hostname", "portal-worker@%h"),
    "beat": ("celery", "-A", "safety_portal", "beat", "--schedule", str(RUN / "beat-schedule")),
}
REST = {
    "web": (
        *("--interface", "wsgi", "--host", HOST, "--workers", "2", "--blocking-threads", "8"),
        *("--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "safety_portal.wsgi:application",
    ),
    "worker": ("--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    "beat": ("--loglevel", "INFO"),
}
WAIT = {"web": 20, "worker": 30, "beat": 10}  # seconds to end in; a task of the worker may finish


def _beginning(name: str) -> tuple[str, ...]:
    return (str(PYTHON), "-m", *OURS[name])


PROGRAMS = {
    name: Program(name, re.escape(" ".join(_beginning(name))), patience=WAIT[name]) for name in OURS
}


def start(name: str, env: Mapping[str, str], port: int) -> None:
    """Start one of the three."""
    where = ("--port", str(port)) if name == "web" else ()
    env = {**env, "PROMETHEUS_MULTIPROC_DIR": str(_empty(COUNTERS))} if name == "web" else env
    PROGRAMS[name].start([*_beginning(name), *where, *REST[name]], env=env)


def _empty(folder: Path) -> Path:
    """Return a folder without files: what an earlier run counted is not this one's."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def stop() -> None:
    """Stop what runs: first what brings work, then what does it."""
    for name in ("web", "beat", "worker"):
        PROGRAMS[name].stop()


def wait_for_first_page(port: int) -> None:
    """Wait until the portal says that it is well."""
    web = PROGRAMS["web"]
    over = wait_until(lambda: is_well(port) or not web.pid(), seconds=PATIENCE)
    if not over or not web.pid():
        reason = f"The portal did not start ({web.last_words()}); see {web.log}."
        raise Refusal(disk.instead(reason))


def is_well(port: int) -> bool:
    """Tell whether the sign-in page, the first that people see, comes."""
    line = http.client.HTTPConnection(HOST, port, timeout=5)
    with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
        line.request("GET", FIRST_PAGE, headers={"Host": f"localhost:{port}"})
        return line.getresponse().status == http.client.OK
    return False


def refuse_a_taken_port(port: int) -> None:
    """Refuse what is no port, and a port on which somebody else listens."""
    if not 0 < port < 65536:
        raise Refusal(f"{port} is no port: give one from 1024 to 65535.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise Refusal(
                f"Port {port} cannot be used ({error.strerror}): give another with --port."
            ) from error
