"""What the pages of initiatives ask."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.administration.forms import PlaceField
from communities.models import Community, scope_of
from core import clock
from core.versioned_forms import SeenForm, VersionedForm, day_input
from working_groups.forms import OrganisationChoice
from working_groups.group_forms import PersonField, offered
from working_groups.initiatives import next_stages
from working_groups.models import Decision, Initiative, Person, Stage
from working_groups.problem_forms import latest, problems_of

CODED = re.compile(r"\b(UA\d{17})\b")
NOT_A_DAY = gettext_lazy("Write a day, for example 22.11.2026.")


class CommunitiesField(forms.CharField):
    """Communities by name or code, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=4000,
            label=gettext_lazy("Communities"),
            help_text=gettext_lazy("One a line, by name or code."),
            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            **kwargs,
        )
        self.place = PlaceField()

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{each.title}, {each.code}" for each in value)
        return value

    def clean(self, value: Any) -> list[Community]:
        lines = [each.strip() for each in super().clean(value).splitlines() if each.strip()]
        if len(lines) > settings.LIMITS["initiative_communities"]:
            text = _("At most %(most)s communities.")
            most = settings.LIMITS["initiative_communities"]
            raise forms.ValidationError(text % {"most": most}, code="too_many")
        return list(dict.fromkeys(self._community(each) for each in lines))

    def _community(self, line: str) -> Community:
        coded = CODED.search(line.upper())
        found = self.place.clean(coded[1] if coded else line)
        if isinstance(found, Community):
            return found
        text = _("“%(line)s” is no community.") % {"line": line[:60]}
        raise forms.ValidationError(text, code="no_community")


class InitiativeForm(VersionedForm):
    """What an initiative is, for which communities, and what it rests on."""

    communities = CommunitiesField()
    proposed_by_organisation = OrganisationChoice(required=False)
    proposed_by_person = PersonField(required=False)

    class Meta:
        model = Initiative
        fields = (
            *("title", "category", "theme", "description", "problem", "decision"),
            *("proposed_by_organisation", "starts_on", "ends_on", "outcome_indicator"),
            *("outcome_before", "outcome_after", "dream_id", "nothing_handed_over"),
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "starts_on": day_input(),
            "ends_on": day_input(),
        }

    def __init__(self, *args: Any, user: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["communities"].place.reach = scope_of(user, right).either
        fields["proposed_by_organisation"].label = _("Proposed by the organisation")
        fields["proposed_by_person"].label = _("Proposed by the person")
        fields["proposed_by_person"].people = Person.objects.visible_to(user).named()
        self._offer(user)
        if self.instance.pk:
            person = self.instance.proposed_by_person
            self.initial["communities"] = list(self.instance.communities.order_by("sort_key"))
            self.initial["proposed_by_person"] = offered(person) if person else ""
        else:
            del fields["nothing_handed_over"], fields["outcome_after"]
        self.order_fields(["title", "communities", "category", "theme", "description"])

    def _offer(self, user: Any) -> None:
        """Offer the problems and decisions of the group; without a group there are none."""
        group = self.instance.group
        fields: Any = self.fields
        if group is None:
            del fields["problem"], fields["decision"]
            return
        decisions = Decision.objects.visible_to(user).filter(agenda_item__meeting__group=group)
        joined = latest(decisions, "-pk").select_related("agenda_item__meeting")
        fields["problem"].queryset = problems_of(group).visible_to(user)
        fields["decision"].queryset = joined.order_by("-pk")
        fields["decision"].label_from_instance = lambda each: Truncator(each.text).chars(100)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "proposed_by_person" in said:
            self.instance.proposed_by_person = said["proposed_by_person"]
        return said

    @property
    def said(self) -> dict[str, Any]:
        names = ("communities", "proposed_by_person")
        return super().said | {name: self.cleaned_data[name] for name in names}


class StepFields(forms.Form):
    """A stage, the day it was reached, and why."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=gettext_lazy("Since"), widget=day_input(), error_messages={"invalid": NOT_A_DAY}
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=settings.LIMITS["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Asked when it is cancelled."),
    )

    def offer(self, initiative: Initiative) -> None:
        """Offer the steps an initiative may take."""
        choices: Any = self.fields["stage"]
        choices.choices = [(each, Stage(each).label) for each in next_stages(initiative)]
        self.initial.setdefault("on", clock.today())

    @property
    def step(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("stage", "on", "reason")}


class ProposeForm(InitiativeForm, StepFields):
    """A new initiative, and how far it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.offer(self.instance)

    @property
    def said(self) -> dict[str, Any]:
        step = {name: self.cleaned_data[name] for name in ("stage", "on")}
        return super().said | {"stages": [step]}


class StageForm(SeenForm, StepFields):
    """The next step of an initiative."""

    nothing_handed_over = forms.CharField(
        label=gettext_lazy("Why nothing was handed over"),
        max_length=settings.LIMITS["reason"],
        required=False,
        help_text=gettext_lazy("Asked when an initiative is completed without a handout."),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(initiative)
        self.initial["version"] = initiative.version
        self.initial["nothing_handed_over"] = initiative.nothing_handed_over
        completes = Stage.COMPLETED in next_stages(initiative)
        if not completes or initiative.handouts.exists():
            del self.fields["nothing_handed_over"]

    @property
    def said(self) -> dict[str, Any]:
        """Return what is said of the initiative besides the step."""
        if "nothing_handed_over" not in self.fields:
            return {}
        return {"nothing_handed_over": self.cleaned_data["nothing_handed_over"]}
