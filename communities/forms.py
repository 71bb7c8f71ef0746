"""Forms of the parts of a community: starosta districts and police beats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities import services
from communities.models import Beat, Settlement, StarostaDistrict
from core.exceptions import RuleBroken


class ByTitle:
    """Lets a field offer oblasts or communities by their names in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class PartForm(forms.ModelForm):
    """Name and settlements of a part; the choices are the settlements of its community."""

    settlements = forms.ModelMultipleChoiceField(
        Settlement.objects.none(),
        required=False,
        label=_("Settlements"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["settlements"]
        rows = Settlement.objects.filter(community=self.instance.community)
        field.queryset = rows.order_by("sort_key", "pk")
        field.label_from_instance = lambda place: place.title
        if self.instance.pk:
            self.initial["settlements"] = list(self.instance.settlements.all())

    def _get_validation_exclusions(self) -> set[str]:
        """Check the community too, which is not asked for: a name stands once in it."""
        return super()._get_validation_exclusions() - {"community"}

    def store(self) -> bool:
        """Save what was written; False, with the reason at its field, when a rule refuses."""
        try:
            self.keep(self.instance, self.cleaned_data["settlements"])
        except RuleBroken as error:
            self.add_error(error.field or None, error.message)
            return False
        return True

    def keep(self, part: Any, settlements: Any) -> None:
        raise NotImplementedError


class StarostaDistrictForm(PartForm):
    class Meta:
        model = StarostaDistrict
        fields = ["name_uk", "name_en", "office", "settlements"]

    def keep(self, part: StarostaDistrict, settlements: Any) -> None:
        services.save_starosta_district(district=part, settlements=settlements)


class BeatForm(PartForm):
    class Meta:
        model = Beat
        fields = ["name_uk", "name_en", "population", "settlements"]

    def keep(self, part: Beat, settlements: Any) -> None:
        services.save_beat(beat=part, settlements=settlements)
