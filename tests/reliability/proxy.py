"""A bad line: a proxy that carries every request and loses a part of the answers."""

import random
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LOST = 0.25  # of the answers
PATIENCE = 40  # seconds: longer than the portal lets anybody wait


class Line(socketserver.ThreadingTCPServer):
    """Listens on a port of its own and carries to that of the portal."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, portal: int, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), Carry)
        self.portal, self.dice, self.lost = portal, random.Random(seed), 0
        self.turn = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def loses(self) -> bool:
        with self.turn:
            unlucky = self.dice.random() < LOST
            self.lost += unlucky
            return unlucky


class Carry(socketserver.BaseRequestHandler):
    """One request and its answer; both sides close after it."""

    server: Line

    def handle(self) -> None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server.portal)) as far:
            far.settimeout(PATIENCE)
            threading.Thread(target=self._forward, args=[far], daemon=True).start()
            answer = b"".join(iter(lambda: far.recv(65536), b""))
            if answer and not self.server.loses():
                self.request.sendall(answer)

    def _forward(self, far: socket.socket) -> None:
        with suppress(OSError):
            while part := self.request.recv(65536):
                far.sendall(part)


@contextmanager
def bad_line(portal: int, seed: int) -> Iterator[Line]:
    """Run the proxy for the block."""
    with Line(portal, seed) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        yield line
        line.shutdown()
