"""Give access, and end it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from communities import services
from communities.administration.forms import EndForm, GrantForm
from communities.administration.showing import Grant
from communities.administration.views.hub import (
    AdministrationPage,
    SensitiveStep,
    to_account,
    to_accounts,
    way,
)
from communities.giving import ADD_GRANT, CHANGE_GRANT, accounts_for, with_rights
from communities.models import AccessGrant
from communities.refusals import Actor
from core import clock
from core.exceptions import RuleBroken


class NewGrant(SensitiveStep, AdministrationPage):
    """Give an account a role somewhere."""

    permission_required = ADD_GRANT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = GrantForm(by=request.user, initial={"starts_on": clock.today(), "service": "both"})
        return self.page(request, self.account(pk), form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account, form = self.account(pk), GrantForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.page(request, account, form, 400)
        try:
            grant = services.grant_access(
                order=form.order(account), actor=Actor(request.user, request), at=clock.now()
            )
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, account, form, 400)
        shown = Grant(grant)
        words = _("Given to %(name)s: %(role)s, %(place)s.")
        say = {"name": account, "role": shown.role, "place": shown.place}
        messages.success(request, words % say)
        return redirect("administration:account", account.pk)

    def account(self, pk: int) -> User:
        return get_object_or_404(accounts_for(self.request.user, to=ADD_GRANT), pk=pk)

    def page(
        self, request: HttpRequest, account: User, form: Any, status: int = 200
    ) -> HttpResponse:
        crumbs = way(to_accounts(), to_account(account), (_("New grant"), None))
        context = {"form": form, "account": account, "crumbs": crumbs}
        return render(request, "administration/new_grant.html", context, status=status)


class EndGrant(SensitiveStep, AdministrationPage):
    """End a grant on a day, today at the earliest."""

    permission_required = CHANGE_GRANT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.grant(pk), EndForm(initial={"ends_on": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant, form = self.grant(pk), EndForm(request.POST)
        if not form.is_valid():
            return self.page(request, grant, form, 400)
        try:
            services.end_grant(
                grant=grant,
                actor=Actor(request.user, request),
                on=form.cleaned_data["ends_on"],
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, grant, form, 400)
        messages.success(request, _("The grant ends."))
        return redirect("administration:account", grant.user_id)

    def grant(self, pk: int) -> AccessGrant:
        rows = AccessGrant.objects.visible_to(self.request.user, to=CHANGE_GRANT)
        return get_object_or_404(with_rights(rows).select_related("user"), pk=pk)

    def page(
        self, request: HttpRequest, grant: AccessGrant, form: Any, status: int = 200
    ) -> HttpResponse:
        crumbs = way(to_accounts(), to_account(grant.user), (_("End a grant"), None))
        context = {"form": form, "shown": Grant(grant), "account": grant.user, "crumbs": crumbs}
        return render(request, "administration/end_grant.html", context, status=status)
