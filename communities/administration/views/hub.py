"""The first page of administration, and what all its pages have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import View

from accounts.proving import NeedsProof
from communities.giving import VIEW_ACCOUNT
from core.gate import MethodsFirst

VIEW_CLIENT, VIEW_EVENT = "accounts.view_apiclient", "accounts.view_accessevent"


@dataclass(frozen=True)
class Door:
    """One page of administration: what it is for, and the right that opens it."""

    icon: str
    label: str | Promise
    note: str | Promise
    url_name: str
    permission: str


DOORS = (
    Door(
        "users",
        gettext_lazy("Accounts"),
        gettext_lazy("Who has access, where and until when; new accounts, closing, seeing as."),
        "administration:accounts",
        VIEW_ACCOUNT,
    ),
    Door(
        "link",
        pgettext_lazy("page", "API clients"),
        gettext_lazy("Programs with an account of their own: scopes, secrets, last use."),
        "administration:clients",
        VIEW_CLIENT,
    ),
    Door(
        "clock",
        gettext_lazy("Events of access"),
        gettext_lazy("What was done with accounts and rights, and what was refused."),
        "administration:events",
        VIEW_EVENT,
    ),
    Door(
        "sync",
        gettext_lazy("Changes"),
        gettext_lazy("Every change of every record: who, when, what, from where."),
        "dashboards:changes",
        "pghistory.view_events",
    ),
    Door(
        "lock",
        gettext_lazy("Reading log"),
        gettext_lazy("Who was shown what is protected, and what for."),
        "dashboards:readings",
        "communities.view_reading",
    ),
    Door(
        "flag",
        gettext_lazy("Categories and lists"),
        gettext_lazy("What an event may be called; what is out of use, what is to be checked."),
        "incidents:lists",
        "incidents.change_category",
    ),
)


class AdministrationPage(MethodsFirst, PermissionRequiredMixin, View):
    """A page for whoever holds a right somewhere; where is asked of every row."""


class SensitiveStep(NeedsProof):
    """A step that wants to know again who takes it: the one place where that is asked."""


class Hub(AdministrationPage):
    """The pages of administration that the reader may open."""

    permission_required = VIEW_ACCOUNT

    def get(self, request: HttpRequest) -> HttpResponse:
        doors = [each for each in DOORS if request.user.has_perm(each.permission)]
        context = {"doors": doors, "crumbs": [(_("Administration"), None)]}
        return render(request, "administration/hub.html", context)


def way(*crumbs: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page of administration."""
    return [(_("Administration"), reverse("administration:hub")), *crumbs]


def to_accounts() -> tuple[str, str]:
    return _("Accounts"), reverse("administration:accounts")


def to_account(account: Any) -> tuple[str, str]:
    return str(account), reverse("administration:account", args=[account.pk])
