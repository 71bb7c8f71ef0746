"""Signing in, and what people choose for themselves."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignIn(AuthenticationForm):
    """Name and password; the refusal is the same whatever was wrong."""

    error_messages = {
        "invalid_login": _("The name or the password is wrong. Check both and try again."),
        "inactive": _("The name or the password is wrong. Check both and try again."),
    }
    username = forms.CharField(
        label=_("User name"),
        max_length=settings.LIMITS["username"],
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=settings.LIMITS["password_longest"],
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _code_of_app(label: Any, **more: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=40, widget=forms.TextInput(attrs=attributes), **more
    )


def _passkey(**more: Any) -> forms.CharField:
    """Return the field a script fills with what the browser made or signed."""
    return forms.CharField(max_length=20_000, widget=forms.HiddenInput, **more)


def _name_of_passkey() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the passkey"),
        max_length=settings.LIMITS["passkey_name"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("So that you know it in the list, for example: laptop at work."),
    )


class SecondFactor(forms.Form):
    """A code of the app, a printed code, or what a passkey has signed."""

    code = _code_of_app(
        _("Code of the app, or a printed code"),
        required=False,
        help_text=_("Six digits of the app, or twelve of the printed list."),
    )
    passkey = _passkey(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("code") or said.get("passkey") or self.errors):
            self.add_error("code", _("Type the code."))
        return said


class AppCode(forms.Form):
    """The first code of an app that was just given its secret."""

    code = _code_of_app(_("Code that the app shows"))

    def clean_code(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["code"])


class NewPasskey(forms.Form):
    """A passkey that the browser has just made, and what it is called."""

    name = _name_of_passkey()
    passkey = _passkey(error_messages={"required": _("The browser made no passkey.")})


class RenamedPasskey(forms.Form):
    """Another name of a passkey."""

    name = _name_of_passkey()


class NewPassword(PasswordChangeForm):
    """The old password, and a new one twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("The present password is wrong."),
    }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        labels = {
            "old_password": _("Present password"),
            "new_password1": _("New password"),
            "new_password2": _("New password once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].max_length = settings.LIMITS["password_longest"]
            self.fields[name].validators.append(
                MaxLengthValidator(settings.LIMITS["password_longest"])
            )
            self.fields[name].widget.attrs.pop("autofocus", None)
            self.fields[name].help_text = ""


class Closing(forms.Form):
    """Whether the holder of an account really wants it to end."""

    sure = forms.BooleanField(label=_("I want my account to be closed"))


class Preferences(forms.ModelForm):
    """The language an account is spoken to in."""

    class Meta:
        model = User
        fields = ["language"]
        labels = {"language": _("Language")}
        widgets = {"language": forms.RadioSelect}


class Theme(forms.Form):
    """How the pages look on this device; kept in a cookie."""

    theme = forms.ChoiceField(
        label=_("Appearance"),
        widget=forms.RadioSelect,
        choices=[
            ("system", _("As the device")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ],
    )
