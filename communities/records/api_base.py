"""What the resources of records share: one list, one record, made once and changed by version."""

from __future__ import annotations

from collections.abc import Container
from copy import copy
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ErrorDetail
from rest_framework.renderers import JSONRenderer

from communities import services
from communities.filters import CodeFilter
from communities.models import Community
from communities.standing import Standing
from communities.surfaces import VisibleSlugField
from communities.territories import NoSuchTerritory, territory_for
from core import clock
from core.api.exports import ExportMixin
from core.api.filtering import AskedOnly, refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.problems import CONTENT_TYPE, PreconditionFailed, PreconditionRequired
from core.api.schema import problem_with_current
from core.api.strict import StrictSerializer
from core.api.versioned import IF_MATCH, IF_NONE_MATCH, TAG, etag, stale_refused
from core.filters import MomentFilter

SET_BY_PORTAL = ["id", "version", "recorded_by", "created_at", "updated_at"]


class RecordFilter(AskedOnly, filters.FilterSet):
    """The records of the communities of a territory, and those changed at a moment or later."""

    territory = CodeFilter(method="inside", label=gettext_lazy("Territory"))
    updated_since = MomentFilter(
        field_name="updated_at",
        lookup_expr="gte",
        label=gettext_lazy("Changed at this moment or later"),
    )

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            return qs.inside(territory_for(self.request.user, qs.view_permission, code).region)
        except NoSuchTerritory:
            return qs.none()


class RecordSerializer(StrictSerializer):
    """A record of a community, which it keeps: what is `fixed` is said once."""

    community = VisibleSlugField(slug_field="code", queryset=Community.objects.shown())

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        found = self._moved(values)
        return found or self._wrong(values, whole=not unread)

    def _moved(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that a change would move the record by."""
        if self.instance is None:
            return {}
        text = ErrorDetail(str(_("This is said once, when the record is made.")), "not_writable")
        fixed = self.instance.fixed
        return {
            name: text
            for name in fixed
            if name in values and values[name] != getattr(self.instance, name)
        }

    def _wrong(self, values: dict[str, Any], *, whole: bool) -> dict[str, Any]:
        """Return what the record would contradict itself by; as a `whole` its constraints, too."""
        model: Any = self.Meta.model
        record = copy(self.instance) if self.instance else model()
        lists = {each.name for each in record._meta.many_to_many}
        for name in set(values) - lists:
            setattr(record, name, values[name])
        try:
            record.clean()
            if whole:
                record.validate_constraints()
        except ValidationError as error:
            return {_pointed(name): each for name, each in _details(error).items()}
        return {}


def _pointed(name: str) -> str:
    return "non_field_errors" if name == "__all__" else name


def _details(error: ValidationError) -> dict[str, list[ErrorDetail]]:
    return {
        name: [ErrorDetail(str(text), each.code or "invalid") for each in errors for text in each]
        for name, errors in error.error_dict.items()
    }


class RecordViewSet(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Records of communities, seen and written where the caller's grants reach."""

    standing = Standing
    lookup_value_converter = "int"
    scopes = ("territories:read", "territories:write")
    orderings = {
        "id": ("id",),
        "-id": ("-id",),
        "updated_at": ("updated_at", "id"),
        "-updated_at": ("-updated_at", "-id"),
    }
    queryset: Any
    serializer_class: Any
    route = ""  # of the API, without -list and -detail

    reads = ""  # each kind names it: the change feed asks the class

    @property
    def writes(self) -> str:
        return self.right("change" if self.request.method == "PATCH" else "add")

    def right(self, action: str) -> str:
        return self.reads.replace(".view_", f".{action}_")

    def get_queryset(self) -> Any:
        """Keep what the caller sees; what is to be changed, where he may change it."""
        right = self.writes if self.request.method == "PATCH" else self.reads
        rows: Any = super().get_queryset()
        return rows.visible_to(self.request.user, to=right)

    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        record = self.get_object()
        tag = etag(record.version)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self._answer(record, 200)

    def create(self, request: Any) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        return once(self, lambda: self._create(request))

    def _create(self, request: Any) -> HttpResponse:
        return self._answer(self.make(self._said(request, None)), 201)

    def make(self, said: dict[str, Any]) -> Any:
        """Store a new record that says this."""
        record = self.queryset.model(community=said.pop("community"))
        return services.make_record(record=record, said=said, by=self.request.user, at=clock.now())

    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        """Change the fields the body names."""
        refuse_unknown(request.query_params, ())
        record = self.get_object()
        wanted = request.headers.get("If-Match")
        if wanted is None:
            raise PreconditionRequired(_("Name the version you saw in If-Match."))
        if wanted.removeprefix("W/") != etag(record.version):
            raise self._stale(record)
        said = self._said(request, record)
        with stale_refused():
            changed = self.change(record, said)
        return self._answer(changed, 200)

    def change(self, record: Any, said: dict[str, Any]) -> Any:
        """Change what is said in a record, at the version it was read at."""
        return services.change_record(
            record=record, said=said, at=clock.now(), version=record.version
        )

    def _stale(self, record: Any) -> PreconditionFailed:
        text = _("The record is at version %s now.") % record.version
        current = self.get_serializer(record).data
        return PreconditionFailed(text, current=current, etag=etag(record.version))

    def _said(self, request: Any, record: Any) -> dict[str, Any]:
        context = {**self.get_serializer_context(), "right": self.writes}
        serializer = self.serializer_class(
            record, data=request.data, partial=record is not None, context=context
        )
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, record: Any, status: int) -> HttpResponse:
        fresh = self.queryset.all().get(pk=record.pk)  # with what a query adds
        told = JSONRenderer().render(self.get_serializer(fresh).data)
        headers = {"ETag": etag(record.version)}
        if status == 201:
            here = reverse(f"api:{self.route}-detail", args=[record.pk])
            headers["Location"] = self.request.build_absolute_uri(here)
        return HttpResponse(told, content_type=JSON, status=status, headers=headers)


def described(serializer: Any) -> Any:
    """Return the decorator that says in the OpenAPI document what the calls of a resource do."""
    told = {
        "retrieve": extend_schema(
            parameters=[IF_NONE_MATCH, TAG],
            responses={
                200: serializer,
                304: OpenApiResponse(None, "The version named in If-None-Match is the newest."),
            },
        ),
        "create": extend_schema(
            parameters=[KEY, REPLAY, TAG],
            responses={201: OpenApiResponse(serializer, "Stored.")},
        ),
        "partial_update": extend_schema(
            parameters=[IF_MATCH, TAG],
            responses={
                200: OpenApiResponse(serializer, "Changed."),
                (412, CONTENT_TYPE): OpenApiResponse(
                    problem_with_current(serializer.__name__.removesuffix("Serializer")),
                    "The record has changed since the version named in If-Match; `current` shows"
                    " it as it is now.",
                ),
            },
        ),
    }
    return extend_schema_view(**told)
