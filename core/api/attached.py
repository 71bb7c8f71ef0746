"""The photograph or the document of a record, as octets: read, replaced, taken away."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as Wrong
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, OpenApiTypes, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core import clock
from core.api.filtering import refuse_unknown
from core.api.versioned import IF_MATCH, TAG, etag, need_if_match, refuse_other, stale_refused
from core.attachments.attached import Attached
from core.attachments.reading import read_attachment
from core.models import Attachment, AttachmentKind

OCTETS = "application/octet-stream"
TYPES = {AttachmentKind.PHOTO: "image/jpeg", AttachmentKind.DOCUMENT: "application/pdf"}


class OctetsParser(BaseParser):
    """Whatever a body holds: its content decides what it is."""

    media_type = OCTETS

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> bytes:
        octets: bytes = stream.read()
        return octets


class AttachmentSerializer(serializers.ModelSerializer):
    """What is known of an attachment; its octets have an address of their own.

    `taken_at`: when the camera says it was taken, null where it does not.
    """

    class Meta:
        model = Attachment
        fields = ["kind", "size", "sha256", "taken_at", "at"]
        read_only_fields = fields


class AttachedViewSet(viewsets.GenericViewSet):
    """The attachment of one record. A write names the version of that record in If-Match."""

    attached: ClassVar[Attached]
    bodies: ClassVar = {OCTETS: "attachment_bytes"}
    parser_classes = [OctetsParser]
    renderer_classes = [JSONRenderer]
    serializer_class = AttachmentSerializer
    scopes = ("", "")

    @property
    def reads(self) -> str:
        return self.attached.view

    @property
    def writes(self) -> str:
        return self.attached.change

    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        """Return the file: a photograph is a JPEG, whatever was sent."""
        refuse_unknown(request.query_params, ())
        return self.attached.file(self.attached.record(request.user, pk, self.reads))

    def update(self, request: Any, pk: int) -> HttpResponse:
        """Put a file in the place of the one that is there, if there is one."""
        record = self._named(request, pk)
        try:
            content = read_attachment(request.data or b"", self.attached.kinds)
        except Wrong as wrong:
            told = ErrorDetail(wrong.messages[0], wrong.code or "invalid")
            raise ValidationError({"non_field_errors": [told]}) from wrong
        stored = self._replaced(request, record, content)
        found = self.attached.of(stored)
        return Response(self.get_serializer(found).data, headers={"ETag": etag(stored.version)})

    def destroy(self, request: Any, pk: int) -> HttpResponse:
        """Take the file away; there may be none."""
        stored = self._replaced(request, self._named(request, pk), None)
        return HttpResponse(status=204, headers={"ETag": etag(stored.version)})

    def _named(self, request: Any, pk: int) -> Any:
        """Return the record whose version the call names."""
        refuse_unknown(request.query_params, ())
        record = self.attached.record(request.user, pk, self.writes)
        need_if_match(request)
        refuse_other(request, record.version)
        return record

    def _replaced(self, request: Any, record: Any, content: Any) -> Any:
        with stale_refused():
            self.attached.replace(
                record, content, by=request.user, at=clock.now(), version=record.version
            )
        return self.attached.record(request.user, record.pk, self.writes)


def file_described(attached: Attached) -> Any:
    """Return the decorator that says in the OpenAPI document what the calls of a file do."""
    given = {(200, TYPES[AttachmentKind(each)]): OpenApiTypes.BINARY for each in attached.kinds}
    kept = OpenApiResponse(AttachmentSerializer, "Kept.")
    gone = OpenApiResponse(None, "There is none any more.")
    return extend_schema_view(
        retrieve=extend_schema(responses=given),
        update=extend_schema(
            parameters=[IF_MATCH, TAG],
            request={OCTETS: OpenApiTypes.BINARY},
            responses={200: kept},
        ),
        destroy=extend_schema(parameters=[IF_MATCH], responses={204: gone}),
    )
