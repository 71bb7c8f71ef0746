"""What a person holds to sign in with: an app that counts time, a passkey made of software."""

import base64
import hashlib
import hmac
import json
import struct
import time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PASSWORD = "correct horse battery"
SIGN_IN, SECURITY = "/sign-in/", "/account/security/"
HOST, ORIGIN = "testserver", "http://testserver"


def enter(client, person, password=PASSWORD, **more):
    """Send the form of name and password."""
    return client.post(SIGN_IN, {"username": person, "password": password, **more})


def totp(secret, at=None, ahead=0):
    """Return the code of RFC 6238 that an app shows, some steps ahead."""
    step = int(time.time() if at is None else at) // 30 + ahead
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    begin = digest[-1] & 15
    value = struct.unpack(">I", digest[begin : begin + 4])[0] & 0x7FFFFFFF
    return f"{value % 10**6:06}"


def add_app(client):
    """Add an app on the page of a signed-in person; return its secret."""
    secret = client.get("/account/security/app/").context["secret"]
    answer = client.post("/account/security/app/", {"code": totp(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def make_codes(client):
    """Make printed codes; return them as they are shown."""
    return client.post("/account/security/codes/", {"make": "1"}).context["made"]


def told(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Passkey:
    """A key of one host that signs what a browser at one origin hands it."""

    def __init__(self, host=HOST, origin=ORIGIN):
        self.host, self.origin = host, origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.holder = hashlib.sha256(host.encode()).digest()[:16], b""

    def made(self, question):
        """Answer what a browser is asked when it makes a passkey."""
        asked = question["publicKey"]
        self.holder = base64.urlsafe_b64decode(asked["user"]["id"] + "==")
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        shown = {"fmt": "none", "attStmt": {}, "authData": self._data(0x45) + attested}
        response = {"attestationObject": told(cbor.encode(shown))}
        return self._answer("webauthn.create", asked["challenge"], response)

    def signed(self, question):
        """Answer what a browser is asked when somebody signs in."""
        asked, data = question["publicKey"], self._data(0x05)
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {
            "authenticatorData": told(data),
            "signature": told(signature),
            "userHandle": told(self.holder),
        }
        return self._answer("webauthn.get", asked["challenge"], response)

    def _data(self, flags):
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + bytes(4)

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, kind, challenge, response):
        response["clientDataJSON"] = told(self._client_data(kind, challenge))
        whole = {
            "id": told(self.id),
            "rawId": told(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
        return json.dumps(whole)


def add_passkey(client, passkey=None, name="laptop"):
    """Add a passkey on the page of a signed-in person; return it and the answer."""
    passkey = passkey or Passkey()
    page = client.get("/account/security/passkey/")
    answer = passkey.made(json.loads(page.context["question"]))
    return passkey, client.post("/account/security/passkey/", {"name": name, "passkey": answer})


def question(client):
    return client.post("/sign-in/passkey/").json()


def kinds(account):
    """Return what is on record about an account, in order."""
    return list(account.access_events.order_by("pk").values_list("kind", flat=True))
