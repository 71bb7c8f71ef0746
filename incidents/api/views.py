"""`/api/v1/incidents/`: list, one record, and the PUT that creates it exactly once."""

from __future__ import annotations

from typing import Any, NoReturn
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError

from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from core import clock
from core.api.exports import ExportMixin
from core.api.filtering import refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.parsing import canonical_digest
from core.api.problems import CONTENT_TYPE, PreconditionFailed, PreconditionRequired
from core.api.schema import problem_with_current
from core.api.versioned import IF_MATCH, IF_NONE_MATCH, TAG, etag
from core.exceptions import RuleBroken
from core.exports import point
from incidents import services
from incidents.api.protected import PURPOSE, is_shown, note, purpose_of
from incidents.api.serializers import IncidentSerializer
from incidents.api.writing import Writer, refuse_taken
from incidents.files import columns, incidents_file
from incidents.filters import ORDERINGS, VIEW, IncidentResourceFilter
from incidents.models import Incident
from incidents.steps import right_to_change
from incidents.telling import read, tell, telling

STALE = OpenApiResponse(
    problem_with_current("Incident"),
    "The record has changed since the version named in If-Match; `current` shows it as it is now.",
)
REPLAYED = OpenApiParameter(
    "Idempotent-Replayed",
    str,
    OpenApiParameter.HEADER,
    description="`true` where the same body created the record before.",
    response=[200],
)


