"""Accounts are made, closed and reopened here, and get the link to choose a password."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import EventKind, User
from communities.giving import ADD_ACCOUNT, may_manage
from communities.refusals import Actor, on_record
from communities.services.grants import refuse_without_reason
from core.exceptions import RuleBroken


@dataclass(frozen=True)
class Person:
    """Who an account is for."""

    username: str
    full_name: str
    email: str
    language: str


def open_account(*, person: Person, actor: Actor) -> User:
    """Make an account without a password and without access; its maker sees it from then on."""
    with on_record(actor, None, name=person.username):
        if not actor.user.has_perm(ADD_ACCOUNT):
            raise RuleBroken(_("You may not make accounts."), code="more_than_held")
        user = User(
            username=person.username,
            full_name=person.full_name,
            email=person.email,
            language=person.language,
        )
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            words = _("There is an account with this name.")
            raise RuleBroken(words, code="name_taken", field="username") from error
        actor.note(EventKind.ACCOUNT_MADE, user)
        return user


def close_account(*, account: User, actor: Actor, reason: str) -> User:
    """Close an account: it opens nothing from the next request on; what it recorded stays."""
    with on_record(actor, account, reason=reason):
        account = _managed(account, actor)
        refuse_without_reason(reason)
        if not account.is_active:
            raise RuleBroken(_("The account is closed."), code="closed")
        account.is_active = False
        account.save(update_fields=["is_active"])
        actor.note(EventKind.ACCOUNT_CLOSED, account, reason=reason)
    return account


def reopen_account(*, account: User, actor: Actor, reason: str) -> User:
    """Open a closed account again, with the grants that are still in force."""
    with on_record(actor, account, reason=reason):
        account = _managed(account, actor)
        refuse_without_reason(reason)
        if account.is_active:
            raise RuleBroken(_("The account is open."), code="open")
        account.is_active = True
        account.save(update_fields=["is_active"])
        actor.note(EventKind.ACCOUNT_REOPENED, account, reason=reason)
    return account


def refuse_link(*, account: User, actor: Actor) -> None:
    """Raise RuleBroken where an account may not get a link to choose a password."""
    with on_record(actor, account, what="new_link"):
        account = _managed(account, actor)
        if not account.is_active:
            raise RuleBroken(_("The account is closed."), code="closed")
        if account.is_service:
            words = _("This is the account of a program: it has no password.")
            raise RuleBroken(words, code="machine")


def _managed(account: User, actor: Actor) -> User:
    """Return the account as it stands, locked; RuleBroken where it is not the actor's to change."""
    account = User.objects.select_for_update().get(pk=account.pk)
    if account.pk == actor.user.pk:
        raise RuleBroken(_("Somebody else has to do this with your account."), code="own_account")
    if not may_manage(actor.user, account):
        words = _(
            "The account holds more than you could give: somebody with wider access has to do it."
        )
        raise RuleBroken(words, code="more_than_held")
    return account
