"""Accounts: the list, one account with what it may see and do, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from accounts.models import AccessEvent, User
from communities import services
from communities.administration.filters import AccountFilter
from communities.administration.forms import AccountForm, ReasonForm
from communities.administration.rights import lines_of
from communities.administration.showing import Event, Grant
from communities.administration.views.hub import (
    VIEW_EVENT,
    AdministrationPage,
    SensitiveStep,
    to_account,
    to_accounts,
    way,
)
from communities.administration.views.links import shown_link
from communities.giving import (
    ADD_ACCOUNT,
    ADD_GRANT,
    CHANGE_ACCOUNT,
    VIEW_ACCOUNT,
    accounts_for,
    may_manage,
    may_see_as,
    with_rights,
)
from communities.models import AccessGrant, scope_of
from communities.models.rights import in_force
from communities.refusals import Actor
from communities.territories import territories_of
from core import clock
from core.chips import chips
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks

BY_NAME = ("username", "id")
MOST_GRANTS, LAST = 100, 10


@takes(*AccountFilter.base_filters, *MARKS)
class AccountList(MethodsFirst, PermissionRequiredMixin, FilterView):
    """The accounts in the reader's reach, by name, with what they hold there today."""

    permission_required = VIEW_ACCOUNT
    filterset_class = AccountFilter
    template_name = "administration/accounts.html"

    def get_queryset(self) -> Any:
        user = self.request.user
        held = AccessGrant.objects.visible_to(user).in_force(clock.today())
        held = held.select_related("role", "oblast", "raion", "community").order_by("pk")
        return accounts_for(user).prefetch_related(Prefetch("grants", held, to_attr="held"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filterset.qs if self.filterset.is_valid() else self.get_queryset().none()
        form, user = self.filterset.form, self.request.user
        own = territories_of(scope_of(user, VIEW_ACCOUNT))
        page = keyset_page(self.request, rows, BY_NAME)
        for account in page.rows:
            account.shown = [Grant(each) for each in account.held[:MOST_GRANTS]]
        return super().get_context_data(
            form=form,
            page=page,
            found=counted_up_to(rows),
            chips=chips(self.request, form),
            where=", ".join(each.name for each in own),
            may_add=user.has_perm(ADD_ACCOUNT),
            first_url=without_marks(self.request),
            crumbs=way((_("Accounts"), None)),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)


class AccountDetail(AdministrationPage):
    """One account: who it is, what it was granted, what it may see and do, what happened to it."""

    permission_required = VIEW_ACCOUNT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return account_page(request, get_object_or_404(accounts_for(request.user), pk=pk))


def account_page(
    request: HttpRequest,
    account: User,
    *,
    forms: dict[str, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show an account; `forms` are those of the steps, where one was refused."""
    user, day = request.user, clock.today()
    rows = AccessGrant.objects.visible_to(user).filter(user=account)
    now = list(with_rights(rows.in_force(day)).order_by("-starts_on", "-pk")[:MOST_GRANTS])
    rest = with_rights(rows.exclude(in_force(day))).order_by("-starts_on", "-pk")[:MOST_GRANTS]
    context = {
        "account": account,
        "groups": _by_time(user, now, rest, day),
        "lines": lines_of(now),
        "events": _events(user, account),
        "steps": steps_for(user, account, forms or {}),
        "may_grant": user.has_perm(ADD_GRANT) and account.is_active and account.pk != user.pk,
        "crumbs": way(to_accounts(), (str(account), None)),
        **more,
    }
    return render(request, "administration/account.html", context, status=status)


def steps_for(user: Any, account: User, forms: dict[str, Any]) -> dict[str, Any]:
    """Return the forms of what a reader may do with an account, by the name of the step."""
    offered = []
    if user.has_perm(CHANGE_ACCOUNT) and account.pk != user.pk and may_manage(user, account):
        offered += ["close" if account.is_active else "reopen"]
        offered += ["link"] if account.is_active and not account.is_service else []
    if user.has_perm("accounts.see_as_user") and may_see_as(user, account):
        offered.append("see_as")
    fresh = {name: ReasonForm(auto_id=f"id_{name}_%s") for name in {*offered, *forms}}
    return fresh | forms


def _by_time(user: Any, now: Any, rest: Any, day: Any) -> list[dict[str, Any]]:
    """Return the grants in force, those to come and those that are over, each with its words."""
    later = [each for each in rest if not Grant(each).is_over(day)]
    over = [each for each in rest if Grant(each).is_over(day)]
    groups = ((_("In force today"), now), (_("To come"), later), (_("Over"), over))
    return [
        {"title": title, "grants": [Grant(each, reader=user, on=day) for each in grants]}
        for title, grants in groups
        if grants
    ]


def _events(user: Any, account: User) -> list[Event]:
    if not accounts_for(user, to=VIEW_EVENT).filter(pk=account.pk).exists():
        return []
    rows = AccessEvent.objects.filter(account=account).select_related("account", "by")
    return [Event(each) for each in rows.order_by("-at", "-id")[:LAST]]


class NewAccount(SensitiveStep, AdministrationPage):
    """Make an account; its person chooses the password by a link that is shown once."""

    permission_required = ADD_ACCOUNT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, AccountForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400)
        try:
            actor = Actor(request.user, request)
            account = services.open_account(person=form.person, actor=actor)
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, form, 400)
        return shown_link(request, account, crumbs=way(to_accounts(), to_account(account)))

    def page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "crumbs": way(to_accounts(), (_("New account"), None))}
        return render(request, "administration/new_account.html", context, status=status)
