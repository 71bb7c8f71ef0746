"""The end of an account: every way in is gone, everything it recorded stays under its name."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model

from accounts import sessions
from accounts.events import note
from accounts.factors import held
from accounts.models import EventKind, User


def why_it_stays(account: User) -> str:
    """Say why an account cannot be closed by its holder; empty where it can."""
    if held.is_excepted(account):
        return _("Accounts of the demonstration are for everybody and are not closed.")
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=account.pk)
    if account.is_superuser and not others.exists():
        return _("This is the last administrator: name another one first.")
    return ""


@transaction.atomic
def close(*, account: User, by: User, request: HttpRequest) -> None:
    """Close an account: sessions, tokens, factors and password end, the records stay."""
    sessions.end_others(account, by=by, request=request, why="account closed")
    held.remove_all(user=account, by=by, request=request, why="account closed")
    get_access_token_model().objects.filter(user=account).delete()
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    note(EventKind.ACCOUNT_CLOSED, account=account, by=by, request=request)
