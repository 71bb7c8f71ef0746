"""The page of a client's webhooks, with what became of the last messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.administration.views.clients import client_url, clients_for
from communities.administration.views.hub import (
    VIEW_CLIENT,
    AdministrationPage,
    SensitiveStep,
    way,
)
from communities.giving import may_manage
from communities.services.clients import CHANGE
from core import clock
from core.exceptions import RuleBroken
from core.gate import takes
from core.pager import MARKS, keyset_page, without_marks
from integrations import services
from integrations.models import Delivery, WebhookState


@takes(*MARKS)
class Webhooks(AdministrationPage):
    """The webhooks of a client, and its last deliveries."""

    permission_required = VIEW_CLIENT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return webhooks_page(request, get_object_or_404(clients_for(request.user), pk=pk))


def webhooks_page(request: HttpRequest, client: Any, status: int = 200) -> HttpResponse:
    """Show a client's webhooks; steps are offered to whoever may look after the client."""
    user = request.user
    rows = Delivery.objects.filter(webhook__client=client).select_related("webhook")
    context = {
        "client": client,
        "webhooks": list(client.webhooks.order_by("pk")),
        "page": keyset_page(request, rows, ("-id",)),
        "first_url": without_marks(request),
        "may_change": user.has_perm(CHANGE) and may_manage(user, client.account, to=CHANGE),
        "active": WebhookState.ACTIVE,
        "crumbs": way(
            (pgettext("page", "API clients"), reverse("administration:clients")),
            (str(client), client_url(client)),
            (_("Webhooks"), None),
        ),
    }
    return render(request, "integrations/webhooks.html", context, status=status)


class NumberForm(forms.Form):
    """The number of the row that a button stands beside."""

    row = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class WebhookStep(SensitiveStep, AdministrationPage):
    """A button beside a row of the page; what is refused is said there."""

    permission_required = CHANGE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = get_object_or_404(clients_for(request.user, to=CHANGE), pk=pk)
        form = NumberForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The button named no row. Load the page again."))
            return webhooks_page(request, client, 400)
        try:
            _refuse_strangers(request.user, client)
            self.take(request, client, form.cleaned_data["row"])
        except RuleBroken as broken:
            messages.error(request, broken.message)
            return webhooks_page(request, client, 400)
        return redirect("integrations:webhooks", client.pk)

    def take(self, request: HttpRequest, client: Any, row: int) -> None:
        raise NotImplementedError


def _refuse_strangers(user: Any, client: Any) -> None:
    if not may_manage(user, client.account, to=CHANGE):
        raise RuleBroken(_("Somebody with wider access has to do it."), code="more_than_held")


class SwitchOff(WebhookStep):
    def take(self, request: HttpRequest, client: Any, row: int) -> None:
        webhook = get_object_or_404(client.webhooks.select_related("client__account"), pk=row)
        services.switch_off_by_hand(
            webhook=webhook, by=request.user, at=clock.now(), request=request
        )
        messages.success(request, _("Switched off: nothing more is sent there."))


class Replay(WebhookStep):
    def take(self, request: HttpRequest, client: Any, row: int) -> None:
        rows = Delivery.objects.filter(webhook__client=client).select_related("webhook")
        services.replay(delivery=get_object_or_404(rows, pk=row), at=clock.now())
        messages.success(request, _("It will be sent once more, in a moment."))
