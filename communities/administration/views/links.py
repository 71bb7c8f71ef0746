"""The link by which a person chooses a password: made for an administrator, shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.welcome import send_link, token_for
from core import clock


def shown_link(request: HttpRequest, account: User, *, crumbs: Any) -> HttpResponse:
    """Show a new link, and send it where the portal sends e-mail; nothing keeps it."""
    path = reverse("accounts:welcome-link", args=[token_for(account)])
    address = request.build_absolute_uri(path)
    until = clock.now() + timedelta(seconds=settings.LIMITS["welcome"])
    sent = send_link(account, address, until)
    context = {
        "account": account,
        "address": address,
        "until": until,
        "sent": sent,
        "crumbs": crumbs,
    }
    response = render(request, "administration/link.html", context)
    response["Cache-Control"] = "no-store"
    return response
