"""What the pages of meetings ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.exceptions import RuleBroken
from core.versioned_forms import VersionedForm, day_input
from working_groups.group_forms import PersonField
from working_groups.meetings import ChangedMeanwhile
from working_groups.models import AgendaItem, Meeting, MeetingStatus, Person, Presence
from working_groups.problem_forms import problems_of


class MeetingForm(VersionedForm):
    """When and how a group meets, what became of it, and the minutes."""

    class Meta:
        model = Meeting
        fields = (
            *("planned_for", "mode", "place", "status", "held_on", "cancel_reason"),
            *("guests_without_name", "minutes"),
        )
        widgets = {
            "planned_for": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "held_on": day_input(),
            "cancel_reason": forms.Textarea(attrs={"rows": 2}),
            "minutes": forms.Textarea(attrs={"rows": 12}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["planned_for"].error_messages |= {"invalid": _("Write the day and the time.")}
        fields["guests_without_name"].required = False
        if self.instance.pk is None:
            for name in ("held_on", "cancel_reason", "guests_without_name", "minutes", "status"):
                del fields[name]
        elif self.instance.status == MeetingStatus.HELD:
            del fields["status"], fields["cancel_reason"]

    def clean_guests_without_name(self) -> int:
        return self.cleaned_data["guests_without_name"] or 0

    def validate_constraints(self) -> None:
        """Leave to the service what depends on the number it gives."""


class AttendanceForm(forms.Form):
    """The presence of each member and known guest, and one more guest by name.

    It cleans to `states`, the people of whom something else was said than the page showed, and
    to `seen`, what it showed of them. Of whom nothing is said, nothing is.
    """

    guest = PersonField(required=False)

    def __init__(self, *args: Any, rows: list[Any], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.now = ""  # what stands there against the word that was refused
        guest: Any = self.fields["guest"]
        guest.people, guest.label = people, _("Another guest by name")
        for row in rows:
            self.fields[row.field] = forms.ChoiceField(
                label=str(row.person),
                choices=Presence.choices,
                required=False,
                initial=row.state,
                widget=forms.RadioSelect,
            )
            self.fields[row.seen] = forms.ChoiceField(
                choices=[("", ""), *Presence.choices],
                required=False,
                initial=row.state,
                widget=forms.HiddenInput,
            )

    @property
    def bound_rows(self) -> list[tuple[Any, Any, Any]]:
        """Return each row with its choice, and what the page shows of it."""
        return [(row, self[row.field], self[row.seen]) for row in self.rows]

    @property
    def seen(self) -> dict[Person, str]:
        rows = (row for row in self.rows if row.seen in self.data)
        return {row.person: self.cleaned_data[row.seen] for row in rows}

    @property
    def states(self) -> dict[Person, str]:
        told = {row.person: self.cleaned_data[row.field] for row in self.rows}
        seen = self.seen
        said = {person: state for person, state in told.items() if state != seen.get(person)}
        if guest := self.cleaned_data.get("guest"):
            said[guest] = Presence.PRESENT
        return {person: state for person, state in said.items() if state}

    def refused(self, broken: RuleBroken) -> None:
        """Say why a rule refuses what was read; said once more, a word stands against another's."""
        if isinstance(broken, ChangedMeanwhile):
            row = next(each for each in self.rows if each.person == broken.person)
            said: Any = self.data.copy()  # type: ignore[attr-defined]
            self.now = said[row.seen] = broken.now
            self.data = said
        self.add_error(None, broken.message)


class AgendaForm(VersionedForm):
    """A thing a meeting discusses, and what was said about it."""

    unasked = frozenset({"meeting"})
    presenter = PersonField(required=False)

    class Meta:
        model = AgendaItem
        fields = ("order", "title", "problem", "discussion")
        widgets = {"discussion": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        presenter: Any = self.fields["presenter"]
        presenter.people, presenter.label = people, _("Presented by")
        self.fields["order"].required = False
        problem: Any = self.fields["problem"]
        problem.queryset = problems_of(self.instance.meeting.group)
        self.order_fields(["title", "presenter", "problem", "discussion", "order"])
        known = self.instance.presenter
        if known:
            self.initial["presenter"] = f"{known.contact.in_full} ({known.pk})"

    def clean_order(self) -> int | None:
        return self.cleaned_data["order"] or self.instance.order

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"presenter": self.cleaned_data["presenter"]}


class AnnexForm(forms.Form):
    """What approved minutes say wrong."""

    text = forms.CharField(
        label=_("What is corrected"),
        max_length=settings.LIMITS["minutes"],
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def refused(self, broken: RuleBroken) -> None:
        """Say why a rule refuses what was read."""
        self.add_error(None, broken.message)
