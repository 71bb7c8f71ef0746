"""A resource whose records are made once and changed by their version."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.renderers import JSONRenderer

from core.api.exports import ExportMixin
from core.api.filtering import refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.problems import CONTENT_TYPE, PreconditionFailed
from core.api.schema import problem_with_current
from core.api.versioned import (
    IF_MATCH,
    IF_NONE_MATCH,
    TAG,
    etag,
    need_if_match,
    refuse_other,
    stale_refused,
)


class VersionedViewSet(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """List, read, make and change records; a kind says by `make` and `store` how that is done.

    A POST answers again what its Idempotency-Key was answered; a PATCH needs If-Match. Both ask
    for the rights `add` and `change`, which a serializer finds as `right` in its context.
    """

    queryset: Any
    serializer_class: Any
    lookup_value_converter = "int"
    route = ""  # of the API, without -list and -detail
    add = change = ""
    orderings = {
        "-id": ("-id",),
        "id": ("id",),
        "-updated_at": ("-updated_at", "-id"),
        "updated_at": ("updated_at", "id"),
    }

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door."""
        return self.add if self.action == "create" else self.change

    def make(self, said: dict[str, Any]) -> Any:
        """Store a new record that says this, by the caller."""
        raise NotImplementedError

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        """Change what the body says of a record the caller saw at its version."""
        raise NotImplementedError

    def refuse_change(self, record: Any) -> None:
        """Raise PermissionDenied where the caller sees a record that is not his to change."""

    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        record = self.get_object()
        tag = etag(record.version)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self.answer(record, 200)

    def create(self, request: Any) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        return once(self, lambda: self.answer(self.make(self._said(None)), 201))

    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        """Change the fields the body names."""
        refuse_unknown(request.query_params, ())
        record = self.get_object()
        need_if_match(request)
        self.refuse_change(record)
        try:
            refuse_other(request, record.version)
        except PreconditionFailed as refused:
            raise self._stale(record, refused) from refused
        said = self._said(record)
        with stale_refused():
            changed = self.store(record, said)
        return self.answer(changed, 200)

    def answer(self, record: Any, status: int) -> HttpResponse:
        """Return a record as it is stored now, with its tag and, where it is new, its address."""
        fresh = self.queryset.all().get(pk=record.pk)  # with what a query adds
        told = JSONRenderer().render(self.get_serializer(fresh).data)
        headers = {"ETag": etag(fresh.version)}
        if status == 201:
            here = reverse(f"api:{self.route}-detail", args=[record.pk])
            headers["Location"] = self.request.build_absolute_uri(here)
        return HttpResponse(told, content_type=JSON, status=status, headers=headers)

    def _stale(self, record: Any, refused: PreconditionFailed) -> PreconditionFailed:
        current = self.get_serializer(record).data
        return PreconditionFailed(refused.detail, current=current, etag=etag(record.version))

    def _said(self, record: Any) -> dict[str, Any]:
        right = self.change if record else self.add
        serializer = self.serializer_class(
            record,
            data=self.request.data,
            partial=record is not None,
            context={**self.get_serializer_context(), "right": right},
        )
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


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
