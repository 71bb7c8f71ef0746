"""What the pages of priorities ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.versioned_forms import VersionedForm
from working_groups.models import Need, Priority


class PriorityForm(VersionedForm):
    """What a group puts first for a year, and whom it looks for."""

    unasked = frozenset({"group"})
    needs = forms.MultipleChoiceField(
        label=_("Looks for"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Priority
        fields = ("year", "rank", "theme", "text", "needs")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the service which rank is free: it says so at the rank."""
        return super()._get_validation_exclusions() | {"rank"}
