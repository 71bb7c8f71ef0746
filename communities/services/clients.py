"""API clients: made with an account of their own, their secrets replaced, revoked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model, get_application_model

from accounts.client_secrets import keep_secret, new_secret
from accounts.models import ApiClient, ClientSecret, EventKind, User
from accounts.oauth import SCOPE_RIGHTS
from communities.giving import may_manage
from communities.models import AccessGrant
from communities.refusals import Actor, on_record
from communities.services.grants import GrantOrder, grant_access, refuse_without_reason
from core.exceptions import RuleBroken

CHANGE = "accounts.change_apiclient"
ADD = "accounts.add_apiclient"


@dataclass(frozen=True)
class ClientOrder:
    """A program: its name, what it is for, the scopes of its tokens."""

    name: str
    description: str
    scopes: Collection[str]


def open_client(
    *, order: ClientOrder, access: GrantOrder, actor: Actor, at: datetime
) -> tuple[ApiClient, str]:
    """Make a client with its account and its first grant; return it and its secret.

    `access` names no account yet: the account is made here.
    """
    with on_record(actor, None, client=order.name):
        if not actor.user.has_perm(ADD):
            raise RuleBroken(_("You may not make API clients."), code="more_than_held")
        account = _account(order)
        grant_access(order=replace(access, user=account), actor=actor, at=at)
        refuse_scopes(account, order.scopes)
        client = ApiClient.objects.create(
            application=_application(order.name),
            account=account,
            description=order.description,
            scopes=sorted(order.scopes),
        )
        secret = new_secret()
        keep_secret(client, secret, at=at, by=actor.user)
        scopes = ", ".join(client.scopes)
        actor.note(EventKind.CLIENT_MADE, account, client=order.name, scopes=scopes)
        return client, secret


def change_scopes(*, client: ApiClient, scopes: Collection[str], actor: Actor) -> ApiClient:
    """Write down other scopes for a client; those of its tokens end with the tokens."""
    with on_record(actor, client.account, client=str(client)):
        _refuse_strangers(client, actor)
        refuse_scopes(client.account, scopes)
        client.scopes = sorted(scopes)
        client.save(update_fields=["scopes"])
        said = ", ".join(client.scopes)
        actor.note(EventKind.CLIENT_CHANGED, client.account, client=str(client), scopes=said)
    return client


def rotate_secret(*, client: ApiClient, after: int, days: int, actor: Actor, at: datetime) -> str:
    """Return a new secret; the one before, `after`, opens so many days longer, others no more.

    A revoked client works again with it, and with nothing it had before.
    """
    with on_record(actor, client.account, client=str(client)):
        client = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
        _refuse_strangers(client, actor)
        if not client.account.is_active:
            raise RuleBroken(_("The account is closed."), code="closed")
        _refuse_overlap(days)
        newest = client.secrets.order_by("-pk").first()
        if (newest.pk if newest else 0) != after:
            words = _("A new secret was made in the meantime: load the page again.")
            raise RuleBroken(words, code="made_already")
        _let_end(client, after, at + timedelta(days=days), at)
        if client.revoked_at:
            get_access_token_model().objects.filter(application=client.application_id).delete()
            client.revoked_at = None
            client.save(update_fields=["revoked_at"])
        secret = new_secret()
        keep_secret(client, secret, at=at, by=actor.user)
        said = {"client": str(client), "days": days}
        actor.note(EventKind.SECRET_ROTATED, client.account, **said)
        return secret


def revoke_client(*, client: ApiClient, actor: Actor, reason: str, at: datetime) -> ApiClient:
    """End every secret and every token of a client at once."""
    with on_record(actor, client.account, client=str(client), reason=reason):
        client = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
        _refuse_strangers(client, actor)
        refuse_without_reason(reason)
        if client.revoked_at:
            raise RuleBroken(_("The client is revoked already."), code="revoked")
        client.secrets.in_force(at).update(ends_at=at)
        client.revoked_at = at
        client.save(update_fields=["revoked_at"])
        said = {"client": str(client), "reason": reason}
        actor.note(EventKind.CLIENT_REVOKED, client.account, **said)
    return client


def refuse_scopes(account: User, scopes: Collection[str]) -> None:
    """Raise RuleBroken for a scope that wants a right no grant of the account carries."""
    held = AccessGrant.objects.filter(user=account).values("role")
    rights = Permission.objects.filter(group__in=held).values_list(
        "content_type__app_label", "codename"
    )
    known = {f"{app}.{codename}" for app, codename in rights}
    beyond = sorted(each for each in scopes if SCOPE_RIGHTS[each] not in known)
    if beyond:
        words = _("The role of the account does not hold what these want: %(scopes)s.")
        words %= {"scopes": ", ".join(beyond)}
        raise RuleBroken(words, code="scope_beyond_the_role", field="scopes")
    if not scopes:
        raise RuleBroken(_("Choose at least one."), code="no_scope", field="scopes")


def _refuse_strangers(client: ApiClient, actor: Actor) -> None:
    if not may_manage(actor.user, client.account, to=CHANGE):
        words = _(
            "The account holds more than you could give: somebody with wider access has to do it."
        )
        raise RuleBroken(words, code="more_than_held")


def _refuse_overlap(days: int) -> None:
    most = settings.LIMITS["secret_overlap"]
    if not 0 <= days <= most:
        words = _("The old secret can go on for %(most)s days at most.") % {"most": most}
        raise RuleBroken(words, code="overlap", field="days")


def _let_end(client: ApiClient, newest: int, later: datetime, now: datetime) -> None:
    """Give the newest secret an end, and end the others: never more than two open."""
    working = client.secrets.in_force(now)
    working.exclude(pk=newest).update(ends_at=now)
    ClientSecret.objects.in_force(now).filter(pk=newest).update(ends_at=later)


def _account(order: ClientOrder) -> User:
    account = User(username=order.name, full_name=order.description[:120], is_service=True)
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        words = _("There is an account with this name.")
        raise RuleBroken(words, code="name_taken", field="name") from error
    return account


def _application(name: str) -> Any:
    model = get_application_model()
    return model.objects.create(
        name=name,
        client_id=name,
        client_secret=new_secret(),  # nobody's: ours are ClientSecret
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
    )
