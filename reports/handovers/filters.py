"""The filters of handovers: of their list, and of the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.resource_filters import ResourceFilter
from core.filters import YES_OR_NO, RecordNumber, YesOrNo
from officers.handovers import VIEW
from officers.models import Handover


class HandoverListFilter(ReaderFilterSet):
    """Territory, and whether both have signed."""

    permission = VIEW

    territory = TerritoryChoice(label=_("Territory"))
    signed = YesOrNo(
        field_name="signed_on",
        lookup_expr="isnull",
        exclude=True,
        label=_("Signed by both"),
        choices=(("", _("Any")), *YES_OR_NO),
    )

    class Meta:
        model = Handover
        form = TerritoryForm
        fields = ["territory", "signed"]


class HandoverFilter(ResourceFilter):
    """The handovers of a territory, of an assignment, those that wait and those signed."""

    assignment = RecordNumber(label=_("Assignment"))
    signed = YesOrNo(
        field_name="signed_on", lookup_expr="isnull", exclude=True, label=_("Signed by both")
    )
