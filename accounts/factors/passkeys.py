"""Passkeys (WebAuthn), for this host and this origin only."""

from __future__ import annotations

import json
import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import (
    WebAuthn,
    get_authenticator_by_credential_id,
    get_credentials,
)
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext
from fido2.server import Fido2Server
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from core import clock

STATE = "passkey"  # the question a session waits for an answer to
BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, struct.error)


class PasskeyRefused(Exception):
    """The answer of a browser proves nothing; the text says why, for the record."""


def question_to_add(request: HttpRequest) -> dict[str, Any]:
    """Return what a browser is asked for when it makes a passkey for the signed-in account."""
    user = request.user
    entity = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.get_username(), display_name=str(user)
    )
    asked, state = _server(request).register_begin(
        user=entity,
        credentials=get_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[STATE] = dict(state)
    return dict(asked)


def add(request: HttpRequest, answer: str, name: str) -> Authenticator:
    """Keep the passkey a browser has made."""
    given = _parsed(answer)
    try:
        _server(request).register_complete(_state(request), given)
    except BROKEN as error:
        raise PasskeyRefused(str(error)) from error
    return WebAuthn.add(request.user, name, _kept(given)).instance


def question(request: HttpRequest, user: Any = None) -> dict[str, Any]:
    """Return what a browser is asked to sign; of nobody in particular only what names its holder."""
    known = user is not None
    wanted = (
        UserVerificationRequirement.PREFERRED if known else UserVerificationRequirement.REQUIRED
    )
    asked, state = _server(request).authenticate_begin(
        credentials=get_credentials(user) if known else [], user_verification=wanted
    )
    request.session[STATE] = dict(state)
    return dict(asked)


def holder(answer: str) -> Any:
    """Return the account an answer says it is of; whether it is shows `accept`."""
    try:
        handle = AuthenticationResponse.from_dict(_parsed(answer)).response.user_handle
        key = int(bytes(handle or b"").decode("ascii"))
    except BROKEN as error:
        raise PasskeyRefused("names nobody") from error
    user = get_user_model()._default_manager.filter(pk=key).first() if key < 2**63 else None
    if user is None:
        raise PasskeyRefused("names nobody")
    return user


def accept(request: HttpRequest, user: Any, answer: str) -> Authenticator:
    """Return the passkey that an answer proves; each question is answered once."""
    given = _parsed(answer)
    try:
        bound = _server(request).authenticate_complete(
            _state(request), get_credentials(user), given
        )
        factor = get_authenticator_by_credential_id(user, bound.credential_id)
    except BROKEN as error:
        raise PasskeyRefused(str(error)) from error
    if factor is None:
        raise PasskeyRefused("unknown")
    factor.last_used_at = clock.now()
    factor.save(update_fields=["last_used_at"])
    return factor


def _server(request: HttpRequest) -> Fido2Server:
    """Return the judge of answers: the host and the origin must be those of the request."""
    host = request.get_host()
    origin = f"{request.scheme}://{host}"
    entity = PublicKeyCredentialRpEntity(id=host.partition(":")[0], name=gettext("Safe Community"))
    return Fido2Server(entity, verify_origin=lambda said: said == origin)


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    """Return of an answer what proves the next ones, and nothing else that a browser may send."""
    said = given["response"]
    return {
        "id": given["rawId"],
        "rawId": given["rawId"],
        "type": "public-key",
        "response": {name: said[name] for name in ("clientDataJSON", "attestationObject")},
        "clientExtensionResults": {},
    }


def _state(request: HttpRequest) -> dict[str, Any]:
    state = request.session.pop(STATE, None)
    if state is None:
        raise PasskeyRefused("nothing was asked")
    return state


def _parsed(answer: str) -> dict[str, Any]:
    try:
        given = json.loads(answer)
    except BROKEN as error:
        raise PasskeyRefused("unreadable") from error
    if not isinstance(given, dict):
        raise PasskeyRefused("unreadable")
    return given
