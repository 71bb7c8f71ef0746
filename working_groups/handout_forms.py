"""What the form of a handout asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.forms import ByTitle
from communities.models import Community, SafetyAsset, scope_of
from communities.models.assets import AssetKind
from core.points import LATITUDES, LONGITUDES, DegreesField
from core.versioned_forms import VersionedForm, day_input
from working_groups.forms import OrganisationChoice
from working_groups.handouts import ADD_ASSET
from working_groups.models import Handout

NEW = ("new_kind", "new_address", "new_quantity", "new_latitude", "new_longitude")


class CommunityOf(ByTitle, forms.ModelChoiceField):
    """One of the communities of an initiative."""


class HandoutForm(VersionedForm):
    """What was handed over, to whom, how much, and the safety asset it became."""

    unasked = frozenset({"initiative"})
    community = CommunityOf(Community.objects.none(), label=gettext_lazy("Community"))
    recipient = OrganisationChoice(empty_label=gettext_lazy("Choose an organisation"))
    new_kind = forms.ChoiceField(
        label=gettext_lazy("A new safety asset of the community"),
        help_text=gettext_lazy("Choose its kind, and it is written down at once."),
        choices=[("", gettext_lazy("No new asset")), *AssetKind.choices],
        required=False,
    )
    new_address = forms.CharField(
        label=gettext_lazy("Where it stands"),
        max_length=SafetyAsset._meta.get_field("address").max_length,
        required=False,
    )
    new_quantity = forms.IntegerField(
        label=gettext_lazy("How many of them stand there"),
        help_text=gettext_lazy("Where this is empty: as many pieces as were handed over."),
        min_value=1,
        required=False,
    )
    new_latitude = DegreesField(label=gettext_lazy("Latitude"), within=LATITUDES)
    new_longitude = DegreesField(label=gettext_lazy("Longitude"), within=LONGITUDES)

    class Meta:
        model = Handout
        fields = (
            *("community", "recipient", "item", "model", "quantity", "unit"),
            *("quantity_unknown", "handed_on", "act_number", "asset"),
        )
        widgets = {"handed_on": day_input()}

    def __init__(self, *args: Any, user: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["recipient"].label = _("Recipient")
        mine = self.instance.initiative.communities.all()
        reach = [each.pk for each in mine if scope_of(user, right).either.covers(each)]
        fields["community"].queryset = Community.objects.filter(pk__in=reach).order_by("sort_key")
        if len(reach) == 1 and self.instance.pk is None:
            self.initial["community"] = reach[0]
        free = Q(handout=None) | Q(handout=self.instance.pk or 0)
        seen = SafetyAsset.objects.visible_to(user).filter(free, community__in=reach)
        fields["asset"].queryset = seen.select_related("community", "settlement").order_by("pk")
        if self.instance.asset_id or not user.has_perm(ADD_ASSET):
            for name in NEW:
                del fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("new_kind") and said.get("asset"):
            text = _("Choose a safety asset that is there, or a new one, not both.")
            self.add_error("new_kind", forms.ValidationError(text, code="both"))
        if not said.get("new_kind") and any(said.get(name) for name in NEW):
            text = _("Choose the kind of the new safety asset.")
            self.add_error("new_kind", forms.ValidationError(text, code="no_kind"))
        return said

    @property
    def said(self) -> dict[str, Any]:
        told = super().said
        if not self.cleaned_data.get("new_kind"):
            return told
        new = {name.removeprefix("new_"): self.cleaned_data[name] for name in NEW}
        asset = {name: value for name, value in new.items() if value not in {None, ""}}
        return told | {"new_asset": asset | {"in_service_since": told["handed_on"]}}