class IncidentViewSet(
    ExportMixin,
    ScopedViewMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Events that concerned public safety, one row an event."""

    queryset = Incident.objects.all()
    serializer_class = IncidentSerializer
    filterset_class = IncidentResourceFilter
    lookup_value_converter = "uuid"
    reads = VIEW
    scopes = ("incidents:read", "incidents:write")
    read_row = staticmethod(read)  # each row is the JSON text of a record
    orderings = ORDERINGS
    standing, geometry = Standing, staticmethod(point)  # which the database draws

    @property
    def column_names(self) -> list[str]:
        return [name for name, _sql in columns()]

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door: a PATCH asks by the record what it takes."""
        return VIEW if self.request.method == "PATCH" else services.ADD

    def page(self, request: Any) -> HttpResponse:
        found = self.filter_queryset(self.get_queryset())
        return self.paginator.get_written_response(self.paginate_queryset(telling(found)))

    def file(self, kind: str, rows: Any, *, excel: bool) -> StreamingHttpResponse:
        return incidents_file(kind, rows, standing=self.standing(self.request), excel=excel)

    @extend_schema(
        parameters=[IF_NONE_MATCH, PURPOSE, TAG],
        responses={
            200: OpenApiResponse(IncidentSerializer, "The record."),
            304: OpenApiResponse(None, "The version named in If-None-Match is the newest."),
        },
    )
    def retrieve(self, request: Any, pk: UUID) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        purpose_of(request)
        known = request.headers.get("If-None-Match", "")
        tag, told = self._told(pk, known)
        if tag in known:
            return HttpResponse(status=304, headers={"ETag": tag})
        return self._answer(tag, told, 200)

    @extend_schema(
        parameters=[IF_MATCH, PURPOSE, TAG, REPLAYED],
        responses={
            200: OpenApiResponse(IncidentSerializer, "Replaced, or the same body again."),
            201: OpenApiResponse(IncidentSerializer, "Created and stored."),
            (412, CONTENT_TYPE): STALE,
        },
    )
    def update(self, request: Any, pk: UUID) -> HttpResponse:
        """Create the incident with this UUID once, or replace it with If-Match."""
        refuse_unknown(request.query_params, ())
        purpose_of(request)
        digest = canonical_digest(request.data)
        if wanted := request.headers.get("If-Match"):
            return self._replace(request, self._existing(pk), wanted)
        try:
            return self._create(request, pk, digest)
        except (RuleBroken, ValidationError):
            existing = self._existing(pk)  # where there is a record, nothing else is asked first
            if existing is None:
                raise
            return self._again(request, existing, digest)

    @extend_schema(
        parameters=[IF_MATCH, PURPOSE, TAG],
        responses={
            200: OpenApiResponse(IncidentSerializer, "Changed."),
            (412, CONTENT_TYPE): STALE,
        },
    )
    def partial_update(self, request: Any, pk: UUID) -> HttpResponse:
        """Change the fields the body names; objects within it are merged, lists are replaced."""
        refuse_unknown(request.query_params, ())
        purpose_of(request)
        existing = self._found(pk)
        if existing is None:
            raise Http404
        wanted = request.headers.get("If-Match")
        if wanted is None:
            raise PreconditionRequired(_("Name the version you saw in If-Match."))
        return self._replace(request, existing, wanted)

    @extend_schema(
        parameters=[KEY, REPLAY, TAG],
        responses={201: OpenApiResponse(IncidentSerializer, "Created and stored.")},
    )
    def create(self, request: Any) -> HttpResponse:
        """Create an incident whose UUID the portal makes: send an Idempotency-Key with it."""
        refuse_unknown(request.query_params, ())
        return once(self, lambda: self._create(request, uuid4(), None))

    def _existing(self, pk: UUID) -> Incident | None:
        """Return the record the caller sees, if there is one; 409 for one out of sight."""
        if not Incident.objects.filter(pk=pk).exists():
            return None
        found = self._found(pk)
        if found is None:
            refuse_taken(self.request, pk)
        return found

    def _found(self, pk: UUID) -> Incident | None:
        joined = self.get_queryset().select_related("category", "community", "text")
        return joined.filter(pk=pk).first()

    def _create(self, request: Any, pk: UUID, digest: bytes | None) -> HttpResponse:
        record = self._writer(request).new(request.data)
        with transaction.atomic():  # the answer is ready before the commit: nothing can make a
            incident = services.log_incident(  # failure of what is stored after it
                pk=pk, record=record, by=request.user, at=clock.now(), body_hash=digest
            )
            return self._answer(self._tag(incident), self._tell(incident), 201)

    def _again(self, request: Any, existing: Incident, digest: bytes) -> HttpResponse:
        """Answer the body that made the record with the record; any other wants its version."""
        same = existing.body_hash is not None and bytes(existing.body_hash) == digest
        if not (same and existing.logged_by_id == request.user.pk):
            raise PreconditionRequired(_("This record exists; name its version in If-Match."))
        response = self._answer(*self._told(existing.pk), 200)
        response["Idempotent-Replayed"] = "true"
        return response

    def _replace(self, request: Any, existing: Incident | None, wanted: str) -> HttpResponse:
        if existing is None:
            raise PreconditionFailed(_("There is no such record yet."))
        changeable = Incident.objects.visible_to(request.user, to=right_to_change(existing))
        if not changeable.filter(pk=existing.pk).exists():
            self.permission_denied(request)
        if wanted.removeprefix("W/") != self._tag(existing):
            self._refuse_stale(existing.pk)
        record = self._read(request, existing)
        try:
            with transaction.atomic():
                services.edit_incident(
                    incident=existing,
                    record=record,
                    by=request.user,
                    at=clock.now(),
                    version=existing.version,
                )
                return self._answer(*self._told(existing.pk), 200)
        except RuleBroken as error:
            if error.code == "stale":
                self._refuse_stale(existing.pk)
            raise

    def _read(self, request: Any, existing: Incident) -> services.Record:
        """Return what the body makes of the record: of the whole, or of the fields it names."""
        writer = self._writer(request)
        read_by = writer.patching if request.method == "PATCH" else writer.replacing
        return read_by(existing, request.data)

    def _refuse_stale(self, pk: UUID) -> NoReturn:
        """Show the caller the record as it is, so that he can decide once more."""
        tag, told = self._told(pk)
        current = read(told)
        raise PreconditionFailed(
            _("The record is at version %s now.") % current["version"], current=current, etag=tag
        )

    def _writer(self, request: Any) -> Writer:
        return Writer(request, self.get_serializer_context())

    def _told(self, pk: UUID, known: str = "") -> tuple[str, str]:
        """Return the tag and the JSON text of a record as the caller sees it now.

        Of a protected record whose tag is `known` nothing is told, and nothing written down.
        """
        rows = self.get_queryset().filter(pk=pk)
        asked = purpose_of(self.request)
        for version, sensitive, told in telling(rows, "version", "category__sensitive"):
            if not (sensitive or asked):
                return etag(version), told
        incident = self._found(pk)
        if incident is None:
            raise Http404
        tag = self._tag(incident)
        return tag, "" if tag in known else self._tell(incident)

    def _tag(self, incident: Incident) -> str:
        """Return the tag of a record's version and of the fields this caller is shown of it."""
        if is_shown(self.request, incident):
            return etag(incident.version, "whole")
        return etag(incident.version, "outline" if incident.is_sensitive else "plain")

    def _tell(self, incident: Incident) -> str:
        """Return the JSON text of a record; showing the protected fields is written down."""
        whole = is_shown(self.request, incident)
        if whole:
            note(self.request, incident)
        return tell(incident.pk, whole=whole)

    def _answer(self, tag: str, told: str, status: int) -> HttpResponse:
        response = HttpResponse(told, content_type=JSON, status=status, headers={"ETag": tag})
        if status == 201:
            here = reverse("api:incident-detail", args=[read(told)["id"]])
            response["Location"] = self.request.build_absolute_uri(here)
        return response
