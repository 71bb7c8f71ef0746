"""What the pages of groups ask."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.records.forms import ProgrammeField
from core.moments import day
from core.names import named_like
from core.versioned_forms import VersionedForm, day_input
from working_groups.forms import OrganisationChoice
from working_groups.models import Membership, Person, WorkingGroup

TOLD, OFFERED = 4, 200  # people told of where a name means several; people offered while typing
NUMBERED = re.compile(r"\((\d{1,9})\)$")


class PersonField(forms.CharField):
    """A person by surname and given name, or by the number in brackets; among `people`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, label=gettext_lazy("Person"), **kwargs)
        self.people: Any = Person.objects.none()
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "list": "people"}

    def clean(self, value: Any) -> Person | None:
        text = super().clean(value).strip()
        if not text:
            return None
        rows = self.people.select_related("contact").order_by("contact__sort_key", "pk")
        numbered = NUMBERED.search(text)
        found = list(
            rows.filter(pk=numbered[1])
            if numbered
            else rows.filter(named_like(text, "contact"))[:9]
        )
        if len(found) == 1:
            return found[0]
        told = "; ".join(offered(each) for each in found[:TOLD])
        words = (
            _("This may be one of: %(told)s. Write the number, too.")
            if told
            else _("Nobody whom you see is called so. Write the person down first.")
        )
        raise forms.ValidationError(words % {"told": told}, code="no_such_person")


def offered(person: Person) -> str:
    """Return a person as a form offers it: the names, and the number in brackets."""
    return f"{person.contact.in_full} ({person.pk})"


class GroupForm(VersionedForm):
    """The order that establishes a group, how often it meets, and how it ended."""

    unasked = frozenset({"community"})
    programme = ProgrammeField()
    coordinator = OrganisationChoice(required=False)

    class Meta:
        model = WorkingGroup
        fields = (
            *("programme", "established_on", "order_number", "order_date", "order_issuer"),
            *("regulation", "interval_months", "coordinator", "predecessor"),
            *("accepts_members", "ended_on", "end_reason"),
        )
        widgets = {name: day_input() for name in ("established_on", "order_date", "ended_on")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["coordinator"].label = gettext_lazy("Coordinating organisation")
        before = WorkingGroup.objects.filter(community=self.instance.community)
        fields["predecessor"].queryset = before.exclude(pk=self.instance.pk).order_by("pk")
        fields["predecessor"].label_from_instance = lambda each: day(each.established_on)
        if self.instance.pk is None:
            del fields["ended_on"], fields["end_reason"]


class MemberForm(VersionedForm):
    """Who belongs to a group: for whom, in which role, since when."""

    unasked = frozenset({"group"})
    person = PersonField()
    organisation = OrganisationChoice(required=False)

    class Meta:
        model = Membership
        fields = ("sector", "role", "organisation", "starts_on", "ends_on", "act_number")
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.people = people
        self.order_fields(["person", *self.Meta.fields])
        if self.instance.pk:
            person.disabled = True
            self.initial["person"] = offered(self.instance.person)
            person.people = Person.objects.filter(pk=self.instance.person_id)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("person"):
            self.instance.person = said["person"]
        return said
