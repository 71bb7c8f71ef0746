"""The pages of signing in: the name and the password, then the second factor; and out again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import entering, slowing
from accounts.events import note
from accounts.factors import held, passkeys, proofs
from accounts.forms import SecondFactor, SignIn
from accounts.models import EventKind, User
from accounts.proving import too_many
from core.gate import takes

FAILED = SignIn.error_messages["invalid_login"]


@method_decorator(
    [login_not_required, never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch"
)
@takes("next")
class SignInPage(auth_views.LoginView):
    """Asks for name and password, then, at the same address, for the second factor."""

    http_method_names = ["get", "head", "post", "options"]
    authentication_form = SignIn
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        known_method = (request.method or "").lower() in {"get", "head", "post"}
        user = entering.waiting(request) if known_method else None
        try:
            if user is not None and "username" not in request.POST:
                return _second_step(request, user)
            if request.POST.get("passkey"):
                return self._by_passkey(request)
            return super().dispatch(request, *args, **kwargs)
        except slowing.TooManyTries as wait:
            _note_slowed(request)
            return too_many(request, wait)

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.request.method == "POST":  # before the password is looked at
            slowing.count(self.request, self.request.POST.get("username", ""))
        return super().get_form_kwargs()

    def form_valid(self, form: Any) -> HttpResponse:
        slowing.forgive(self.request, form.cleaned_data["username"])
        return self._go_on(form.get_user(), entering.FIRST)

    def form_invalid(self, form: Any) -> HttpResponse:
        name = form.cleaned_data.get("username", "")
        known = User.objects.filter(username=name).first()
        note(EventKind.SIGN_IN_REFUSED, account=known, request=self.request, way=entering.FIRST)
        return super().form_invalid(form)

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Come back to the page that was asked for, but never to this one."""
        target = super().get_redirect_url()
        return "" if urlsplit(target).path == self.request.path else target

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        oidc = settings.OIDC["name"] if settings.OIDC["issuer"] else ""
        return super().get_context_data(oidc=oidc, **more)

    def _go_on(self, user: Any, way: str) -> HttpResponse:
        if entering.first_proved(self.request, user, way=way, target=self.get_success_url()):
            return HttpResponseRedirect(self.get_success_url())
        return redirect("accounts:sign-in")

    def _by_passkey(self, request: HttpRequest) -> HttpResponse:
        """Sign in by a passkey that knows its holder: possession and what unlocks it, at once."""
        try:
            user = _holder(request)
        except passkeys.PasskeyRefused as refusal:
            why = str(refusal)[: proofs.MOST_TOLD]
            note(EventKind.FACTOR_REFUSED, request=request, factor=held.PASSKEY, why=why)
            form = self.authentication_form(request)
            error = _("The passkey was not accepted. Try again or use name and password.")
            context = self.get_context_data(form=form, passkey_error=error)
            return self.render_to_response(context, status=400)
        entering.sign_in(request, user, ways=[entering.PASSKEY])
        return HttpResponseRedirect(self.get_success_url())


def _holder(request: HttpRequest) -> User:
    """Return who signs in by passkey alone; a closed account is answered like none."""
    user = passkeys.holder(request.POST["passkey"])
    passkeys.accept(request, user, request.POST["passkey"])
    if not entering.may_enter(user):
        raise passkeys.PasskeyRefused("closed")
    return user


def _second_step(request: HttpRequest, user: User) -> HttpResponse:
    """Ask for the second factor of who has shown the first."""
    if "over" in request.POST:
        del request.session[entering.PENDING]
        return redirect("accounts:sign-in")
    form = SecondFactor(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        kind = proofs.shown(request, user, code=said["code"], passkey=said["passkey"])
        if kind:
            target = entering.second_proved(request, user, kind)
            return HttpResponseRedirect(target or resolve_url(settings.LOGIN_REDIRECT_URL))
        form.add_error("code", _("This code is wrong, was used already, or its time is over."))
    kinds = {each.type for each in held.of(user)}
    context = {"form": form, "person": user, "has_passkey": held.PASSKEY in kinds}
    status = 400 if request.method == "POST" else 200
    return render(request, "accounts/second_step.html", context, status=status)


def _note_slowed(request: HttpRequest) -> None:
    name = request.POST.get("username", "").replace("\x00", "")
    known = entering.waiting(request) or User.objects.filter(username=name).first()
    note(EventKind.SIGN_IN_SLOWED, account=known, request=request)


@login_not_required
@never_cache
@require_POST
def passkey_question(request: HttpRequest) -> JsonResponse:
    """Give the browser what a passkey has to sign: of this account, or of whoever it names."""
    known = request.user if request.user.is_authenticated else entering.waiting(request)
    return JsonResponse(passkeys.question(request, known))


class SignOut(auth_views.LogoutView):
    pass


def safe_target(request: HttpRequest, target: str) -> str:
    """Return an address of ours to come back to, empty for any other."""
    hosts = {request.get_host()}
    return target if url_has_allowed_host_and_scheme(target, hosts, request.is_secure()) else ""
