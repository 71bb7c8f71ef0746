"""`POST /api/v1/incidents/validate/`: the checks of a save, and what may be the same event."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.filtering import refuse_unknown
from incidents.api.serializers import IncidentSerializer
from incidents.api.writing import Writer
from incidents.duplicates import Likeness, likely_duplicates
from incidents.services import ADD


class LikenessSerializer(serializers.Serializer[Any]):
    """A record that may be of the same event, and how near it is."""

    id = serializers.UUIDField(
        source="key", allow_null=True, help_text="Null where the caller may not open the record."
    )
    number = serializers.CharField(source="incident.number")
    service = serializers.CharField(source="incident.service")
    category = serializers.CharField(source="incident.category.code")
    occurred_at = serializers.DateTimeField(source="incident.occurred_at")
    status = serializers.CharField(source="incident.status")
    minutes = serializers.IntegerField(help_text="Between the two events.")
    metres = serializers.IntegerField(
        allow_null=True, help_text="Between the two points; null where one of them is unknown."
    )


class CheckedSerializer(serializers.Serializer[Any]):
    """What a save would meet."""

    duplicates = LikenessSerializer(many=True)


class IncidentValidation(APIView):
    """Ask of a new incident what a save would ask, and save nothing.

    What is wrong is a 400, as of the save. `duplicates` names records that may be of the same
    event, the likeliest first: of the same group of categories, at most two hours apart, and at
    most 500 metres where both points are known. The person decides.
    """

    reads, writes = "", ADD
    scopes = ("", "incidents:write")

    @extend_schema(request=IncidentSerializer, responses={200: CheckedSerializer})
    def post(self, request: Any) -> Response:
        refuse_unknown(request.query_params, ())
        record = Writer(request, {"request": request, "view": self}).new(request.data)
        found: list[Likeness] = likely_duplicates(record.fields, request.user)
        return Response(CheckedSerializer({"duplicates": found}).data)
