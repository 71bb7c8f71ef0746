"""Logging an event."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Settlement
from communities.surfaces import ScopedForm
from core import bounds, clock
from incidents import contradictions, ground
from incidents.fields import CategoryField, CountField, DegreesField, RespondersField, moment
from incidents.models import Category, Channel, Incident, Response, behind_the_wall
from incidents.models.people import PEOPLE
from incidents.responders import responders_for
from incidents.services import ADD, Record
from incidents.step_forms import REOPEN
from officers.models import Officer

TEXTS = ("address", "narrative")
NOT_WORDS = {"csrfmiddlewaretoken", "later", "submit"}


class IncidentForm(ScopedForm):
    """One screen: own community and now already set, words always enough for a place."""

    use_permission = ADD

    id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": REOPEN, "invalid": REOPEN}
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"required": REOPEN, "invalid": REOPEN},
    )
    category = CategoryField(
        Category.objects.none(),
        to_field_name="code",
        label=_("What happened"),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    occurred_at = moment(_("When it happened"))
    reported_at = moment(_("When it was reported"))
    channel = forms.ChoiceField(
        label=_("How we learned"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we learned.")},
    )
    latitude = DegreesField(label=_("Latitude"), least=44, most=53)
    longitude = DegreesField(label=_("Longitude"), least=22, most=41)
    accuracy_m = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=settings.LIMITS["accuracy"]
    )
    rescued = CountField(label=_("Rescued"))
    injured = CountField(label=_("Injured"))
    killed = CountField(label=_("Killed"))
    children_rescued = CountField(label=_("Children rescued"))
    children_injured = CountField(label=_("Children injured"))
    children_killed = CountField(label=_("Children killed"))
    address = forms.CharField(
        label=_("Place in words"), max_length=settings.LIMITS["place"], required=False
    )
    narrative = forms.CharField(
        label=_("In short"),
        required=False,
        max_length=settings.LIMITS["narrative"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names and no phone numbers."),
    )
    responders = RespondersField(Officer.objects.none(), label=_("Who went"), required=False)

    class Meta:
        model = Incident
        fields = [
            "community",
            "settlement",
            "category",
            "occurred_at",
            "reported_at",
            "channel",
            "war_related",
            "latitude",
            "longitude",
            "accuracy_m",
            *PEOPLE,
            "register_number",
        ]
        widgets = {"community": forms.HiddenInput}
        labels = {
            "settlement": _("Settlement"),
            "war_related": _("Related to the war"),
            "register_number": _("Number in the register of the service"),
        }

    def __init__(self, *args: Any, service: str, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.community = service, community
        self.said_before = self._said_before()
        fields: Any = self.fields
        fields["category"].queryset = self._categories()
        kept = Q(pk=self.instance.settlement_id)  # a record keeps a place that was closed since
        fields["settlement"].queryset = Settlement.objects.filter(
            kept | Q(closed_on=None), community__in=ground.homes_of(community)
        ).order_by("sort_key")
        fields["settlement"].empty_label = _("Not chosen")
        fields["responders"].queryset = responders_for(
            community, service, clock.today(), named=self.said_before
        )
        if self.keeps_words:
            for name in TEXTS:
                fields[name].help_text = _("Not shown here. Left empty, it stays as it is.")
        fields["version"].required = not self.instance._state.adding
        if self.instance.number:
            fields["community"].disabled = True

    def clean_community(self) -> Community:
        """Refuse a community the choices of this form were not made for."""
        given = self.cleaned_data["community"]
        if given.pk != self.community.pk:
            raise forms.ValidationError(_("Open the form for the other community."), code="other")
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("occurred_at", "reported_at"):
            if data.get(name) and not bounds.is_dated(data[name], clock.now()):
                self.add_error(name, bounds.implausible())
        unread = self.fields.keys() - data.keys()
        stored = None if self.instance._state.adding else self.instance
        problems = ground.problems({**data, "community": self.community}, stored)
        problems |= contradictions.of_clocks(data) | contradictions.of_wall(data)
        problems |= contradictions.of_children(data, unread) | contradictions.of_point(data, unread)
        for name, message in problems.items():
            self.add_error(name, message)
        if data.get("latitude") is None:
            data["accuracy_m"] = None
        return data

    @property
    def record(self) -> Record:
        """Return what was said, for the services."""
        data = self.cleaned_data
        before = self.said_before
        responses = [
            _again(before[officer.pk]) if officer.pk in before else {"officer": officer}
            for officer in data["responders"]
        ]
        return Record(
            fields={name: data[name] for name in self.Meta.fields},
            text={name: data[name] for name in TEXTS if data[name] or not self.keeps_words},
            responses=responses,
        )

    @property
    def body_hash(self) -> bytes:
        """Return the digest of what was sent, to tell a second click from a second story."""
        said = sorted((name, each) for name, each in self.data.lists() if name not in NOT_WORDS)
        return hashlib.sha256(repr(said).encode()).digest()

    @property
    def keeps_words(self) -> bool:
        """Say whether words left empty stay as they are: those of a sensitive record are not shown."""
        return not self.instance._state.adding and self.instance.is_sensitive

    def _categories(self) -> Any:
        """Return what may be chosen; who records behind the wall stays there."""
        known = behind_the_wall(self.user).of(self.service).covers(self.community)
        rows = Category.objects.choosable(
            self.service, kept=self.instance.category_id, sensitive=known
        )
        return rows.sensitive() if self.keeps_words else rows

    def _said_before(self) -> dict[int, Response]:
        if self.instance._state.adding:
            return {}
        went = self.instance.responses.select_related("officer")
        return {each.officer_id: each for each in went}


def _again(response: Response) -> dict[str, Any]:
    """Keep what a program told of a response that this form does not show."""
    names = ("officer", "role", "dispatched_at", "arrived_at", "finished_at")
    return {name: getattr(response, name) for name in names}


def first_values(*, user: Any, community: Community) -> dict[str, Any]:
    """Return what a new form already holds: an id, the own community, this minute, the writer."""
    now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    officer = getattr(user, "officer", None)
    return {
        "id": uuid.uuid4(),
        "community": community.pk,
        "occurred_at": now,
        "reported_at": now,
        "channel": Channel.IN_PERSON,
        "responders": [officer.pk] if officer else [],
    }


def stored_values(incident: Incident, form_fields: Any = TEXTS) -> dict[str, Any]:
    """Return what the form of a stored record begins with, besides its columns."""
    said = dict.fromkeys(form_fields, "")
    if not incident.is_sensitive:
        said = {name: getattr(incident.text, name) for name in form_fields}
    return said | {
        "id": incident.pk,
        "version": incident.version,
        "category": incident.category.code,
        "responders": [each.officer_id for each in incident.responses.all()],
    }
