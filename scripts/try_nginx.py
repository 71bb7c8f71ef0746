"""Runs nginx with our configuration in front of granian on loopback and holds it to what trust asks.

    python3 scripts/try_nginx.py --web 8000

`--web` is the port of a running portal (`./portal up --port 8160`). A small program of our own
stands in for the portal where the answer must show which headers arrived. Needs nginx and openssl.
Prints one line for each promise; exit code 1 when one is not kept.
"""

import argparse
import http.client
import json
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIGURATION = Path(__file__).resolve().parent.parent / "deploy" / "nginx" / "nginx.conf"
PLAIN, TLS = 8167, 8168


class Mirror(BaseHTTPRequestHandler):
    """Answers with the headers and the size of the body it received."""

    def do_PUT(self) -> None:
        size = len(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        answer = json.dumps({"headers": dict(self.headers.items()), "size": size}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_PUT  # noqa: N815 - the names that the library asks for

    def log_message(self, *_about: object) -> None: ...


@contextmanager
def nginx(upstream: int) -> Iterator[None]:
    """Run nginx with our file, its places and ports changed to those of a trial."""
    with tempfile.TemporaryDirectory() as folder:
        tls = (
            "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost "
            f"-keyout {folder}/key -out {folder}/certificate"
        ).split()
        subprocess.run(tls, check=True, capture_output=True)
        text = CONFIGURATION.read_text("utf-8")
        for old, new in (
            ("/tmp/", f"{folder}/"),  # noqa: S108 - first: the others bring such names in
            ("/run/secrets/tls_certificate", f"{folder}/certificate"),
            ("/run/secrets/tls_key", f"{folder}/key"),
            ("listen 8080", f"listen 127.0.0.1:{PLAIN}"),
            ("listen 8443", f"listen 127.0.0.1:{TLS}"),
            ("http://web:8000", f"http://127.0.0.1:{upstream}"),
        ):
            assert old in text, old
            text = text.replace(old, new)
        file = Path(folder) / "nginx.conf"
        file.write_text(text, "utf-8")
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        started = subprocess.Popen(
            ["nginx", "-p", folder, "-c", str(file), "-g", "daemon off;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(TLS)
            yield
        finally:
            started.terminate()
            started.wait(20)


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("nginx did not start")


def line() -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(("127.0.0.1", TLS), 60))


def ask(method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict, bytes]:
    client = http.client.HTTPSConnection(
        "127.0.0.1",
        TLS,
        context=ssl._create_unverified_context(),
        timeout=60,
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client.request(method, path, body, {"Host": "localhost", **named})
    answer = client.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def seconds_until_closed(first: bytes, drip: bytes = b"") -> tuple[float, bytes]:
    """Send the beginning of a request, then a byte now and then; measure when the proxy has enough."""
    begin, told = time.monotonic(), b""
    with line() as connection:
        connection.sendall(first)
        connection.settimeout(1)
        while time.monotonic() - begin < 40:
            try:
                part = connection.recv(4096)
                told += part
                if not part or told:
                    break
            except TimeoutError:
                if drip:
                    connection.sendall(drip)
            except OSError:
                break
    return time.monotonic() - begin, told


def say(kept: bool, promise: str) -> bool:
    sys.stdout.write(f"{'kept  ' if kept else 'BROKEN'}  {promise}\n")
    return kept


def about_headers_and_limits() -> Iterator[bool]:
    status, _headers, body = ask(
        "GET",
        "/x",
        X_Forwarded_For="6.6.6.6",
        X_Forwarded_Proto="http",
        Forwarded="for=6.6.6.6",
        X_Real_IP="6.6.6.6",
        X_Forwarded_Host="evil.example",
        Proxy="http://evil",
    )
    got = {name.lower(): value for name, value in json.loads(body)["headers"].items()}
    yield say(
        status == 200
        and got["x-forwarded-for"] == "127.0.0.1"
        and got["x-forwarded-proto"] == "https"
        and got["x-real-ip"] == "127.0.0.1"
        and not {"forwarded", "x-forwarded-host", "proxy"} & got.keys()
        and "6.6.6.6" not in str(got),
        "forwarded headers are overwritten",
    )
    status, headers, _ = ask("PUT", "/api/v1/incidents/", b" " * 1_100_000)
    yield say(
        status == 413 and headers["Content-Type"] == "application/problem+json",
        "a body over 1 MB is 413, as a problem document",
    )
    status, _, _ = ask("PUT", "/api/v1/incidents/bulk/", b" " * 30_000_000)
    yield say(status == 200, "a bulk of 30 MB passes")
    status, _, _ = ask("PUT", "/api/v1/incidents/bulk/", b" " * 34_000_000)
    yield say(status == 413, "a bulk over 32 MB is 413")
    yield say(ask("GET", "/metrics")[0] == 404, "/metrics is not there from outside")
    took, _ = seconds_until_closed(b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"a")
    yield say(7 <= took <= 11, f"headers that do not end are cut after 8 s ({took:.1f} s)")
    slow = b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    took, told = seconds_until_closed(slow)
    yield say(
        19 <= took <= 23,
        f"a body that stands still is cut after 20 s ({took:.1f} s, {told[:12]!r})",
    )
    codes = [ask("GET", "/oauth/token/")[0] for _ in range(40)]
    yield say(429 in codes and codes[0] == 200, "many sign-ins of one address are 429")


def about_the_portal(host: str) -> Iterator[bool]:
    status, headers, _ = ask("GET", "/sign-in/", Host=host)
    names = [name.lower() for name in headers]
    wanted = {
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "x-request-id",
    }
    yield say(status in {200, 301} and wanted <= set(names), "the portal's headers pass")
    raw = f"GET /sign-in/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    with line() as connection:
        connection.sendall(raw)
        head = connection.makefile("rb").read().partition(b"\r\n\r\n")[0].lower()
    doubled = [name for name in wanted if head.count(name.encode() + b":") != 1]
    yield say(not doubled, f"no header comes twice {doubled or ''}")


def away() -> Iterator[bool]:
    status, headers, body = ask("GET", "/")
    told = headers.get("Retry-After") == "5" and json.loads(body)["status"] == 503
    yield say(status == 503 and told, "a portal that is away is 503 with Retry-After")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--web", type=int, help="port of a running portal")
    parser.add_argument("--host", default="localhost", help="a name it answers to")
    asked = parser.parse_args()
    mirror = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=mirror.serve_forever, daemon=True).start()
    kept = []
    with nginx(mirror.server_address[1]):
        kept += about_headers_and_limits()
    if asked.web:
        with nginx(asked.web):
            kept += about_the_portal(asked.host)
    with nginx(9):
        kept += away()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
