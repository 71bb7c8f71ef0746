"""The one way out: https to public addresses, each checked at the very connection that is made.

The name is resolved once; every address it has must be public; the connection goes to one of
these, with the name in TLS and in Host. So a name that answers differently the second time
changes nothing. No redirect is followed, and little of the answer is read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from integrations.models import Trouble

NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unsent(Exception):
    """Nothing came back; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Target:
    """Where a message goes: the name, the port, the path with its query."""

    host: str
    port: int
    path: str


def target_of(url: str) -> Target | None:
    """Return what an https address names; None for anything else, also where it names a person."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    plain = url.isascii() and url.isprintable() and " " not in url and not parts.fragment
    if parts.scheme != "https" or not host or "@" in parts.netloc or not plain:
        return None
    if _is_address(host) and not may_connect(host):
        return None
    return Target(host, port, _path(parts))


def _path(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def may_connect(text: str) -> bool:
    """Say whether an address is one of the public Internet; tests stay on their own machine."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if settings.EGRESS_STAYS_HERE:
        return address.is_loopback
    return address.is_global and not address.is_multicast and not _carries_another(address)


def _carries_another(address: Address) -> bool:
    """Say whether an IPv6 address stands for one of IPv4, which may be anybody's."""
    if isinstance(address, ipaddress.IPv4Address):
        return False
    inner = address.ipv4_mapped or address.sixtofour or address.teredo
    return bool(inner) or any(address in each for each in NAT64)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a body and return the status of the answer; Unsent where there is none in time."""
    target = target_of(url)
    if target is None:
        raise Unsent(Trouble.ADDRESS)
    address = _resolved(target)
    try:
        return _ask(_Connection(target, address), target, body, headers)
    except ssl.SSLCertVerificationError as error:
        raise Unsent(Trouble.UNTRUSTED) from error
    except TimeoutError as error:
        raise Unsent(Trouble.SILENT) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unsent(Trouble.UNREACHABLE) from error


def _resolved(target: Target) -> str:
    """Return one address of a name, all of them having been looked at."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unsent(Trouble.UNREACHABLE) from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(may_connect(each) for each in addresses):
        raise Unsent(Trouble.ADDRESS)
    return addresses[0]


class _Connection(http.client.HTTPSConnection):
    """Connects to the address that was checked, and shows the name to TLS and to the server."""

    def __init__(self, target: Target, address: str) -> None:
        context = ssl.create_default_context(cafile=settings.EGRESS_AUTHORITY or None)
        seconds = settings.LIMITS["webhook_seconds"]
        super().__init__(target.host, target.port, timeout=seconds, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def _ask(connection: _Connection, target: Target, body: bytes, headers: dict[str, str]) -> int:
    """Send and read within the time there is in all, however slowly the answer drips."""
    late = []

    def end() -> None:
        late.append(True)
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)

    clock = Timer(settings.LIMITS["webhook_seconds"], end)
    clock.start()
    try:
        connection.request("POST", target.path, body, headers)
        answer = connection.getresponse()
        answer.read(settings.LIMITS["webhook_answer"])
    except (OSError, http.client.HTTPException) as error:
        if late:
            raise TimeoutError from error
        raise
    finally:
        clock.cancel()
        connection.close()
    if late:
        raise TimeoutError
    return answer.status
