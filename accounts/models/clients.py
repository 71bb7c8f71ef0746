"""How machines come in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User


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
