"""What the pages of reports to residents ask."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from communities.administration.forms import day_field
from core.versioned_forms import VersionField
from officers.assignment_forms import RefusedForm


class TextForm(RefusedForm):
    """What the officer says to the residents."""

    text = forms.CharField(
        label=gettext_lazy("Text of the report"),
        max_length=settings.LIMITS["public_report_text"],
        widget=forms.Textarea(attrs={"rows": 18, "lang": "uk"}),
        help_text=gettext_lazy(
            "The figures stand below the text by themselves. Write no names of residents."
        ),
    )
    version = VersionField()


class DeliveryForm(RefusedForm):
    """When the report was delivered, and to whom."""

    delivered_on = day_field(gettext_lazy("Delivered on"))
    delivered_at = forms.CharField(
        label=gettext_lazy("Where and to whom"),
        max_length=settings.LIMITS["place"],
        help_text=gettext_lazy("For example: session of the settlement council."),
    )
    version = VersionField()
