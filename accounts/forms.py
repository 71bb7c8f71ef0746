"""Signing in, and what people choose for themselves."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
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
