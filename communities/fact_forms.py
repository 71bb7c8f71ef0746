"""Forms of facts about communities."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext as _

from communities.models import Population
from core import bounds, clock


class PopulationForm(forms.ModelForm):
    """Residents on a day that has come: nobody is counted in the future."""

    class Meta:
        model = Population
        fields = ["community", "on", "people", "source"]

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(
                _("the day %(day)s is still to come") % {"day": on}, code="to_come"
            )
        if on < bounds.first_day():
            raise forms.ValidationError(bounds.refusal((bounds.first_day(), clock.today())))
        return on
