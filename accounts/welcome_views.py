"""The page where a person chooses a password by a one-time link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.events import note
from accounts.models import EventKind, User
from accounts.welcome import account_of

KEPT = "welcome"  # the link, in the session: the page that is filled in has it in no address


def password_field(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    most = settings.LIMITS["password_longest"]
    return forms.CharField(label=label, strip=False, max_length=most, widget=widget, **kwargs)


class PasswordForm(forms.Form):
    """A password, written twice."""

    password = password_field(
        gettext_lazy("New password"),
        help_text=gettext_lazy("Long is better than complicated: several words in a row."),
    )
    again = password_field(gettext_lazy("The same again"))

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.account)
        return password

    def clean(self) -> None:
        given = self.cleaned_data.get("password")
        if given and given != self.cleaned_data.get("again"):
            self.add_error("again", _("The two passwords differ."))


@login_not_required
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link out of the address, where a history or a proxy would keep it."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    request.session.pop(KEPT, None)
    if account_of(token):  # of every other one there is nothing to keep
        request.session[KEPT] = token
    response = redirect("accounts:welcome")
    response["Referrer-Policy"] = "no-referrer"
    return response


@method_decorator(login_not_required, name="dispatch")
class Welcome(View):
    """Choose a password; a link that opens nothing is answered the same, whatever is wrong."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        account = account_of(request.session.get(KEPT, ""))
        if account is None:
            return self.page(request, None)
        return self.page(request, PasswordForm(account=account))

    def post(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            account = account_of(request.session.get(KEPT, ""), lock=True)
            if account is None:
                return self.page(request, None, 400)
            form = PasswordForm(request.POST, account=account)
            if not form.is_valid():
                return self.page(request, form, 400)
            account.set_password(form.cleaned_data["password"])
            account.save(update_fields=["password"])
            note(EventKind.PASSWORD_CHANGED, account=account, request=request, what="by_link")
        del request.session[KEPT]
        messages.success(request, _("The password is stored. Sign in with it."))
        return redirect("accounts:sign-in")

    def page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        response = render(request, "accounts/welcome.html", {"form": form}, status=status)
        response["Cache-Control"] = "no-store"
        return response
