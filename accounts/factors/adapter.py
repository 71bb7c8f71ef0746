"""Secrets of factors are sealed before they reach a table: a copy of the database opens nothing."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from core import sealing

PURPOSE = "portal second factors"


class SealedSecrets(DefaultMFAAdapter):
    """Seals with a key derived from SECRET_KEY; opens with those of SECRET_KEY_FALLBACKS too."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.box(PURPOSE).decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_issuer(self) -> str:
        return "Safe Community"  # in Latin letters: the square code stays coarse enough to scan

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()


def opened(text: str) -> str | None:
    """Return what a sealed text says; None where no key of ours opens it."""
    return sealing.opened(PURPOSE, text)


def resealed(text: str) -> str:
    """Return a sealed text as the key of today seals it."""
    return sealing.resealed(PURPOSE, text)


def opens(text: str) -> bool:
    """Say whether any key of ours opens a sealed text."""
    return opened(text) is not None
