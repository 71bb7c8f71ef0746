"""`/api/v1/strikes/`: attacks and disasters that caused many incidents."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer

from communities.filters import CodeFilter
from communities.models import Oblast
from communities.standing import Standing
from communities.surfaces import Katotth, ScopedViewMixin
from communities.territories import NoSuchTerritory, territory_for
from core import clock
from core.api.exports import ExportMixin
from core.api.filtering import AskedOnly, refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.problems import CONTENT_TYPE
from core.api.schema import KATOTTH
from core.api.strict import StrictSerializer
from core.api.versioned import (
    IF_MATCH,
    IF_NONE_MATCH,
    TAG,
    etag,
    need_if_match,
    refuse_other,
    stale_refused,
)
from core.filters import MomentFilter
from incidents import strikes
from incidents.api.serializers import MomentField
from incidents.models import Strike
from incidents.models.strike import VIEW


class StrikeFilter(AskedOnly, filters.FilterSet):
    """The strikes that concerned a territory, and those changed at a moment or later."""

    territory = CodeFilter(method="inside", label=gettext_lazy("Territory"))
    updated_since = MomentFilter(
        field_name="updated_at",
        lookup_expr="gte",
        label=gettext_lazy("Changed at this moment or later"),
    )

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(territory_for(self.request.user, VIEW, code).region)
        except NoSuchTerritory:
            return qs.none()


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


class StrikeViewSet(
    ExportMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    viewsets.GenericViewSet,
):
    """The strikes that concerned an oblast of the caller."""

    queryset = Strike.objects.prefetch_related("oblasts")
    serializer_class, file_name = StrikeSerializer, "strikes"
    standing = Standing
    filterset_class = StrikeFilter
    lookup_value_converter = "int"
    reads = VIEW
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
        return VIEW if self.request.method == "PATCH" else strikes.ADD

    @extend_schema(
        parameters=[IF_NONE_MATCH, TAG],
        responses={
            200: StrikeSerializer,
            304: OpenApiResponse(None, "The version named in If-None-Match is the newest."),
        },
    )
    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        strike = self.get_object()
        tag = etag(strike.version)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self._answer(strike, 200)

    @extend_schema(
        parameters=[KEY, REPLAY, TAG], responses={201: OpenApiResponse(StrikeSerializer, "Stored.")}
    )
    def create(self, request: Any) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        return once(self, lambda: self._create(request))

    def _create(self, request: Any) -> HttpResponse:
        said = self._said(request, None, strikes.ADD)
        made = strikes.record_strike(**said, by=request.user, at=clock.now())
        return self._answer(made, 201)

    @extend_schema(
        parameters=[IF_MATCH, TAG],
        responses={
            200: OpenApiResponse(StrikeSerializer, "Changed."),
            (412, CONTENT_TYPE): OpenApiResponse(None, "The strike has changed meanwhile."),
        },
    )
    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        """Change the fields the body names."""
        refuse_unknown(request.query_params, ())
        strike = self.get_object()
        need_if_match(request)
        changeable = Strike.objects.filter(pk=strike.pk).changeable_by(request.user)
        if not (request.user.has_perm(strikes.CHANGE) and changeable.exists()):
            raise PermissionDenied(_("This strike is not yours to change."))
        refuse_other(request, strike.version)
        said = self._said(request, strike, strikes.CHANGE)
        with stale_refused():
            changed = strikes.change_strike(
                strike=strike, said=said, at=clock.now(), version=strike.version
            )
        return self._answer(changed, 200)

    def _said(self, request: Any, strike: Strike | None, right: str) -> dict[str, Any]:
        context = self.get_serializer_context() | {"right": right}
        serializer = StrikeSerializer(
            strike, data=request.data, partial=strike is not None, context=context
        )
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, strike: Strike, status: int) -> HttpResponse:
        told = StrikeSerializer(strike, context=self.get_serializer_context()).data
        headers = {"ETag": etag(strike.version)}
        if status == 201:
            here = reverse("api:strike-detail", args=[strike.pk])
            headers["Location"] = self.request.build_absolute_uri(here)
        return HttpResponse(
            JSONRenderer().render(told), content_type=JSON, status=status, headers=headers
        )
