"""`/api/v1/activities/`: the work of officers that is not an incident."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from communities.models import Community, scope_of
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin, VisibleSlugField
from core import clock
from core.api.filtering import refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.strict import Key, StrictSerializer, Text
from core.api.versioned import IF_MATCH, TAG, stale_refused, version_named
from core.api.versioned_views import VersionedViewSet, described
from officers import activities
from officers.activity_filters import ORDERINGS, ActivityResourceFilter
from officers.models import Activity, Officer
from officers.models.activity import VIEW

UNSAID = {"attended": None, "engaged": None, "counterparty": ""}


class OfficerKey(Key):
    """The number of an officer; only those the caller sees."""

    def get_queryset(self) -> Any:
        return Officer.objects.visible_to(self.context["request"].user)


@extend_schema_field({"type": "array", "items": {"type": "integer"}, "minItems": 1})
class OfficerKeys(serializers.ListField):
    """The officers of an activity, each by the number, in the order of their numbers."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.pk for each in data.all())


class ActivitySerializer(StrictSerializer):
    """One activity. Its service is that of its officers; `voided_at` is set where it was annulled."""

    community = VisibleSlugField(
        slug_field="code", queryset=Community.objects.select_related("oblast"), to=activities.ADD
    )
    officers = OfficerKeys(
        child=OfficerKey(queryset=Officer.objects.all()),
        min_length=1,
        max_length=settings.LIMITS["activity_officers"],
    )

    class Meta:
        model = Activity
        fields = [
            *("id", "kind", "counterparty", "community", "service", "officers", "held_on"),
            *("place", "attended", "engaged", "notes", "version", "recorded_by"),
            *("created_at", "updated_at", "voided_at", "voided_by", "void_reason"),
        ]
        read_only_fields = [
            *("id", "service", "version", "recorded_by", "created_at", "updated_at"),
            *("voided_at", "voided_by", "void_reason"),
        ]

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        said = {name: value for name, value in self._stored().items() if name not in unread}
        return activities.contradictions(said | values)

    def _stored(self) -> dict[str, Any]:
        """Return what holds where a body does not say it."""
        if self.instance is None:
            return UNSAID
        told = {name: getattr(self.instance, name) for name in ("kind", *UNSAID)}
        return told | {"officers": self.instance.officers.all()}


class VoidSerializer(StrictSerializer):
    """Why an activity is annulled."""

    reason = Text(max_length=settings.LIMITS["reason"])

    class Meta:
        model = Activity
        fields = ["reason"]


@described(ActivitySerializer)
class ActivityViewSet(ScopedViewMixin, VersionedViewSet):
    """Lessons, meetings, checks, consultations and patrols, one row an activity."""

    queryset = Activity.objects.select_related("community").prefetch_related("officers")
    serializer_class, file_name, route = ActivitySerializer, "activities", "activity"
    standing = Standing
    filterset_class = ActivityResourceFilter
    reads, add, change = VIEW, activities.ADD, activities.CHANGE
    scopes = ("officers:read", "officers:write")
    orderings = ORDERINGS

    def make(self, said: dict[str, Any]) -> Activity:
        return activities.record_activity(said=said, by=self.request.user, at=clock.now())

    def store(self, record: Activity, said: dict[str, Any]) -> Activity:
        return activities.change_activity(
            activity=record,
            said=said,
            by=self.request.user,
            at=clock.now(),
            version=record.version,
        )

    def refuse_change(self, record: Activity) -> None:
        reach = scope_of(self.request.user, activities.CHANGE).of(record.service)
        if not reach.covers(record.community):
            raise PermissionDenied(_("This activity is not yours to change."))

    @extend_schema(
        request=VoidSerializer,
        parameters=[KEY, REPLAY, IF_MATCH, TAG],
        responses={200: OpenApiResponse(ActivitySerializer, "Annulled.")},
    )
    def void(self, request: Any, pk: int) -> HttpResponse:
        """Annul an activity. Without If-Match it is annulled whatever version it is at."""
        refuse_unknown(request.query_params, ())
        activity = self.get_object()
        self.refuse_change(activity)
        said = VoidSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        return once(self, lambda: self._void(request, activity, said.validated_data["reason"]))

    def _void(self, request: Any, activity: Activity, reason: str) -> HttpResponse:
        with stale_refused():
            changed = activities.void_activity(
                activity=activity,
                reason=reason,
                by=request.user,
                at=clock.now(),
                version=version_named(request),
            )
        return self.answer(changed, 200)
