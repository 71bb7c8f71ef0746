"""`/api/v1/assignments/`: which officer serves which community, and when."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ErrorDetail
from rest_framework.renderers import JSONRenderer

from communities.filters import CodeFilter
from communities.models import Community, Settlement
from communities.standing import Standing
from communities.surfaces import Katotth, ScopedViewMixin, VisibleSlugField
from communities.territories import NoSuchTerritory, territory_for
from core import clock
from core.api.exports import ExportMixin
from core.api.filtering import AskedOnly, refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.problems import CONTENT_TYPE
from core.api.schema import KATOTTH
from core.api.strict import Day, Flag, Key, StrictSerializer
from core.api.versioned import (
    IF_MATCH,
    IF_NONE_MATCH,
    TAG,
    etag,
    need_if_match,
    refuse_other,
    stale_refused,
)
from core.filters import IsoDayFilter, MomentFilter
from officers import assigning
from officers.models import Assignment, AssignmentKind, Officer

FIXED = ("officer", "community")  # another officer or community is another assignment


class AssignmentFilter(AskedOnly, filters.FilterSet):
    """The assignments of an officer, in a territory, of a kind, in force on a day."""

    officer = filters.NumberFilter(
        label=gettext_lazy("Officer"), min_value=1, max_value=2_147_483_647
    )
    territory = CodeFilter(method="inside", label=gettext_lazy("Territory"))
    kind = filters.ChoiceFilter(choices=AssignmentKind.choices, label=gettext_lazy("Assignment"))
    in_force = IsoDayFilter(
        field_name="period", lookup_expr="contains", label=gettext_lazy("In force on this day")
    )
    updated_since = MomentFilter(
        field_name="updated_at",
        lookup_expr="gte",
        label=gettext_lazy("Changed at this moment or later"),
    )

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(territory_for(self.request.user, assigning.VIEW, code).region)
        except NoSuchTerritory:
            return qs.none()


class OfficerKey(Key):
    """The number of an officer; only those the caller may assign."""

    def get_queryset(self) -> Any:
        return Officer.objects.visible_to(self.context["request"].user, to=assigning.ADD)


@extend_schema_field({"type": "array", "items": KATOTTH})
class SettlementCodes(serializers.ListField):
    """The settlements of an assignment, each by its code; none: the whole community."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class AssignmentSerializer(StrictSerializer):
    """One assignment. `ends_on` is the first day it no longer holds, null while it goes on."""

    officer = OfficerKey(queryset=Officer.objects.all())
    officer_name = serializers.CharField(source="officer.__str__", read_only=True)
    officer_kind = serializers.CharField(source="officer.kind", read_only=True)
    officer_rank = serializers.CharField(source="officer.rank", read_only=True)
    community = VisibleSlugField(
        slug_field="code",
        queryset=Community.objects.select_related("oblast"),
        to=assigning.ADD,
    )
    starts_on = Day()
    ends_on = Day(allow_null=True, required=False)
    settlements = SettlementCodes(
        child=Katotth(slug_field="code", queryset=Settlement.objects.all()),
        required=False,
        max_length=500,
    )
    lives_in_community = Flag(allow_null=True, required=False)

    class Meta:
        model = Assignment
        fields = [
            *("id", "officer", "officer_name", "officer_kind", "officer_rank", "community", "kind"),
            *("starts_on", "ends_on", "settlements", "place", "lives_in_community"),
            *("order_number", "order_date", "reason", "version", "updated_at"),
        ]
        read_only_fields = [
            *("id", "officer_name", "officer_kind", "officer_rank", "version", "updated_at"),
        ]

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        stored = assigning.stored_of(self.instance)
        if self.instance is not None:
            stored["community"] = self.instance.community
        said = {name: each for name, each in stored.items() if name not in unread} | values
        wrong = {e.field: ErrorDetail(e.message, e.code) for e in assigning.wrong_in(said)}
        return self._fixed(values) | wrong

    def _fixed(self, values: dict[str, Any]) -> dict[str, ErrorDetail]:
        """Refuse to make the assignment one of somebody else or somewhere else."""
        if self.instance is None:
            return {}
        text = _("Another officer or community is another assignment: end this one.")
        return {name: ErrorDetail(text, "not_writable") for name in FIXED if name in values}


class AssignmentViewSet(
    ExportMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    viewsets.GenericViewSet,
):
    """Who serves where: officers are assigned to communities for a period."""

    queryset = Assignment.objects.select_related("officer__personal", "community").prefetch_related(
        "settlements"
    )
    serializer_class, file_name = AssignmentSerializer, "assignments"
    standing = Standing
    filterset_class = AssignmentFilter
    lookup_value_converter = "int"
    reads = assigning.VIEW
    scopes = ("officers:read", "officers:write")
    orderings = {
        "-id": ("-id",),
        "id": ("id",),
        "-updated_at": ("-updated_at", "-id"),
        "updated_at": ("updated_at", "id"),
    }

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door."""
        return assigning.CHANGE if self.request.method == "PATCH" else assigning.ADD

    @extend_schema(
        parameters=[IF_NONE_MATCH, TAG],
        responses={
            200: AssignmentSerializer,
            304: OpenApiResponse(None, "The version named in If-None-Match is the newest."),
        },
    )
    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        assignment = self.get_object()
        tag = etag(assignment.version)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self._answer(assignment, 200)

    @extend_schema(
        parameters=[KEY, REPLAY, TAG],
        responses={201: OpenApiResponse(AssignmentSerializer, "Stored.")},
    )
    def create(self, request: Any) -> HttpResponse:
        """Assign an officer to a community."""
        refuse_unknown(request.query_params, ())
        return once(self, lambda: self._create(request))

    def _create(self, request: Any) -> HttpResponse:
        said = self._said(request, None)
        made = assigning.assign(said=said, by=request.user, at=clock.now())
        return self._answer(made, 201)

    @extend_schema(
        parameters=[IF_MATCH, TAG],
        responses={
            200: OpenApiResponse(AssignmentSerializer, "Changed."),
            (412, CONTENT_TYPE): OpenApiResponse(None, "The assignment has changed meanwhile."),
        },
    )
    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        """Change the fields the body names; `ends_on` ends the assignment."""
        refuse_unknown(request.query_params, ())
        assignment = self.get_object()
        need_if_match(request)
        refuse_other(request, assignment.version)
        said = self._said(request, assignment)
        with stale_refused():
            changed = assigning.change(
                assignment=assignment,
                said=said,
                by=request.user,
                at=clock.now(),
                version=assignment.version,
            )
        return self._answer(changed, 200)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if self.request.method == "PATCH":
            return rows.visible_to(self.request.user, to=assigning.CHANGE)
        return rows

    def _said(self, request: Any, assignment: Assignment | None) -> dict[str, Any]:
        serializer = AssignmentSerializer(
            assignment,
            data=request.data,
            partial=assignment is not None,
            context=self.get_serializer_context(),
        )
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, assignment: Assignment, status: int) -> HttpResponse:
        told = AssignmentSerializer(assignment, context=self.get_serializer_context()).data
        headers = {"ETag": etag(assignment.version)}
        if status == 201:
            here = reverse("api:assignment-detail", args=[assignment.pk])
            headers["Location"] = self.request.build_absolute_uri(here)
        return HttpResponse(
            JSONRenderer().render(told), content_type=JSON, status=status, headers=headers
        )
