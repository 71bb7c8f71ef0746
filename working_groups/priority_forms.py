"""What the pages of priorities ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.versioned_forms import VersionedForm
from working_groups.models import Need, Priority
from working_groups.models.priorities import LAST_RANK


class PriorityForm(VersionedForm):
    """What a group puts first for a year, and whom it looks for."""

    unasked = frozenset({"group"})
    rank = forms.IntegerField(min_value=1, max_value=LAST_RANK)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rank = Priority._meta.get_field("rank")
        self.fields["rank"].label = capfirst(rank.verbose_name)
        self.fields["rank"].help_text = rank.help_text

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the service which rank is free: it says so at the rank."""
        return super()._get_validation_exclusions() | {"rank"}
