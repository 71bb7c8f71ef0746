"""Steps about an account that need a reason: close, reopen, a new link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.events import note
from accounts.models import EventKind, User
from communities import services
from communities.administration.forms import ReasonForm
from communities.administration.views.accounts import account_page
from communities.administration.views.hub import (
    AdministrationPage,
    SensitiveStep,
    to_account,
    to_accounts,
    way,
)
from communities.administration.views.links import shown_link
from communities.giving import CHANGE_ACCOUNT, accounts_for
from communities.refusals import Actor
from core.exceptions import RuleBroken


class AccountStep(SensitiveStep, AdministrationPage):
    """A step of an account's page; what is refused is said there."""

    permission_required: Any = CHANGE_ACCOUNT
    name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = accounts_for(request.user, to=self.permission_required)
        account = get_object_or_404(rows, pk=pk)
        form = ReasonForm(request.POST, auto_id=f"id_{self.name}_%s")
        if form.is_valid():
            try:
                return self.take(request, account, form.cleaned_data["reason"])
            except RuleBroken as broken:
                form.refused(broken)
                account.refresh_from_db()
        return account_page(request, account, forms={self.name: form}, status=400)

    def take(self, request: HttpRequest, account: User, reason: str) -> HttpResponse:
        raise NotImplementedError


class Close(AccountStep):
    name = "close"

    def take(self, request: HttpRequest, account: User, reason: str) -> HttpResponse:
        actor = Actor(request.user, request)
        services.close_account(account=account, actor=actor, reason=reason)
        words = _("The account %(name)s is closed. What it recorded stays.")
        messages.success(request, words % {"name": account})
        return redirect("administration:account", account.pk)


class Reopen(AccountStep):
    name = "reopen"

    def take(self, request: HttpRequest, account: User, reason: str) -> HttpResponse:
        actor = Actor(request.user, request)
        services.reopen_account(account=account, actor=actor, reason=reason)
        messages.success(request, _("The account %(name)s is open again.") % {"name": account})
        return redirect("administration:account", account.pk)


class NewLink(AccountStep):
    """A link for somebody who lost the way in; the password stays until another is chosen."""

    name = "link"

    def take(self, request: HttpRequest, account: User, reason: str) -> HttpResponse:
        services.refuse_link(account=account, actor=Actor(request.user, request))
        said = {"reason": reason, "what": "new_link"}
        note(EventKind.ACCOUNT_CHANGED, account=account, by=request.user, request=request, **said)
        return shown_link(request, account, crumbs=way(to_accounts(), to_account(account)))
