"""Accounts of people."""

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import track_every_change


class Language(models.TextChoices):
    UKRAINIAN = "uk", "Українська"
    ENGLISH = "en", "English"


class IdleClass(models.TextChoices):
    """Where an account is used, which decides how long its sessions last (LIMITS)."""

    STRICT = "strict", _("Sensitive office: signs out soonest")
    OFFICE = "office", _("Office desk")
    TABLET = "tablet", _("Tablet on duty: stays signed in longest")


# The version of rights changes for all accounts at once, and what a sign-in writes is an event of
# access; the password is nobody's business.
@track_every_change(exclude=["password", "last_login", "rights_version"])
class User(AbstractUser):
    """An account: it signs in, holds grants and stands behind every change it makes."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), choices=Language, default=Language.UKRAINIAN, max_length=2
    )
    idle_class = models.CharField(
        _("length of sessions"),
        choices=IdleClass,
        default=IdleClass.OFFICE,
        db_default=IdleClass.OFFICE,
        max_length=10,
    )
    is_service = models.BooleanField(
        _("machine account"),
        default=False,
        help_text=_("Only reached with client credentials; cannot sign in."),
    )
    # a new one with every change of a grant or a role (communities.models.rights), never an old
    # one again: also a row that somebody read earlier and saves now keeps the newer one
    rights_version = models.BigIntegerField(_("version of rights"), default=0, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        permissions = [("see_as_user", "Can see the pages as an account sees them")]
        triggers = [
            pgtrigger.Trigger(
                name="keep_rights_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    NEW.rights_version = greatest(OLD.rights_version, NEW.rights_version);
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.username
