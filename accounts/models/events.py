"""What was done with accounts and rights, and what was refused: written once, never changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_REFUSED = "sign_in_refused", _("Sign-in refused")
    SIGN_IN_SLOWED = "sign_in_slowed", _("Guessing slowed down")
    ODD_SIGN_IN = "odd_sign_in", _("Unusual sign-in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SESSION_ENDED = "session_ended", _("Session ended")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTOR_REFUSED = "factor_refused", _("Second factor refused")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("Recovery codes made")
    RECOVERY_CODE_USED = "recovery_code_used", _("Recovery code used")
    PROVED_AGAIN = "proved_again", _("Proved again who it is")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ACCOUNT_MADE = "account_made", _("Account made")
    ACCOUNT_CHANGED = "account_changed", _("Account changed")
    ACCOUNT_CLOSED = "account_closed", _("Account closed")
    ACCOUNT_REOPENED = "account_reopened", _("Account reopened")
    GRANT_MADE = "grant_made", _("Grant made")
    GRANT_ENDED = "grant_ended", _("Grant ended")
    GRANT_REFUSED = "grant_refused", _("Grant refused")
    CLIENT_MADE = "client_made", _("API client made")
    CLIENT_CHANGED = "client_changed", _("API client changed")
    SECRET_ROTATED = "secret_rotated", _("Secret rotated")
    CLIENT_REVOKED = "client_revoked", _("API client revoked")
    TOKEN_REFUSED = "token_refused", _("Token refused")
    SEEN_AS = "seen_as", _("Seen as another account")
    EXPORT_ENDED = "export_ended", _("Export ended with the right")


class AccessEvent(models.Model):
    """One thing that happened to an account or a right, or was refused; `detail` says the rest."""

    added_only = True  # what the app role may do with the table (safety_portal.app_role)

    kind = models.CharField(_("what"), choices=EventKind, max_length=24)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="access_events",
        verbose_name=_("account"),
        help_text=_("Whom it is about; empty for a name nobody has."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"))
    address = models.GenericIPAddressField(_("from where"), null=True)
    request = models.CharField(_("request"), max_length=64, blank=True)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        verbose_name = _("event of access")
        verbose_name_plural = _("events of access")
        indexes = [
            models.Index("at", "id", name="access_event_by_time"),
            models.Index("account", "at", "id", name="access_event_of_account"),
        ]
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account or '—'}"
