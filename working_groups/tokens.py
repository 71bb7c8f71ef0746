"""Secrets in addresses: made at random, known by their hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return a secret nobody can guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return the hash a secret is known by; so much chance needs no slow one."""
    return hashlib.sha256(token.encode()).hexdigest()
