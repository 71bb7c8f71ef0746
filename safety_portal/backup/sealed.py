"""A stream sealed with one key: encrypted and authenticated in chunks, so that no size is too large.

The form: MAGIC, a random salt, then chunks of AES-256-GCM. The key of a file is derived from the
salt; the number of a chunk and whether it is the last stand in its nonce. So a wrong key, a
changed byte, chunks in another order and a file that was cut are all found.
"""

import base64
import binascii
import io
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"SAFE-COMMUNITY-BACKUP-1\n"
SALT, TAG, KEY = 16, 16, 32  # bytes
CHUNK = 1 << 20  # bytes of content


class Unreadable(Exception):
    """The file cannot be opened with this key, or is not whole."""


def new_key() -> str:
    """Return a new key as it is written down."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY)).decode()


def parse_key(text: str) -> bytes:
    """Return the bytes of a written key."""
    try:
        key = base64.b64decode(text.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("BACKUP_KEY is no key: `backup --new-key` prints one.") from error
    if len(key) != KEY:
        raise Unreadable("BACKUP_KEY is no key: `backup --new-key` prints one.")
    return key


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY, salt, MAGIC).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealingWriter(io.RawIOBase):
    """Seals what is written to it; only `close` makes the file whole."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = secrets.token_bytes(SALT)
        self._file, self._cipher, self._number = file, _cipher(key, salt), 0
        self._waiting = bytearray()
        file.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        data = bytes(content)  # type: ignore[call-overload]
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Gives the content back, each chunk only after it was found to be genuine."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise Unreadable(
                "This is no back-up of this portal, or of another version of the form."
            )
        self._file, self._cipher, self._number = file, _cipher(key, file.read(SALT)), 0
        self._next, self._open = file.read(CHUNK + TAG), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not self._open and self._next:
            self._open = self._chunk()
        part, self._open = self._open[: len(view)], self._open[len(view) :]
        view[: len(part)] = part
        return len(part)

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        nonce = _nonce(self._number, last=not self._next)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag as error:
            raise Unreadable(
                "The key is not the one of this back-up, or the file is cut or changed."
            ) from error
