"""What the pages of assignments ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.administration.forms import PlaceField, day_field
from communities.models import Community, Service, Settlement, scope_of
from core.exceptions import RuleBroken
from core.filters import YES_OR_NO
from core.versioned_forms import VersionField
from officers.assigning import ADD
from officers.models import Assignment, AssignmentKind, Officer


class CommunityPlace(PlaceField):
    """A community by its name or code."""

    def clean(self, value: Any) -> Community:
        unit = super().clean(value)
        if not isinstance(unit, Community):
            raise forms.ValidationError(_("Name a community."), code="no_community")
        return unit


class RefusedForm(forms.Form):
    """A form that a rule may refuse after it was read."""

    def refused(self, broken: RuleBroken) -> None:
        """Put what the rule says at its field."""
        name = {"ends_on": "last_day"}.get(broken.field, broken.field)
        self.add_error(name if name in self.fields else None, broken.message)


class WhereForm(forms.Form):
    """Where somebody is assigned: asked before the rest, which depends on it."""

    officer = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    community = CommunityPlace(label=gettext_lazy("Community: name or code"))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope_of(by, ADD)
        place: Any = self.fields["community"]
        place.reach = self.scope.either

    def clean_community(self) -> Community:
        community: Community = self.cleaned_data["community"]
        if not self.scope.either.covers(community):
            raise forms.ValidationError(
                _("You do not assign officers to this community."), code="out_of_reach"
            )
        return community


class OfficerChoice(forms.ModelChoiceField):
    """An officer by surname, name and kind."""

    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj.personal.last_name} {obj.personal.first_name}, {obj.get_kind_display()}"


def officers_for(by: Any, community: Community) -> Any:
    """Return the officers of the oblast that somebody may assign to a community, by surname."""
    services = [e for e in Service.values if scope_of(by, ADD).of(e).covers(community)]
    here = Q(unit__oblast=community.oblast_id) | Q(assignments__community=community)
    rows = Officer.objects.visible_to(by, to=ADD).filter(here, service__in=services)
    found = rows.filter(personal__isnull=False).select_related("personal").distinct()
    return found.order_by("personal__sort_key", "pk")


class AssignmentForm(RefusedForm):
    """A post in a community: from when until when, which places, by which order."""

    officer = OfficerChoice(
        Officer.objects.none(),
        label=gettext_lazy("Officer"),
        empty_label=gettext_lazy("Choose an officer"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Assignment"),
        choices=AssignmentKind.choices,
        initial=AssignmentKind.PRIMARY,
        widget=forms.RadioSelect,
    )
    starts_on = day_field(gettext_lazy("First day"))
    last_day = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty while the assignment goes on."),
    )
    settlements = forms.ModelMultipleChoiceField(
        Settlement.objects.none(),
        label=gettext_lazy("Settlements"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: the whole community."),
    )
    place = forms.CharField(
        label=gettext_lazy("Place in words"),
        required=False,
        max_length=settings.LIMITS["place"],
        help_text=Assignment._meta.get_field("place").help_text,
    )
    lives_in_community = forms.TypedChoiceField(
        label=gettext_lazy("Lives in the community"),
        choices=(("", gettext_lazy("Unknown")), *YES_OR_NO),
        coerce=lambda text: text == "true",
        empty_value=None,
        required=False,
    )
    order_number = forms.CharField(
        label=gettext_lazy("Number of the order"),
        required=False,
        max_length=settings.LIMITS["order_number"],
    )
    order_date = day_field(gettext_lazy("Date of the order"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=settings.LIMITS["reason"],
        help_text=gettext_lazy(
            "Asked where the community is occupied or dissolved on a day of the period."
        ),
    )
    version = VersionField()

    def __init__(
        self, *args: Any, community: Community, officers: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["settlements"]
        rows = Settlement.objects.filter(community=community)
        places.queryset = rows.order_by("sort_key", "pk")
        places.label_from_instance = lambda place: place.title
        if officers is None:
            del self.fields["officer"]
        else:
            choice: Any = self.fields["officer"]
            choice.queryset = officers

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, for the services."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("last_day", "version")}
        last = self.cleaned_data["last_day"]
        return said | {"ends_on": last + timedelta(days=1) if last else None}


def told(assignment: Assignment) -> dict[str, Any]:
    """Return what stands of an assignment, as the form says it."""
    same = ("kind", "starts_on", "last_day", "place", "order_number", "order_date", "reason")
    lives = {True: "true", False: "false", None: ""}[assignment.lives_in_community]
    return {name: getattr(assignment, name) for name in (*same, "version")} | {
        "settlements": [each.pk for each in assignment.settlements.all()],
        "lives_in_community": lives,
    }


class EndForm(RefusedForm):
    """The last day of an assignment."""

    last_day = day_field(gettext_lazy("Last day"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=settings.LIMITS["reason"]
    )
    version = VersionField()
