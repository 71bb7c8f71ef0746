"""`/api/v1/officers/{id}/stages/`: the path of an officer, and the next step of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer

from core import clock
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.strict import Choice, Day, Key, StrictSerializer, Text
from officers import stages
from officers.api.parts import PartsOfOfficer
from officers.models import Officer, OfficerStage, StageChange


class StageChangeSerializer(StrictSerializer):
    """One step of an officer's path. A new one that names what it `replaces` corrects that one.

    `until` is the day of the next step; `in_force` is false for a step that was corrected.
    """

    stage = Choice(choices=OfficerStage.choices)
    on = Day()
    act_number = Text(
        max_length=settings.LIMITS["act_number"], required=False, default="", allow_blank=True
    )
    reason = Text(
        max_length=settings.LIMITS["reason"], required=False, default="", allow_blank=True
    )
    replaces = Key(queryset=StageChange.objects.none(), required=False, allow_null=True)

    class Meta:
        model = StageChange
        fields = [
            *("id", "number", "stage", "on", "until", "act_number", "reason", "in_force"),
            *("replaces", "by", "at"),
        ]
        read_only_fields = ["id", "number", "until", "in_force", "by", "at"]

    def get_fields(self) -> dict[str, Any]:
        """Let only a step of this officer be corrected."""
        fields = super().get_fields()
        officer, replaced = self.context.get("officer"), fields.get("replaces")
        if officer and replaced:
            replaced.queryset = StageChange.objects.filter(officer=officer)
        return fields

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        replaced = values.get("replaces")
        if replaced and values.get("stage", replaced.stage) != replaced.stage:
            return {"stage": _("A correction keeps the stage: only its day and act change.")}
        return {}


class StageChangeViewSet(PartsOfOfficer):
    """The steps of an officer's path, corrected ones among them."""

    queryset = StageChange.objects.all()
    serializer_class, file_name = StageChangeSerializer, "stages"

    @extend_schema(
        parameters=[KEY, REPLAY],
        responses={201: OpenApiResponse(StageChangeSerializer, "The step is taken or corrected.")},
    )
    def create(self, request: Any, pk: int) -> HttpResponse:
        """Take the next step, or correct one; a step that the path does not have is a 409."""
        changeable = Officer.objects.visible_to(request.user, to=stages.CHANGE)
        if not changeable.filter(pk=self.officer.pk).exists():
            raise PermissionDenied(_("The steps of this officer are not yours to take."))
        context = self.get_serializer_context() | {"officer": self.officer}
        said = StageChangeSerializer(data=request.data, context=context)
        said.is_valid(raise_exception=True)
        return once(self, lambda: self._store(request, dict(said.validated_data)))

    def _store(self, request: Any, said: dict[str, Any]) -> HttpResponse:
        replaced = said.pop("replaces", None)
        written = {"by": request.user, "at": clock.now()}
        if replaced:
            said.pop("stage")
            step = stages.correct_step(change=replaced, **said, **written)
        else:
            step = stages.take_step(officer=self.officer, **said, **written)
        told = JSONRenderer().render(self.get_serializer(step).data)
        return HttpResponse(told, content_type=JSON, status=201)
