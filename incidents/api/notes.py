"""`/api/v1/incidents/{id}/notes/`: the timeline of a record, as people wrote it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer

from core import clock
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.strict import StrictSerializer
from incidents import services
from incidents.api.parts import PartsOfIncident
from incidents.api.protected import PURPOSE, is_shown, note, purpose_of
from incidents.models import Note
from incidents.steps import may_note


class NoteSerializer(StrictSerializer):
    """One note. Of a sensitive record the text is absent unless the caller is shown it."""

    class Meta:
        model = Note
        fields = ["id", "author", "at", "text"]
        read_only_fields = ["id", "author", "at"]

    def to_representation(self, instance: Any) -> Any:
        told = super().to_representation(instance)
        if self.context.get("outline"):
            told.pop("text")
        return told


@extend_schema_view(list=extend_schema(parameters=[PURPOSE]))
class NoteViewSet(PartsOfIncident):
    """The notes of an incident, the oldest first; none is ever changed."""

    queryset = Note.objects.all()
    serializer_class, file_name = NoteSerializer, "notes"
    orderings = {"at": ("at", "id"), "-at": ("-at", "-id")}

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        purpose_of(request)

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.incident.is_sensitive and is_shown(request, self.incident):
            note(request, self.incident)
        return super().list(request, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, Any]:
        walled = self.incident.is_sensitive and not is_shown(self.request, self.incident)
        return super().get_serializer_context() | {"outline": walled}

    @extend_schema(
        parameters=[KEY, REPLAY],
        responses={201: OpenApiResponse(NoteSerializer, "The note is written.")},
    )
    def create(self, request: Any, pk: Any) -> HttpResponse:
        said = NoteSerializer(data=request.data, context=super().get_serializer_context())
        said.is_valid(raise_exception=True)
        if not may_note(request.user, self.incident):
            raise PermissionDenied(_("Notes are written by whoever records or reviews the event."))
        return once(self, lambda: self._write(request, said.validated_data["text"]))

    def _write(self, request: Any, text: str) -> HttpResponse:
        made = services.add_note(incident=self.incident, by=request.user, at=clock.now(), text=text)
        told = NoteSerializer(made, context=super().get_serializer_context()).data
        return HttpResponse(JSONRenderer().render(told), content_type=JSON, status=201)
