"""The caller as the portal knows it: `GET /api/v1/me/`."""

from typing import Any

from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from communities.models import AccessGrant
from core import clock
from core.api.filtering import refuse_unknown


class GrantSerializer(serializers.Serializer):
    role = serializers.CharField(source="role.name")
    territory = serializers.CharField(source="territory.code", allow_null=True, default=None)
    service = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class MeSerializer(serializers.Serializer):
    """Account, grants (territory null: the whole country), scopes of the token, CSRF token."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    full_name = serializers.CharField()
    language = serializers.CharField()
    grants = GrantSerializer(many=True)
    scopes = serializers.ListField(child=serializers.CharField())
    csrf_token = serializers.CharField(allow_null=True)


class Me(APIView):
    """The caller as the portal knows it."""

    reads = writes = ""
    scopes = ("", "")

    @extend_schema(responses=MeSerializer, operation_id="me_retrieve")
    def get(self, request: Any) -> Response:
        refuse_unknown(request.query_params, ())
        user, token = request.user, request.auth
        grants = AccessGrant.objects.filter(user=user.pk).in_force(clock.today())
        me = {
            "id": user.pk,
            "username": user.username,
            "full_name": user.full_name,
            "language": user.language,
            "grants": grants.select_related("role", "oblast", "raion", "community"),
            "scopes": token.scope.split() if token else [],
            "csrf_token": None if token else get_token(request),
        }
        return Response(MeSerializer(me).data)
