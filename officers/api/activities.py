"""`/api/v1/activities/`: the work of officers that is not an incident."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer

from communities.models import Community, scope_of
from communities.standing import Standing
from communities.surfaces import ScopedViewMixin, VisibleSlugField
from core import clock
from core.api.exports import ExportMixin
from core.api.filtering import refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.problems import CONTENT_TYPE
from core.api.strict import Key, StrictSerializer, Text
from core.api.versioned import (
    IF_MATCH,
    IF_NONE_MATCH,
    TAG,
    etag,
    need_if_match,
    refuse_other,
    stale_refused,
    version_named,
)
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


class ActivityViewSet(
    ExportMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    viewsets.GenericViewSet,
):
    """Lessons, meetings, checks, consultations and patrols, one row an activity."""

    queryset = Activity.objects.select_related("community").prefetch_related("officers")
    serializer_class, file_name = ActivitySerializer, "activities"
    standing = Standing
    filterset_class = ActivityResourceFilter
    lookup_value_converter = "int"
    reads = VIEW
    scopes = ("officers:read", "officers:write")
    orderings = ORDERINGS

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door."""
        return activities.ADD if self.action == "create" else activities.CHANGE

    @extend_schema(
        parameters=[IF_NONE_MATCH, TAG],
        responses={
            200: ActivitySerializer,
            304: OpenApiResponse(None, "The version named in If-None-Match is the newest."),
        },
    )
    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        activity = self.get_object()
        tag = etag(activity.version)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self._answer(activity, 200)

    @extend_schema(
        parameters=[KEY, REPLAY, TAG],
        responses={201: OpenApiResponse(ActivitySerializer, "Recorded.")},
    )
    def create(self, request: Any) -> HttpResponse:
        """Record an activity: send an Idempotency-Key with it."""
        refuse_unknown(request.query_params, ())
        return once(self, lambda: self._create(request))

    def _create(self, request: Any) -> HttpResponse:
        said = self._said(request, None, activities.ADD)
        made = activities.record_activity(said=said, by=request.user, at=clock.now())
        return self._answer(made, 201)

    @extend_schema(
        parameters=[IF_MATCH, TAG],
        responses={
            200: OpenApiResponse(ActivitySerializer, "Changed."),
            (412, CONTENT_TYPE): OpenApiResponse(None, "The activity has changed meanwhile."),
        },
    )
    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        """Change the fields the body names; officers named replace those there were."""
        refuse_unknown(request.query_params, ())
        activity = self._changeable(request)
        need_if_match(request)
        refuse_other(request, activity.version)
        said = self._said(request, activity, activities.CHANGE)
        with stale_refused():
            changed = activities.change_activity(
                activity=activity,
                said=said,
                by=request.user,
                at=clock.now(),
                version=activity.version,
            )
        return self._answer(changed, 200)

    @extend_schema(
        request=VoidSerializer,
        parameters=[KEY, REPLAY, IF_MATCH, TAG],
        responses={200: OpenApiResponse(ActivitySerializer, "Annulled.")},
    )
    def void(self, request: Any, pk: int) -> HttpResponse:
        """Annul an activity. Without If-Match it is annulled whatever version it is at."""
        refuse_unknown(request.query_params, ())
        activity = self._changeable(request)
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
        return self._answer(changed, 200)

    def _changeable(self, request: Any) -> Activity:
        """Return the activity, where the caller sees it and may change it."""
        activity: Activity = self.get_object()
        reach = scope_of(request.user, activities.CHANGE).of(activity.service)
        if not reach.covers(activity.community):
            raise PermissionDenied(_("This activity is not yours to change."))
        return activity

    def _said(self, request: Any, activity: Activity | None, right: str) -> dict[str, Any]:
        context = self.get_serializer_context() | {"right": right}
        serializer = ActivitySerializer(
            activity, data=request.data, partial=activity is not None, context=context
        )
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, activity: Activity, status: int) -> HttpResponse:
        told = ActivitySerializer(activity, context=self.get_serializer_context()).data
        headers = {"ETag": etag(activity.version)}
        if status == 201:
            here = reverse("api:activity-detail", args=[activity.pk])
            headers["Location"] = self.request.build_absolute_uri(here)
        return HttpResponse(
            JSONRenderer().render(told), content_type=JSON, status=status, headers=headers
        )
