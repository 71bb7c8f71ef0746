"""What the pages of strikes ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.forms import ByTitle
from communities.models import Oblast
from core import bounds, clock
from incidents.fields import moment
from incidents.models import Incident
from incidents.step_forms import REOPEN


class OblastsField(ByTitle, forms.ModelMultipleChoiceField):
    """The oblasts that a strike concerned."""


class StrikeForm(forms.Form):
    """A strike: what it is called, when it began, which oblasts it concerned."""

    title = forms.CharField(
        label=_("Title"),
        max_length=settings.LIMITS["strike_title"],
        error_messages={"required": _("Write a title.")},
    )
    started_at = moment(_("When it began"))
    oblasts = OblastsField(
        Oblast.objects.none(),
        label=_("Oblasts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one oblast.")},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, error_messages={"invalid": REOPEN}
    )

    def __init__(self, *args: Any, oblasts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["oblasts"]
        choices.queryset = oblasts.order_by("sort_key")

    def clean_started_at(self) -> Any:
        began = self.cleaned_data["started_at"]
        if not bounds.is_dated(began, clock.now()):
            raise forms.ValidationError(bounds.implausible(), code="range")
        return began

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, for the services."""
        return {name: self.cleaned_data[name] for name in ("title", "started_at", "oblasts")}


class MembersForm(forms.Form):
    """Incidents of a list, by their keys."""

    incidents = forms.ModelMultipleChoiceField(
        Incident.objects.none(),
        label=_("Incidents"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one incident."),
            "invalid_choice": _("One of the incidents cannot be chosen any more."),
            "invalid_pk_value": _("One of the incidents cannot be chosen any more."),
        },
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["incidents"]
        choices.queryset = offered
