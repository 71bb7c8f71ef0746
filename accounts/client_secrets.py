"""Secrets of API clients: made at random, shown once, kept as a hash, replaced with an overlap."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from accounts.models import ApiClient, ClientSecret

PREFIX = "ubs_"  # by which a scanner of leaks knows one
SHOWN = 10  # characters that tell two secrets apart


def new_secret() -> str:
    """Return a secret nobody can guess: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def keep_secret(client: ApiClient, secret: str, *, at: datetime, by: Any = None) -> ClientSecret:
    """Let a secret open from now on; only its hash is stored."""
    shown = secret[:SHOWN] if secret.startswith(PREFIX) else ""
    digest = make_password(secret)
    return ClientSecret.objects.create(
        client=client, digest=digest, shown=shown, made_at=at, made_by=by
    )


def is_secret_of(client_id: str, given: str, *, at: datetime) -> bool:
    """Say whether a secret opens for a client now, and note that it was used."""
    known = ClientSecret.objects.in_force(at).filter(client__application__client_id=client_id)
    for each in known:
        if given.startswith(each.shown) and check_password(given, each.digest):
            ClientSecret.objects.filter(pk=each.pk).update(last_used_at=at)
            return True
    return False
