"""What rights, territories, resources and events are called for people."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.role_words import ROLE_WORDS
from core.looks import service_word

ACTIONS = {
    "view": gettext_lazy("see"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "verify": gettext_lazy("verify"),
    "return": gettext_lazy("return"),
    "void": gettext_lazy("annul"),
    "see_as": gettext_lazy("see the pages as they do"),
    "read_sensitive": gettext_lazy("read sensitive ones"),
    "keep_sensitive": gettext_lazy("record and read sensitive ones of the own community"),
}
DETAILS = {  # what an event says besides, by the key of its detail
    "role": gettext_lazy("Role"),
    "territory": gettext_lazy("Territory"),
    "service": gettext_lazy("Service"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("Until"),
    "reason": gettext_lazy("Reason"),
    "why": gettext_lazy("Refused because"),
    "client": gettext_lazy("Client"),
    "scopes": gettext_lazy("Scopes"),
    "name": gettext_lazy("Account"),
    "days": gettext_lazy("Days"),
    "what": gettext_lazy("What"),
    "path": gettext_lazy("Page"),
    "way": gettext_lazy("By means of"),
    "ways": gettext_lazy("By means of"),
    "factor": gettext_lazy("Factor"),
    "step": gettext_lazy("At"),
    "browser": gettext_lazy("Browser"),
    "username": gettext_lazy("User name"),
}
SIGNING_IN = {  # values of details that signing in writes
    "password": gettext_lazy("password"),
    "passkey": gettext_lazy("passkey"),
    "webauthn": gettext_lazy("passkey"),
    "totp": gettext_lazy("code of an app"),
    "recovery_codes": gettext_lazy("printed codes"),
    "all": gettext_lazy("all of them"),
    "oidc": "OpenID Connect",
    "proof": gettext_lazy("proof again"),
    "new password": gettext_lazy("new password"),
    "wrong": gettext_lazy("it is wrong"),
    "reused": gettext_lazy("it was used already"),
    "unknown": gettext_lazy("nobody knows it"),
    "unreadable": gettext_lazy("it cannot be read"),
    "names nobody": gettext_lazy("it names nobody"),
    "nothing was asked": gettext_lazy("nothing was asked"),
    "idle": gettext_lazy("nothing was asked for too long"),
    "absolute": gettext_lazy("the time since signing in is over"),
    "too many": gettext_lazy("signed in on too many browsers"),
    "everywhere": gettext_lazy("signed out everywhere"),
    "ended by its owner": gettext_lazy("ended by its owner"),
    "password changed": gettext_lazy("the password was changed"),
    "account closed": gettext_lazy("the account was closed"),
    "taken away by an administrator": gettext_lazy("taken away by an administrator"),
    "no answer of the provider": gettext_lazy("the provider did not answer"),
    "provider is away": gettext_lazy("the provider is away"),
    "unreadable answer of the provider": gettext_lazy("the provider's answer cannot be read"),
    "no verified e-mail": gettext_lazy("the provider verified no e-mail"),
    "no account of this e-mail": gettext_lazy("no account has this e-mail"),
}
SAID = {  # values of details that are words of ours
    **SIGNING_IN,
    "new_link": gettext_lazy("new link to choose a password"),
    "by_link": gettext_lazy("by a link"),
    "closed": gettext_lazy("the account is closed"),
    "open": gettext_lazy("the account is open"),
    "own_account": gettext_lazy("it is the own account"),
    "no_reason": gettext_lazy("no reason was given"),
    "ends_before_it_starts": gettext_lazy("it would end before it starts"),
    "past": gettext_lazy("the day is past"),
    "over": gettext_lazy("it has ended already"),
    "longer": gettext_lazy("an end only comes earlier"),
    "projected": gettext_lazy("the unit does not exist yet"),
    "dissolved": gettext_lazy("the community is no more"),
    "out_of_reach": gettext_lazy("the territory is out of reach"),
    "more_than_held": gettext_lazy("more than the giver has"),
    "twice": gettext_lazy("the account has the same already"),
    "last_administrator": gettext_lazy("nobody would be left to give access"),
    "name_taken": gettext_lazy("the name is taken"),
    "machine": gettext_lazy("it is the account of a program"),
    "scope_beyond_the_role": gettext_lazy("a scope wants more than the role holds"),
    "no_scope": gettext_lazy("no scope was chosen"),
    "overlap": gettext_lazy("the overlap is too long"),
    "made_already": gettext_lazy("a newer secret was made"),
    "revoked": gettext_lazy("the client is revoked"),
    "secret": gettext_lazy("the secret is wrong or has ended"),
    "not_to_be_seen_as": gettext_lazy("the account holds more than the viewer"),
    "asked_to_change": gettext_lazy("something was to be changed while seeing as another"),
}
OF_OURS = {"why", "what", "way", "ways", "factor", "step"}  # details whose values are words of ours


SCOPES = {
    "territories:read": gettext_lazy("Read the register and communities"),
    "territories:write": gettext_lazy("Record what concerns communities"),
    "officers:read": gettext_lazy("Read officers and assignments"),
    "officers:write": gettext_lazy("Record and change the work of officers"),
    "people:read": gettext_lazy("Read people and positions"),
    "groups:read": gettext_lazy("Read working groups and their members"),
    "groups:write": gettext_lazy("Record people and working groups"),
    "incidents:read": gettext_lazy("Read incidents"),
    "incidents:write": gettext_lazy("Log and change incidents"),
    "incidents:sensitive": gettext_lazy("Read the protected fields of sensitive incidents"),
    "measures:read": gettext_lazy("Read figures"),
    "reports:read": gettext_lazy("Read reports"),
    "webhooks:write": gettext_lazy("Be told of changes by webhooks"),
}


def scope_word(scope: str) -> str:
    return str(SCOPES.get(scope, scope))


def role_word(name: str) -> str:
    return str(ROLE_WORDS.get(name, name))


def place_word(unit: Any) -> str:
    return str(unit.title) if unit else _("Ukraine")


def resource_word(permission: Permission) -> str:
    """Return what a right is about: the plural of its model."""
    model = permission.content_type.model_class()
    name = str(model._meta.verbose_name_plural) if model else permission.content_type.model
    return name[:1].upper() + name[1:]


def _action(permission: Permission) -> str:
    return permission.codename.removesuffix(f"_{permission.content_type.model}")


def order_of(permission: Permission) -> int:
    """Return where an action stands among others: seeing first."""
    known, action = list(ACTIONS), _action(permission)
    return known.index(action) if action in known else len(known)


def action_word(permission: Permission) -> str:
    """Return what a right lets do; who gives a role is told which."""
    action = _action(permission)
    given = action.removeprefix("give_")
    if given != action:
        return _("give: %(role)s") % {"role": role_word(given)}
    return str(ACTIONS.get(action, permission.name))


def detail_words(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what an event says besides, in words where there are any."""
    return [
        (str(DETAILS.get(key, key)), _value(key, value))
        for key, value in detail.items()
        if value not in (None, "") and key != "grant"
    ]


def _value(key: str, value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    return ", ".join(_detail(key, str(each)) for each in parts)


def _detail(key: str, value: str) -> str:
    if key == "role":
        return role_word(value)
    if key == "service":
        return service_word(value)
    return str(SAID.get(value, value)) if key in OF_OURS else value
