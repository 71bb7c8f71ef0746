"""API clients: the list, a new one, its secrets, scopes and end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import ApiClient, User
from communities import services
from communities.administration.forms import ClientForm, ReasonForm, ScopesForm, SecretForm
from communities.administration.views.hub import (
    VIEW_CLIENT,
    AdministrationPage,
    SensitiveStep,
    way,
)
from communities.administration.words import scope_word
from communities.giving import accounts_for, may_manage
from communities.refusals import Actor
from communities.services.clients import ADD, CHANGE
from core import clock
from core.exceptions import RuleBroken
from core.gate import takes
from core.pager import MARKS, keyset_page, without_marks

MOST_SECRETS = 10


def clients_for(user: Any, *, to: str = VIEW_CLIENT) -> Any:
    """Return the clients whose accounts a reader reaches, with the tokens that are alive."""
    alive = Q(application__accesstoken__expires__gt=clock.now(), revoked_at=None)
    rows = ApiClient.objects.filter(account__in=accounts_for(user, to=to).values("pk"))
    tokens = Count("application__accesstoken", filter=alive)
    return rows.select_related("account", "application").annotate(tokens=tokens)


@takes(*MARKS)
class ClientList(AdministrationPage):
    """The clients, by name of their account."""

    permission_required = VIEW_CLIENT

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "page": keyset_page(request, clients_for(request.user), ("account__username", "id")),
            "first_url": without_marks(request),
            "may_add": request.user.has_perm(ADD),
            "crumbs": way((pgettext("page", "API clients"), None)),
        }
        return render(request, "administration/clients.html", context)


@takes(many=("scopes",))
class NewClient(SensitiveStep, AdministrationPage):
    """Make a client; its secret is shown once."""

    permission_required = ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"starts_on": clock.today(), "service": "both"}
        return self.page(request, ClientForm(by=request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ClientForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.page(request, form, 400)
        said = form.cleaned_data
        order = services.ClientOrder(said["name"], said["description"], said["scopes"])
        try:
            client, secret = services.open_client(
                order=order,
                access=form.order(User(username=said["name"])),
                actor=Actor(request.user, request),
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, form, 400)
        return shown_secret(request, client, secret)

    def page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        crumbs = way(_to_clients(), (_("New client"), None))
        context = {"form": form, "crumbs": crumbs}
        return render(request, "administration/new_client.html", context, status=status)


class ClientDetail(AdministrationPage):
    """One client: its secrets, its scopes, when it was last seen."""

    permission_required = VIEW_CLIENT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = get_object_or_404(clients_for(request.user), pk=pk)
        return client_page(request, client)


def client_page(
    request: HttpRequest, client: Any, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Show a client; `forms` are those of the steps, where one was refused."""
    user, now = request.user, clock.now()
    secrets = list(client.secrets.select_related("made_by").order_by("-pk")[:MOST_SECRETS])
    may_change = user.has_perm(CHANGE) and may_manage(user, client.account, to=CHANGE)
    newest = secrets[0].pk if secrets else 0
    fresh = {
        "secret": SecretForm(initial={"after": newest, "days": 1}, auto_id="id_secret_%s"),
        "scopes": ScopesForm(initial={"scopes": client.scopes}, auto_id="id_scopes_%s"),
        "revoke": ReasonForm(auto_id="id_revoke_%s"),
    }
    context = {
        "client": client,
        "secrets": [(each, not (each.ends_at and each.ends_at <= now)) for each in secrets],
        "scopes": [(each, scope_word(each)) for each in client.scopes],
        "steps": (fresh if may_change else {}) | (forms or {}),
        "crumbs": way(_to_clients(), (str(client), None)),
    }
    return render(request, "administration/client.html", context, status=status)


class ClientStep(SensitiveStep, AdministrationPage):
    """A step of a client's page; what is refused is said there."""

    permission_required = CHANGE
    name, form_class = "", ReasonForm

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = get_object_or_404(clients_for(request.user, to=CHANGE), pk=pk)
        form = self.form_class(request.POST, auto_id=f"id_{self.name}_%s")
        if form.is_valid():
            try:
                return self.take(request, client, form.cleaned_data)
            except RuleBroken as broken:
                form.refused(broken)
        return client_page(request, client, forms={self.name: form}, status=400)

    def take(self, request: HttpRequest, client: ApiClient, said: dict[str, Any]) -> HttpResponse:
        raise NotImplementedError


class NewSecret(ClientStep):
    name, form_class = "secret", SecretForm

    def take(self, request: HttpRequest, client: ApiClient, said: dict[str, Any]) -> HttpResponse:
        secret = services.rotate_secret(
            client=client,
            after=said["after"],
            days=said["days"],
            actor=Actor(request.user, request),
            at=clock.now(),
        )
        return shown_secret(request, client, secret)


@takes(many=("scopes",))
class Scopes(ClientStep):
    name, form_class = "scopes", ScopesForm

    def take(self, request: HttpRequest, client: ApiClient, said: dict[str, Any]) -> HttpResponse:
        actor = Actor(request.user, request)
        services.change_scopes(client=client, scopes=said["scopes"], actor=actor)
        messages.success(
            request, _("Stored. Tokens that are alive keep their scopes to their end.")
        )
        return redirect("administration:client", client.pk)


class Revoke(ClientStep):
    name, form_class = "revoke", ReasonForm

    def take(self, request: HttpRequest, client: ApiClient, said: dict[str, Any]) -> HttpResponse:
        actor, reason = Actor(request.user, request), said["reason"]
        services.revoke_client(client=client, actor=actor, reason=reason, at=clock.now())
        messages.success(request, _("Revoked: no secret and no token of it opens anything."))
        return redirect("administration:client", client.pk)


def shown_secret(request: HttpRequest, client: ApiClient, secret: str) -> HttpResponse:
    """Show a secret once: nothing but its hash is kept."""
    crumbs = way(_to_clients(), (str(client), client_url(client)), (_("Secret"), None))
    context = {"client": client, "secret": secret, "crumbs": crumbs}
    response = render(request, "administration/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


def client_url(client: ApiClient) -> str:
    return reverse("administration:client", args=[client.pk])


def _to_clients() -> tuple[str, str]:
    return pgettext("page", "API clients"), reverse("administration:clients")
