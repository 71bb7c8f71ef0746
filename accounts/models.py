"""Accounts of people and machines."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    UKRAINIAN = "uk", "Українська"
    ENGLISH = "en", "English"


class User(AbstractUser):
    """An account: it signs in, holds grants and stands behind every change it makes."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), choices=Language, default=Language.UKRAINIAN, max_length=2
    )
    is_service = models.BooleanField(
        _("machine account"),
        default=False,
        help_text=_("Only reached with client credentials; cannot sign in."),
    )
    grants_read: list[Any] | None = None  # what one request has read (communities.models.access)
    heirs_read: Any = None  # the same, of what became of communities
    rights_version = models.PositiveIntegerField(_("version of rights"), default=0)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.username


class ApiClient(models.Model):
    """A machine's way in: an OAuth application that acts as one account within its scopes."""

    application = models.OneToOneField(
        "oauth2_provider.Application", models.CASCADE, verbose_name=_("application")
    )
    account = models.OneToOneField(User, models.PROTECT, verbose_name=_("account"))
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def __str__(self) -> str:
        return self.application.name
