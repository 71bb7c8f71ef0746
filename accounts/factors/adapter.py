"""Secrets of factors are sealed before they reach a table: a copy of the database opens nothing."""

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealedSecrets(DefaultMFAAdapter):
    """Seals with a key derived from SECRET_KEY; opens with those of SECRET_KEY_FALLBACKS too."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_issuer(self) -> str:
        return "Safe Community"  # in Latin letters: the square code stays coarse enough to scan

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()


def opened(text: str) -> str | None:
    """Return what a sealed text says; None where no key of ours opens it."""
    try:
        return _box().decrypt(text.encode("ascii")).decode()
    except InvalidToken:
        return None


def resealed(text: str) -> str:
    """Return a sealed text as the key of today seals it."""
    return _box().rotate(text.encode("ascii")).decode("ascii")


def opens(text: str) -> bool:
    """Say whether any key of ours opens a sealed text."""
    return opened(text) is not None


def _box() -> MultiFernet:
    return MultiFernet(
        [Fernet(_key(each)) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal second factors")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
