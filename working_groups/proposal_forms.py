"""What the public form of proposals asks, and the pages of whoever decides about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.moments import when
from core.versioned_forms import SeenForm, VersionedForm
from working_groups.models import (
    Meeting,
    MeetingStatus,
    Proposal,
    ProposalContact,
    ProposalKind,
    ProposalState,
    WorkingGroup,
)
from working_groups.proposals import open_groups

NAMES = ("last_name", "first_name", "organisation_name", "phone", "email")
NAMED: Any = ProposalContact._meta
DECISIONS = [each for each in ProposalState.choices if each[0] != ProposalState.NEW]


class GroupChoice(forms.ModelChoiceField):
    """A group by its community, as everybody knows it."""

    def label_from_instance(self, obj: WorkingGroup) -> str:
        return f"{obj.community.title}, {obj.community.oblast.title}"


class ProposalForm(forms.ModelForm):
    """To which group, what, and who writes.

    `website` is a trap: people do not see it, and programs that fill every field do.
    """

    group = GroupChoice(
        WorkingGroup.objects.none(),
        label=_("Working group"),
        empty_label=_("Choose a group"),
    )
    last_name, first_name, organisation_name, phone, email = (
        NAMED.get_field(each).formfield() for each in NAMES
    )
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Proposal
        fields = ("group", "kind", "text")
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["group"].queryset = open_groups()
        fields["kind"].choices = ProposalKind.choices
        fields["text"].label = _("Your message")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not (said.get("phone") or said.get("email") or self.errors):
            text = _("Leave a phone or an e-mail, so that the group can answer.")
            self.add_error("phone", forms.ValidationError(text, code="no_contact"))
        return said

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAMES}


class DecisionForm(VersionedForm):
    """Accept a proposal, or decline it and say why."""

    state = forms.ChoiceField(
        label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect, initial=None
    )

    class Meta:
        model = Proposal
        fields = ("state", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}


class BringUpForm(SeenForm):
    """On the agenda of which meeting an idea comes, and under which title."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Planned meeting"), empty_label=_("Choose a meeting")
    )
    title = forms.CharField(
        label=_("Title on the agenda"), max_length=settings.LIMITS["agenda_title"]
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = proposal.group.meetings.filter(status=MeetingStatus.PLANNED)
        meeting: Any = self.fields["meeting"]
        meeting.queryset = coming.order_by("planned_for", "pk")
        meeting.label_from_instance = lambda each: when(each.planned_for)
        self.initial["version"] = proposal.version
        self.initial["title"] = _first_line(proposal.text)


def _first_line(text: str) -> str:
    """Return what a title may be made of: the first line, as long as a title is."""
    return text.strip().splitlines()[0][: settings.LIMITS["agenda_title"]]
