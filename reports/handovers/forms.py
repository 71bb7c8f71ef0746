"""What the pages of handovers ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.administration.forms import day_field
from core.versioned_forms import VersionField
from officers import handovers
from officers.assignment_forms import OfficerChoice, RefusedForm
from officers.equipment_forms import PresentersField
from officers.models import Assignment, Officer


class HandoverForm(RefusedForm):
    """Who takes over, and when."""

    receiver = OfficerChoice(
        Officer.objects.none(),
        label=gettext_lazy("Received by"),
        empty_label=gettext_lazy("Somebody else"),
        required=False,
    )
    other_receiver = forms.CharField(
        label=gettext_lazy("Somebody else in words"),
        required=False,
        max_length=settings.LIMITS["place"],
        help_text=gettext_lazy("Where no officer of the portal takes over: name and office."),
    )
    handed_on = day_field(gettext_lazy("Handed over on"))
    presented_by = PresentersField()
    act_number = forms.CharField(
        label=pgettext_lazy("handover", "Number of the act"),
        required=False,
        max_length=settings.LIMITS["act_number"],
    )
    version = VersionField()

    def __init__(self, *args: Any, user: Any, post: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receiver: Any = self.fields["receiver"]
        receiver.queryset = handovers.receivers_for(user, post)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wrong = {"receiver", "other_receiver"} & set(self.errors)
        if not wrong and bool(data.get("receiver")) == bool(data.get("other_receiver")):
            self.add_error("receiver", _("Name an officer or somebody else, not both."))
        return data

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, for the services."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class SignForm(RefusedForm):
    """The day on which both signed."""

    signed_on = day_field(gettext_lazy("Signed by both on"))
    version = VersionField()
