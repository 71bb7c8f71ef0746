"""The browsers that are, or were, signed in to an account."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User


class BrowserSessionQuerySet(models.QuerySet["BrowserSession"]):
    def alive(self, account: User, at: datetime) -> Self:
        """Keep the sessions of an account that open something at a moment."""
        idle, whole = (
            timedelta(seconds=settings.LIMITS[f"{name}_{account.idle_class}"])
            for name in ("idle", "session")
        )
        own = self.filter(account=account, ended_at=None)
        return own.filter(seen_at__gte=at - idle, began_at__gte=at - whole)


class BrowserSession(models.Model):
    """One browser signed in to one account, from the sign-in to its end."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="browser_sessions",
        verbose_name=_("account"),
    )
    key = models.CharField(_("key"), max_length=40, unique=True, editable=False)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("from where"), null=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    ways = models.CharField(
        _("proved by"), max_length=60, blank=True, help_text=_("What was shown at the sign-in.")
    )
    began_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = BrowserSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index("account", "ended_at", name="session_of_account")]

    def __str__(self) -> str:
        return self.browser or str(self.pk)
