"""What the pages of problems, decisions and action points ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.versioned_forms import SeenForm, VersionedForm, day_input
from working_groups.forms import OrganisationChoice
from working_groups.group_forms import PersonField, offered
from working_groups.models import ActionPoint, ActionState, Decision, Person, Problem
from working_groups.models.decisions import NEXT_STATES

ASKED = {ActionState.DONE: ("done_on", "evidence"), ActionState.DROPPED: ("drop_reason",)}
OFFERED = 200  # meetings or problems of one group that a form offers, the latest


def latest(rows: Any, *order: str) -> Any:
    """Return the latest rows that a choice offers, as a set that a form may narrow."""
    newest = rows.order_by(*order).values("pk")[:OFFERED]
    return rows.model._default_manager.filter(pk__in=list(newest.values_list("pk", flat=True)))


def problems_of(group: Any) -> Any:
    """Return the problems of a group that a form offers, the latest first."""
    return latest(group.problems.all(), "-raised_on", "-pk").order_by("-raised_on", "-pk")


class ProblemForm(VersionedForm):
    """A need that was voiced, and how it was closed."""

    unasked = frozenset({"group"})

    class Meta:
        model = Problem
        fields = (
            *("title", "theme", "description", "raised_on", "meeting", "priority"),
            *("state", "closed_on", "close_reason"),
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "raised_on": day_input(),
            "closed_on": day_input(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        sittings = self.instance.group.meetings.exclude(status="cancelled")
        fields["meeting"].queryset = latest(sittings, "-planned_for", "-pk").order_by(
            "-planned_for"
        )
        if self.instance.pk is None:
            del fields["state"], fields["closed_on"], fields["close_reason"]


class DecisionForm(VersionedForm):
    """What was decided, and which problem it answers."""

    unasked = frozenset({"agenda_item"})

    class Meta:
        model = Decision
        fields = ("text", "problem")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        problem: Any = self.fields["problem"]
        problem.queryset = problems_of(self.instance.agenda_item.meeting.group)
        if self.instance.pk is None:
            self.initial["problem"] = self.instance.agenda_item.problem_id


class ActionForm(VersionedForm):
    """What is to be done, by whom and by when."""

    unasked = frozenset({"decision"})
    owner_person = PersonField(required=False)
    owner_organisation = OrganisationChoice(required=False)

    class Meta:
        model = ActionPoint
        fields = ("text", "owner_organisation", "due_on", "priority")
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "due_on": day_input()}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["owner_person"]
        person.people, person.label = people, _("Who does it")
        self.fields["owner_organisation"].label = _("Which organisation does it")
        self.order_fields(["text", "owner_person", "owner_organisation", "due_on", "priority"])
        known = self.instance.owner_person
        if known:
            self.initial["owner_person"] = offered(known)
            person.people = person.people | Person.objects.filter(pk=known.pk)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.instance.owner_person = said.get("owner_person")
        return said

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"owner_person": self.cleaned_data["owner_person"]}

    def validate_constraints(self) -> None:
        """Leave to the service what depends on the days it sets."""


class ActionStepForm(SeenForm):
    """How far an action point is: the states it may take next, and what each wants to know."""

    state = forms.ChoiceField(label=_("It is now"), widget=forms.RadioSelect)
    done_on = forms.DateField(label=_("Done on"), required=False, widget=day_input())
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=settings.LIMITS["decision"],
        help_text=_("What shows that it is done: an act, a photograph, an address."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    drop_reason = forms.CharField(
        label=_("Why it was dropped"), required=False, max_length=settings.LIMITS["reason"]
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = NEXT_STATES[action.state]
        self.initial.update(
            version=action.version,
            state=possible[0] if possible else None,
            evidence=action.evidence,
        )
        choices: Any = self.fields["state"]
        choices.choices = [(each, ActionState(each).label) for each in possible]
        for state, names in ASKED.items():
            if state not in possible:
                for name in names:
                    del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("state") == ActionState.DROPPED and not said.get("drop_reason"):
            self.add_error("drop_reason", _("Say why it was dropped."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said of the state that was chosen; the rest of the form is not asked."""
        state = self.cleaned_data["state"]
        asked = {name: self.cleaned_data[name] for name in ASKED.get(state, ())}
        return {"state": state, **asked}
