"""`/api/v1/handouts/`: what initiatives handed over, to whom and how much."""

from __future__ import annotations

from typing import Any

from communities.models import Community, SafetyAsset
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey, VisibleSlugField
from core import clock
from core.api.strict import Code
from core.api.versioned_views import described
from working_groups import handouts
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST, LISTED
from working_groups.initiative_filters import HandoutFilter
from working_groups.models import Handout, Initiative


class HandoutSerializer(RecordSerializer):
    """Something handed over. Where nobody knows how much, `quantity` is null and
    `quantity_unknown` says why. `asset` is the safety asset of the community that it became.
    """

    initiative = VisibleKey(queryset=Initiative.objects.all(), to=handouts.ADD)
    community = VisibleSlugField(slug_field="code", queryset=Community.objects.shown())
    recipient = Code(slug_field="code", queryset=LISTED)
    asset = VisibleKey(queryset=SafetyAsset.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Handout
        fields = [
            *("id", "initiative", "community", "recipient", "item", "model", "quantity", "unit"),
            *("quantity_unknown", "handed_on", "act_number", "asset"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL


@described(HandoutSerializer)
class HandoutViewSet(OfGroups):
    """The handouts in the communities in the caller's reach."""

    queryset = Handout.objects.select_related("community", "recipient")
    serializer_class, file_name, route = HandoutSerializer, "handouts", "handout"
    reads = handouts.VIEW
    filterset_class = HandoutFilter

    def make(self, said: dict[str, Any]) -> Handout:
        by: Any = self.request.user
        return handouts.hand_over(said=said, by=by, at=clock.now())

    def store(self, record: Handout, said: dict[str, Any]) -> Handout:
        by: Any = self.request.user
        return handouts.change_handout(
            handout=record, said=said, by=by, at=clock.now(), version=record.version
        )
