"""The link by which a person chooses a password: signed, good for a while, good once."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.moments import when

LOG = logging.getLogger(__name__)


class WelcomeTokens(PasswordResetTokenGenerator):
    """Tokens that end with their time, with the password and with the next sign-in."""

    key_salt = "accounts.welcome"

    def check_token(self, user: Any, token: str | None) -> bool:
        try:
            moment = base36_to_int((token or "").split("-")[0])
        except ValueError:
            return False
        made = self._make_token_with_timestamp(user, moment, self.secret)
        young = 0 <= self._num_seconds(self._now()) - moment <= settings.LIMITS["welcome"]
        return constant_time_compare(made, token or "") and young

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)


TOKENS = WelcomeTokens()


def token_for(account: User) -> str:
    """Return what stands at the end of the link: the account and its token."""
    return f"{account.pk}-{TOKENS.make_token(account)}"


def account_of(token: str, *, lock: bool = False) -> User | None:
    """Return the open account whose link it is; None for every other text, whatever is wrong."""
    key, _dash, rest = token.partition("-")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    accounts = User.objects.select_for_update() if lock else User.objects
    account = accounts.filter(pk=int(key), is_active=True, is_service=False).first()
    return account if account and TOKENS.check_token(account, rest) else None


def send_link(account: User, address: str, until: datetime) -> bool:
    """Send a link to the account's own e-mail, where the portal sends any; say whether it did."""
    if not (settings.EMAIL_URL and account.email):
        return False
    with translation.override(account.language):
        words = _(
            "Choose a password for the portal Safe Community:\n\n%(address)s\n\n"
            "The link works once, until %(until)s. If you expected none, tell your administrator."
        )
        said = words % {"address": address, "until": when(until)}
        try:
            send_mail(_("Your way into Safe Community"), said, None, [account.email])
        except OSError:  # a server of mail that is away: the link is shown all the same
            LOG.warning("no mail server takes the link", exc_info=True)
            return False
    return True
