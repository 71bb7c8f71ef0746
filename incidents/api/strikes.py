"""`/api/v1/strikes/`: attacks and disasters that caused many incidents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from communities.models import Oblast
from communities.resource_filters import ResourceFilter
from communities.standing import Standing
from communities.surfaces import Katotth, ScopedViewMixin
from core import clock
from core.api.schema import KATOTTH
from core.api.strict import StrictSerializer
from core.api.versioned_views import VersionedViewSet, described
from incidents import strikes
from incidents.api.serializers import MomentField
from incidents.models import Strike
from incidents.models.strike import VIEW


@extend_schema_field({"type": "array", "items": KATOTTH, "minItems": 1})
class OblastCodes(serializers.ListField):
    """The oblasts of a strike, each by its code; only those whose strikes the caller records."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class StrikeSerializer(StrictSerializer):
    """One strike. Incidents name it in their field `strike`."""

    started_at = MomentField()
    oblasts = OblastCodes(
        child=Katotth(slug_field="code", queryset=Oblast.objects.all()), min_length=1, max_length=27
    )

    class Meta:
        model = Strike
        fields = [
            *("id", "title", "started_at", "oblasts", "version", "recorded_by"),
            *("created_at", "updated_at"),
        ]
        read_only_fields = ["id", "version", "recorded_by", "created_at", "updated_at"]

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        allowed = set(strikes.oblasts_for(self.context["request"].user, self.context["right"]))
        if set(values.get("oblasts", ())) <= allowed:
            return {}
        return {"oblasts": _("You do not record the strikes of one of these oblasts.")}


@described(StrikeSerializer)
class StrikeViewSet(ScopedViewMixin, VersionedViewSet):
    """The strikes that concerned an oblast of the caller."""

    queryset = Strike.objects.prefetch_related("oblasts")
    serializer_class, file_name, route = StrikeSerializer, "strikes", "strike"
    standing = Standing
    filterset_class = ResourceFilter
    reads, add, change = VIEW, strikes.ADD, strikes.CHANGE
    scopes = ("incidents:read", "incidents:write")
    orderings = {
        "-started_at": ("-started_at", "-id"),
        "started_at": ("started_at", "id"),
        "-id": ("-id",),
        "id": ("id",),
    }

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door: a PATCH asks by the strike what it takes."""
        return self.add if self.action == "create" else VIEW

    def refuse_change(self, record: Strike) -> None:
        user = self.request.user
        changeable = Strike.objects.filter(pk=record.pk).changeable_by(user)
        if not (user.has_perm(strikes.CHANGE) and changeable.exists()):
            raise PermissionDenied(_("This strike is not yours to change."))

    def make(self, said: dict[str, Any]) -> Strike:
        return strikes.record_strike(**said, by=self.request.user, at=clock.now())

    def store(self, record: Strike, said: dict[str, Any]) -> Strike:
        return strikes.change_strike(
            strike=record, said=said, at=clock.now(), version=record.version
        )
