"""How machines come in."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from core.history import track_every_change


@track_every_change(exclude=["last_used_at"])
class ApiClient(models.Model):
    """A machine's way in: an OAuth application that acts as one account within its scopes."""

    application = models.OneToOneField(
        "oauth2_provider.Application", models.CASCADE, verbose_name=_("application")
    )
    account = models.OneToOneField(
        User, models.PROTECT, related_name="api_client", verbose_name=_("account")
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(
        _("revoked"), null=True, blank=True, help_text=_("Since then no token of it counts.")
    )

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def __str__(self) -> str:
        return self.application.name


class ClientSecretQuerySet(models.QuerySet["ClientSecret"]):
    def in_force(self, at: datetime) -> Self:
        """Keep the secrets that open at a moment."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))


class ClientSecret(models.Model):
    """A secret of a client, of which only the hash and the first characters are kept.

    Two may open for a while: the new one, and the one that is being replaced.
    """

    client = models.ForeignKey(
        ApiClient, models.CASCADE, related_name="secrets", verbose_name=_("API client")
    )
    digest = models.CharField(_("hash"), max_length=128)
    shown = models.CharField(_("begins with"), max_length=12, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ClientSecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("secret of a client")
        verbose_name_plural = _("secrets of clients")

    def __str__(self) -> str:
        return f"{self.shown}…"
