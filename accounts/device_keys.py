"""The key by which a browser seals what it keeps on a device until the server has it."""

from __future__ import annotations

import base64
from typing import Any

from django.utils.crypto import salted_hmac


def device_key(user: Any) -> str:
    """Return the AES-256 key of an account in base64.

    Only a page that its account has opened brings it, and no device stores it: what is kept there
    opens for this account alone, also after a new sign-in.
    """
    key = salted_hmac("accounts.device_keys", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(key).decode("ascii")
