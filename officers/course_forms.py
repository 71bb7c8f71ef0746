"""What the pages of courses ask."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.models import Organisation
from officers.forms import UnitField, day_field
from officers.models import Enrolment, Officer, TrainingCourse
from officers.training import Certificate, found_by_badge

BETWEEN = re.compile(r"[\s,;]+")


class PartnersField(forms.ModelMultipleChoiceField):
    """Organisations by their names in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CourseForm(forms.ModelForm):
    """A course: what it is called, who gives it, where, when and how long."""

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))

    class Meta:
        model = TrainingCourse
        fields = (
            *("name_uk", "name_en", "service", "provider", "partners", "place", "hours"),
            *("starts_on", "ends_on"),
        )
        field_classes = {"provider": UnitField, "partners": PartnersField}
        widgets = {"partners": forms.SelectMultiple(attrs={"size": 6})}

    def __init__(self, *args: Any, services: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        rows = Organisation.objects.order_by("sort_key", "pk")
        fields["provider"].queryset = fields["partners"].queryset = rows
        known = fields["service"].choices
        fields["service"].choices = [e for e in known if not e[0] or e[0] in services]


class OfficersField(forms.ModelMultipleChoiceField):
    """Officers by name and home unit."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("This officer cannot be put on the course."),
        "invalid_pk_value": _("This officer cannot be put on the course."),
    }

    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}, {obj.unit.name}"


class EnrolForm(forms.Form):
    """Who goes on a course: picked from the list of the selected, or pasted by badge number."""

    officers = OfficersField(Officer.objects.none(), label=_("Officers"), required=False)
    badges = forms.CharField(
        label=_("Badge numbers"),
        max_length=settings.LIMITS["badges"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offered: Any, changeable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["officers"]
        field.queryset, self.changeable = offered, changeable

    def clean_badges(self) -> list[Officer]:
        badges = [each for each in BETWEEN.split(self.cleaned_data["badges"]) if each]
        found, unknown = found_by_badge(self.changeable, badges)
        if unknown:
            text = _("Nobody here has the badge number: %(numbers)s.")
            numbers = ", ".join(unknown)
            raise forms.ValidationError(text, code="unknown", params={"numbers": numbers})
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said["officers"] or said["badges"]):
            raise forms.ValidationError(_("Choose somebody, or write a badge number."))
        return said

    @property
    def chosen(self) -> list[Officer]:
        """Return everybody who was picked or pasted, each once."""
        return list(dict.fromkeys([*self.cleaned_data["officers"], *self.cleaned_data["badges"]]))


class FailedField(forms.ModelMultipleChoiceField):
    """Those on a course, by the names of the officers."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Enrolment) -> str:
        return str(obj.officer)


class CertifyForm(forms.Form):
    """The end of a course: one day for all, a number for each who passed, and who did not pass."""

    certified_on = day_field(_("Certified on"), required=False)
    valid_until = day_field(_("Valid until"), required=False)
    failed = FailedField(Enrolment.objects.none(), label=_("Did not pass"), required=False)

    def __init__(self, *args: Any, waiting: list[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        failed: Any = self.fields["failed"]
        failed.queryset = Enrolment.objects.filter(pk__in=[each.pk for each in waiting])
        failed.queryset = failed.queryset.select_related("officer__personal").order_by("pk")
        for each in waiting:
            self.fields[name_of(each)] = forms.CharField(
                label=_("Certificate of %(officer)s") % {"officer": each.officer},
                max_length=settings.LIMITS["certificate"],
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        passed = [each for each in self.waiting if said[name_of(each)]]
        if not passed and not said["failed"]:
            raise forms.ValidationError(_("Write the number of at least one certificate."))
        if passed and not said["certified_on"]:
            self.add_error("certified_on", _("Say when."))
        for each in set(passed) & set(said["failed"]):
            self.add_error(name_of(each), _("Who did not pass gets no certificate."))
        return said

    @property
    def numbers(self) -> list[Any]:
        """Return the fields for the numbers."""
        return [self[name_of(each)] for each in self.waiting]

    @property
    def given(self) -> list[tuple[Enrolment, Certificate]]:
        """Return who gets which certificate."""
        said = self.cleaned_data
        days = {"on": said["certified_on"], "valid_until": said["valid_until"]}
        numbers = ((each, said[name_of(each)]) for each in self.waiting)
        return [(each, Certificate(number, **days)) for each, number in numbers if number]


def name_of(enrolment: Enrolment) -> str:
    """Return the name of the field for the number of a certificate."""
    return f"number_{enrolment.pk}"
