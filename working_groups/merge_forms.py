"""What the pages ask on which two records of one human become one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import RuleBroken
from core.versioned_forms import SeenForm
from working_groups.group_forms import PersonField
from working_groups.models import Person


class MergeForm(SeenForm):
    """Which record stays, and why the two are one."""

    into = PersonField()
    reason = forms.CharField(
        label=gettext_lazy("Why they are one"),
        max_length=settings.LIMITS["reason"],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("No names: this is kept in the history."),
    )

    def __init__(self, *args: Any, person: Person, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = person.version
        into: Any = self.fields["into"]
        into.people, into.label = people, _("The record that stays")


class UndoMergeForm(SeenForm):
    """The version of the record whose merge is undone."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = person.version

    def refused(self, broken: RuleBroken) -> None:
        """Say why a rule refuses."""
        self.add_error(None, broken.message)


class ApartForm(forms.Form):
    """Which two records are told to be two people, or which are no longer."""

    one = forms.ModelChoiceField(Person.objects.none())
    other = forms.ModelChoiceField(Person.objects.none())
    back = forms.BooleanField(required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.queryset = people

    def refused(self, broken: RuleBroken) -> None:
        """Say why a rule refuses."""
        self.add_error(None, broken.message)
