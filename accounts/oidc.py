"""Signing in through a provider of OpenID Connect that the environment names.

Whoever comes from there is matched with an account that exists, by an e-mail the provider has
verified; no account is ever made. Where none is named, the addresses do not exist.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts import entering
from accounts.events import note
from accounts.models import EventKind, User
from accounts.signing_in import safe_target
from core.gate import takes

PROVIDER = "oidc"
ANSWERS = ("code", "state", "error", "error_description", "iss", "scope", "session_state")


class Endpoints(OpenIDConnectOAuth2Adapter):
    """Speaks with the provider, and is answered at an address of ours."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("accounts:oidc-back"))


class Provider(OpenIDConnectProvider):
    """The one provider of the environment."""

    oauth2_adapter_class = Endpoints


class KnownAccountsOnly(DefaultSocialAccountAdapter):
    """Lets in who has an account here, and hands them to our own second step."""

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> Provider:
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name=settings.OIDC["name"],
            client_id=settings.OIDC["client_id"],
            secret=settings.OIDC["client_secret"],
            settings={"server_url": settings.OIDC["issuer"], "oauth_pkce_enabled": True},
        )
        return Provider(request, app)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        raise ImmediateHttpResponse(_enter(request, sociallogin))

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_more: Any) -> None:
        raise ImmediateHttpResponse(_refuse(request, None, "no answer of the provider"))


@login_not_required
@never_cache
@require_safe
@takes("next")
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    provider = _provider(request)
    try:
        return provider.redirect(
            request, "login", next_url=safe_target(request, request.GET.get("next", "")) or None
        )
    except (RequestException, KeyError, ValueError):
        return _refuse(request, None, "provider is away")


@login_not_required
@never_cache
@require_safe
@takes(*ANSWERS)
def back(request: HttpRequest) -> HttpResponse:
    """Hear what the provider says of whoever comes back."""
    _provider(request)
    view = OAuth2CallbackView.adapter_view(Endpoints(request, PROVIDER))
    try:
        return view(request)
    except (RequestException, KeyError, ValueError):
        return _refuse(request, None, "unreadable answer of the provider")


def _provider(request: HttpRequest) -> Provider:
    if not settings.OIDC["issuer"]:
        raise Http404
    return KnownAccountsOnly().get_provider(request, PROVIDER)


def _enter(request: HttpRequest, login: Any) -> HttpResponse:
    addresses = [each.email for each in login.email_addresses if each.verified and each.email]
    if not addresses:
        return _refuse(request, None, "no verified e-mail")
    found = list(User.objects.filter(email__iexact=addresses[0])[:2])
    user = found[0] if len(found) == 1 else None
    if user is None or not entering.may_enter(user):
        return _refuse(request, user, "no account of this e-mail")
    target = login.state.get("next") or settings.LOGIN_REDIRECT_URL
    if entering.first_proved(request, user, way=entering.OIDC, target=target):
        return HttpResponseRedirect(target)
    return redirect("accounts:sign-in")


def _refuse(request: HttpRequest, account: User | None, why: str) -> HttpResponse:
    note(EventKind.SIGN_IN_REFUSED, account=account, request=request, way=entering.OIDC, why=why)
    text = _("%(name)s did not sign you in. Use your user name and password.")
    messages.error(request, text % {"name": settings.OIDC["name"]})
    return redirect("accounts:sign-in")
