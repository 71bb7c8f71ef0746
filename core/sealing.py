"""Texts that only this portal can read: sealed with keys derived from SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def box(purpose: str) -> MultiFernet:
    """Return what seals with the key of today, and opens with those of SECRET_KEY_FALLBACKS too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(each, purpose)) for each in keys])


def seal(purpose: str, text: str) -> str:
    """Return a text sealed for one purpose; no other one opens it."""
    return box(purpose).encrypt(text.encode()).decode("ascii")


def opened(purpose: str, sealed: str) -> str | None:
    """Return what a sealed text says; None where no key of ours opens it."""
    try:
        return box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def resealed(purpose: str, sealed: str) -> str:
    """Return a sealed text as the key of today seals it."""
    return box(purpose).rotate(sealed.encode()).decode("ascii")


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
