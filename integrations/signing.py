"""Messages signed as https://www.standardwebhooks.com describes, version 1.0.0."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """Return a secret nobody can guess, in the words of the standard."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signed(secret: str, message: str, body: bytes, *, at: datetime) -> dict[str, str]:
    """Return the headers of a message: its name, when it is sent, and the proof that it is ours."""
    moment = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    text = b".".join((message.encode(), moment.encode(), body))
    proof = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{proof}",
        "Content-Type": "application/json",
        "User-Agent": "Safe-Community-Webhooks/1.0",
    }
