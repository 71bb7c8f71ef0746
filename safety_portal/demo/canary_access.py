"""Canaries of access: an account with a grant, an event about it, a program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.urls import reverse
from oauth2_provider.models import get_application_model

from accounts.models import AccessEvent, ApiClient, EventKind, User
from communities.models import AccessGrant, Community
from integrations.counting import count_now
from integrations.models import Webhook, WebhookState
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.holders import OWN
from safety_portal.demo.mark import DOMAIN

SINCE = date(2024, 1, 1)


def plant_access(scope: str, service: str, community: Community, at: datetime) -> Iterator[Canary]:
    """Plant what is missing in a scope: the grants say the community and the service."""
    name = f"canary.account.{scope}"
    account = _account(name, text_of(scope, "account"), is_service=False)
    reason = text_of(scope, "grant")
    grant = _grant(account, "officer", service, community, reason)
    page = reverse("administration:account", args=[account.pk])
    yield Canary(scope, "accounts", "account", str(account.pk), page)
    page = reverse("administration:end-grant", args=[grant.pk])
    yield Canary(scope, "grants", "grant", str(grant.pk), page)
    said = {"reason": text_of(scope, "event")}
    about = {"account": account, "kind": EventKind.ACCOUNT_CHANGED}
    known = AccessEvent.objects.filter(detail=said, **about).first()
    event = known or AccessEvent.objects.create(at=at, detail=said, **about)
    page = f"{reverse('administration:events')}?account={name}"
    yield Canary(scope, "events", "event", str(event.pk), page)
    client = _client(scope, service, community)
    page = reverse("administration:client", args=[client.pk])
    yield Canary(scope, "clients", "client", str(client.pk), page)
    webhook = _webhook(client, at)
    api = reverse("api:webhook-detail", args=[webhook.pk])
    own = f"{OWN}.{client.account.username}"
    yield Canary(own, "webhooks", "webhook", str(webhook.pk), api, api)


def _webhook(client: ApiClient, at: datetime) -> Webhook:
    """Return a webhook that is told nothing: switched off from the first."""
    count = count_now()
    webhook, _made = Webhook.objects.get_or_create(
        client=client,
        url="https://example.org/changes",
        defaults={
            "state": WebhookState.OFF,
            "state_since": at,
            "made_at": at,
            "epoch": count.epoch,
            "position": count.head,
        },
    )
    return webhook


def _account(name: str, full_name: str, *, is_service: bool) -> User:
    account, _made = User.objects.get_or_create(
        username=name,
        defaults={
            "email": f"{name}@{DOMAIN}",
            "full_name": full_name,
            "is_service": is_service,
            "password": make_password(None),
        },
    )
    return account


def _grant(
    account: User, role: str, service: str, community: Community, reason: str
) -> AccessGrant:
    grant, _made = AccessGrant.objects.get_or_create(
        user=account,
        role=Group.objects.get(name=role),
        service=service,
        community=community,
        defaults={"starts_on": SINCE, "reason": reason},
    )
    return grant


def _client(scope: str, service: str, community: Community) -> ApiClient:
    """Return a program whose description is the text; its account names nothing."""
    name = f"canary.client.{scope}"
    account = _account(name, "", is_service=True)
    _grant(account, "api_client", service, community, "canary")
    model = get_application_model()
    application, _made = model.objects.get_or_create(
        client_id=name,
        defaults={
            "name": name,
            "client_type": model.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": model.GRANT_CLIENT_CREDENTIALS,
        },
    )
    client, _made = ApiClient.objects.get_or_create(
        account=account,
        application=application,
        defaults={"description": text_of(scope, "client"), "scopes": ["territories:read"]},
    )
    return client
