"""Logging an event."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Settlement
from communities.surfaces import ScopedForm
from core import bounds, clock
from core.points import LATITUDES, LONGITUDES, DegreesField, lacking
from incidents import contradictions, ground
from incidents.fields import (
    CategoryField,
    CountField,
    FurtherCategoriesField,
    MoneyField,
    RespondersField,
    moment,
)
from incidents.models import (
    WORDS,
    Category,
    Channel,
    Incident,
    Response,
    Section,
    Strike,
    behind_the_wall,
    protected_fields,
)
from incidents.models.people import PEOPLE
from incidents.responders import responders_for
from incidents.section_fields import SectionFields
from incidents.sections import opened_by
from incidents.services import ADD, Record
from incidents.step_forms import REOPEN
from incidents.steps import right_to_change
from officers.models import Officer

STRIKE_OFFERED = timedelta(days=60)  # after it began
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
    latitude = DegreesField(label=_("Latitude"), within=LATITUDES)
    longitude = DegreesField(label=_("Longitude"), within=LONGITUDES)
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
    protected_narrative = forms.CharField(
        label=_("What only few may read"),
        required=False,
        max_length=settings.LIMITS["narrative"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    further_categories = FurtherCategoriesField(
        Category.objects.none(), to_field_name="code", label=_("What else it was"), required=False
    )
    damage_uah = MoneyField(label=_("Damage, UAH"))
    reason = forms.CharField(
        label=_("Why the record is corrected"),
        max_length=settings.LIMITS["reason"],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why.")},
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
            "damage_uah",
            "register_number",
            "further_categories",
            "strike",
        ]
        widgets = {"community": forms.HiddenInput}
        labels = {
            "settlement": _("Settlement"),
            "war_related": _("Related to the war"),
            "register_number": _("Number in the register of the service"),
            "strike": _("Part of a strike"),
        }

    def __init__(self, *args: Any, service: str, community: Community, **kwargs: Any) -> None:
        if known := kwargs.get("instance"):
            self.use_permission = right_to_change(known)
        super().__init__(*args, **kwargs)
        self.service, self.community = service, community
        self.further: list[Category] = []
        self.said_before = self._said_before()
        self.sections = SectionFields(self.instance)
        self.fields.update(self.sections.fields())
        self._offer()
        self._leave_out()

    def _offer(self) -> None:
        """Say what may be chosen here."""
        fields: Any = self.fields
        fields["category"].queryset = self._categories()
        fields["further_categories"].queryset = self._further()
        fields["strike"].queryset = self._strikes()
        kept = Q(pk=self.instance.settlement_id)  # a record keeps a place that was closed since
        fields["settlement"].queryset = Settlement.objects.filter(
            kept | Q(closed_on=None), community__in=ground.homes_of(self.community)
        ).order_by("sort_key")
        for name in ("strike", "settlement"):
            fields[name].empty_label = _("Not chosen")
        fields["responders"].queryset = responders_for(
            self.community, self.service, clock.today(), named=self.said_before
        )

    def _leave_out(self) -> None:
        """Leave out what is not asked of this writer, or of a record in this state."""
        fields: Any = self.fields
        if not self.protects:
            del fields["protected_narrative"]
        if self.instance._state.adding or self.instance.is_editable:
            del fields["reason"]
        for name in self.kept_words & fields.keys():
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

    def clean_further_categories(self) -> list[str]:
        """Return the codes, which the record keeps; the rows themselves are asked by the rules."""
        self.further = self.cleaned_data["further_categories"]
        return [each.code for each in self.further]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("occurred_at", "reported_at"):
            if data.get(name) and not bounds.is_dated(data[name], clock.now()):
                self.add_error(name, bounds.implausible())
        unread = self.fields.keys() - data.keys()
        stored = None if self.instance._state.adding else self.instance
        problems = ground.problems({**data, "community": self.community}, stored)
        problems |= contradictions.of_clocks(data) | contradictions.of_wall(data)
        problems |= contradictions.of_children(data, unread) | lacking(data, unread)
        problems |= contradictions.of_categories({**data, "further_categories": self.further})
        problems |= self._read_sections(data)
        for name, message in problems.items():
            self.add_error(name, message)
        if data.get("latitude") is None:
            data["accuracy_m"] = None
        return data

    def _read_sections(self, data: dict[str, Any]) -> dict[str, Any]:
        """Let go of what stands in sections no category opens; say what the others lack."""
        self.opened = opened_by(data.get("category"), self.further)
        for name in self.sections.closed(self.opened):
            self.errors.pop(name, None)
            data.pop(name, None)
        return self.sections.problems(data, self.opened)

    @property
    def record(self) -> Record:
        """Return what was said, for the services."""
        data = self.cleaned_data
        before = self.said_before
        responses = [
            _again(before[officer.pk]) if officer.pk in before else {"officer": officer}
            for officer in data["responders"]
        ]
        words = [name for name in WORDS if name in data]
        return Record(
            fields={name: data[name] for name in self.Meta.fields},
            text={name: data[name] for name in words if data[name] or name not in self.kept_words},
            responses=responses,
            sections=self.sections.said(data, self.opened),
            reason=data.get("reason", ""),
        )

    @property
    def body_hash(self) -> bytes:
        """Return the digest of what was sent, to tell a second click from a second story."""
        said = sorted((name, each) for name, each in self.data.lists() if name not in NOT_WORDS)
        return hashlib.sha256(repr(said).encode()).digest()

    def section_groups(self) -> list[dict[str, Any]]:
        """Return every section with its title and its fields, row by row, for the page."""
        return [
            {
                "code": each.value,
                "title": each.label,
                "rows": [[self[name] for name in row] for row in self.sections.of(each)],
            }
            for each in Section
        ]

    @property
    def kept_words(self) -> set[str]:
        """Return the words that stay as they are when left empty: those that are not shown here."""
        if self.instance._state.adding:
            return set()
        return set(WORDS) & set(protected_fields(self.instance))

    @property
    def stays_protected(self) -> bool:
        """Say whether the record stands behind the wall already."""
        return not self.instance._state.adding and self.instance.is_sensitive

    @cached_property
    def protects(self) -> bool:
        """Say whether the writer may record, and read, what only few may."""
        return behind_the_wall(self.user).of(self.service).covers(self.community)

    def _categories(self) -> Any:
        """Return what may be chosen; who records behind the wall stays there."""
        rows = Category.objects.choosable(
            self.service, kept=self.instance.category_id, sensitive=self.protects
        )
        return rows.sensitive() if self.stays_protected else rows

    def _further(self) -> Any:
        """Return what an event may have been besides: nothing sensitive, and what is said already."""
        usable = Category.objects.choosable(self.service).values("pk")
        kept = Q(code__in=self.instance.further_categories)
        return Category.objects.filter(Q(pk__in=usable) | kept).order_by("group", "sort_key")

    def _strikes(self) -> Any:
        """Return the strikes of the oblast, the newest first, and the one the record is part of."""
        recent = Q(started_at__gte=clock.now() - STRIKE_OFFERED, oblasts=self.community.oblast)
        found = Strike.objects.filter(recent | Q(pk=self.instance.strike_id))
        return found.distinct().order_by("-started_at", "-pk")

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


def stored_values(incident: Incident) -> dict[str, Any]:
    """Return what the form of a stored record begins with, besides its columns."""
    hidden = protected_fields(incident)
    said = {name: "" if name in hidden else getattr(incident.text, name) for name in WORDS}
    return said | {
        "id": incident.pk,
        "version": incident.version,
        "category": incident.category.code,
        "further_categories": incident.further_categories,
        "responders": [each.officer_id for each in incident.responses.all()],
    }
