"""Real web servers over loopback, and browsers and programs that speak to them."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import redis

from bench.databases import ROOT, Database

HOST = "127.0.0.1"
LOG = Path(os.environ["PORTAL_VAR"]) / "log" / "bench.log"  # what the web servers say
IDLE = 10  # seconds after which a server may have closed a kept connection
PATIENCE = 60  # seconds until a server answers
SERVERS: dict[int, int] = {}  # the process of the web server at each port
PORTAL, STOCK = "safety_portal.wsgi:application", "bench.stock:application"


@dataclass
class Client:
    """One signed-in reader on one kept connection."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        self._used = time.monotonic()

    def get(self, path: str) -> bytes:
        """Return the body of a page; anything but 200 is an error of the bench."""
        status, body = self.send("GET", path)
        if status != http.client.OK:
            raise RuntimeError(f"{path} was answered with {status}: {body[:300]!r}")
        return body

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Send a request, a body as JSON; return status and body."""
        headers = {"Host": f"localhost:{self.port}", **self.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        if isinstance(body, dict):
            body = json.dumps(body)
        if time.monotonic() - self._used > IDLE:
            self._line.close()  # the next request opens it anew
        self._line.request(method, path, body=body, headers=headers)
        answer = self._line.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _is, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        text = answer.read()
        self._used = time.monotonic()
        return answer.status, text


def signed_in(port: int, username: str) -> Client:
    """Sign a demo account in as a person does, with the form."""
    client = Client(port)
    page = client.get("/sign-in/").decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    form = {
        "csrfmiddlewaretoken": token[1] if token else "",
        "username": username,
        "password": f"{username}-demo-2026",
    }
    client.headers = {"Content-Type": "application/x-www-form-urlencoded"}
    client.send("POST", "/sign-in/", urlencode(form))
    client.headers = {}
    if "session" not in client.cookies:
        raise RuntimeError(f"{username} could not sign in.")
    return client


@contextmanager
def serving(
    database: Database, application: str = PORTAL, *, workers: int = 1, threads: int = 1
) -> Iterator[int]:
    """Run a web server on a database for the block; yield its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", HOST, "--port", str(port), "--log-level", "warning"),
        *("--workers", str(workers), "--blocking-threads", str(threads), application),
    ]
    env = os.environ | database.environment()
    with LOG.open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)  # noqa: S603
    SERVERS[port] = server.pid
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def empty_cache(database: Database) -> None:
    """Forget what the portal on a database has cached: sessions, marks, figures.

    Drawings stay: a drawing is kept under the very numbers it shows, so numbers that were read
    anew and are the same need no new one.
    """
    cache = redis.Redis.from_url(os.environ["REDIS_URL"])
    for key in cache.scan_iter(match=f"{database.name}:*", count=1000):
        if b":chart:" not in key:
            cache.delete(key)


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            socket.create_connection((HOST, port), timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"No web server answers on port {port}.")
