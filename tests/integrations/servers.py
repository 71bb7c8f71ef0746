"""A server of somebody else: https on this machine, with a certificate of its own."""

import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "hooks.example.com"
HERE = "127.0.0.1"
SOON = 0.01  # seconds after which a server sees that it shall end


def certificate(folder):
    """Write a key and a certificate for NAME and this machine; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    here = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address(HERE))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(here), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "key.pem", folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    files[0].write_bytes(private)
    files[1].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return files


class Receiver:
    """Keeps what it is sent, and answers what it is told to, the last answer for ever."""

    def __init__(self, folder):
        key, self.certificate = certificate(folder)
        self.received, self.answers, self.location = [], [200], None
        self.answer = self._plainly
        server = self.server = ThreadingHTTPServer((HERE, 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        self.port = server.server_address[1]
        self.url = f"https://{HERE}:{self.port}/changes?of=all"
        self.thread = threading.Thread(target=server.serve_forever, args=[SOON], daemon=True)
        self.thread.start()

    def _handler(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((self.path, dict(self.headers), body))
                receiver.answer(self)

            def log_message(self, *_args):
                pass

        return Handler

    def _plainly(self, handler):
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        handler.send_response(status)
        if self.location:
            handler.send_header("Location", self.location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
