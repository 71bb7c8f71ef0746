"""What the pages of equipment ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.models import Organisation, Station
from core.versioned_forms import VersionedForm, VersionField, day_input
from officers import equipment
from officers.assignment_forms import OfficerChoice, RefusedForm
from officers.forms import UnitField, day_field
from officers.models import EquipmentItem, Officer
from officers.models.presenting import LONGEST_PRESENTER, MOST_PRESENTERS


def known_organisations() -> Any:
    """Return the organisations of the reference list, by name."""
    return Organisation.objects.exclude(code="").order_by("sort_key", "pk")


class ItemForm(VersionedForm):
    """An item of a unit: what it is, whose, who paid for it."""

    owner = UnitField(
        Organisation.objects.none(),
        label=gettext_lazy("Owner unit"),
        empty_label=gettext_lazy("Choose a unit"),
    )
    funded_by = UnitField(
        Organisation.objects.none(), label=gettext_lazy("Funded by"), required=False
    )

    class Meta:
        model = EquipmentItem
        fields = [
            *("kind", "model", "serial", "inventory_number", "owner"),
            *("funded_by", "other_funding", "written_off_on"),
        ]
        widgets = {"written_off_on": day_input()}

    def __init__(self, *args: Any, user: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["owner"].queryset = equipment.owners_for(user, right)
        fields["funded_by"].queryset = known_organisations()
        if self.instance.pk is None:
            del fields["written_off_on"]


class PresentersField(forms.CharField):
    """Who presents what is handed over, a person a line; it cleans to their list."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Presented by"),
            required=False,
            max_length=LONGEST_PRESENTER * MOST_PRESENTERS,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("One person a line: name and office."),
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [each.strip() for each in super().clean(value).splitlines()]
        people = [each for each in lines if each]
        if len(people) > MOST_PRESENTERS or any(len(each) > LONGEST_PRESENTER for each in people):
            raise ValidationError(
                _("Name at most %(most)s persons, each in a short line."),
                code="too_many",
                params={"most": MOST_PRESENTERS},
            )
        return people


class StationChoice(forms.ModelChoiceField):
    """A station by its kind and place."""

    def label_from_instance(self, obj: Station) -> str:
        return f"{obj}, {obj.community.title}"


class IssueForm(RefusedForm):
    """To whom an item is given, when, by whom."""

    officer = OfficerChoice(
        Officer.objects.none(),
        label=gettext_lazy("Officer"),
        empty_label=gettext_lazy("Nobody"),
        required=False,
    )
    station = StationChoice(
        Station.objects.none(),
        label=gettext_lazy("Station"),
        empty_label=gettext_lazy("No station"),
        required=False,
        help_text=gettext_lazy("Where no officer answers for it."),
    )
    starts_on = day_field(gettext_lazy("Issued on"))
    keys_only = forms.BooleanField(label=gettext_lazy("The keys were handed over"), required=False)
    giver = UnitField(Organisation.objects.none(), label=gettext_lazy("Given by"), required=False)
    presented_by = PresentersField()
    act_number = forms.CharField(
        label=pgettext_lazy("handover", "Number of the act"),
        required=False,
        max_length=settings.LIMITS["act_number"],
    )
    act_date = day_field(gettext_lazy("Date of the act"), required=False)

    def __init__(self, *args: Any, user: Any, item: EquipmentItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["officer"].queryset = equipment.officers_for(user, item)
        fields["station"].queryset = equipment.stations_for(user, item)
        fields["giver"].queryset = known_organisations()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wrong = {"officer", "station"} & set(self.errors)
        if not wrong and bool(data.get("officer")) == bool(data.get("station")):
            self.add_error("officer", _("Name an officer or a station, not both."))
        return data


class ReturnForm(RefusedForm):
    """The last day an item was held."""

    last_day = day_field(gettext_lazy("Last day"))
    version = VersionField()
