"""The same list as anybody would write it with Django REST framework: what `list` is held against.

It reads the same rows for the same reader with the portal's own scope and sign-in, joins and
prefetches what it shows, and lets the framework do the rest.
"""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "bench.stock"
application = get_wsgi_application()

from django.urls import include, path  # noqa: E402 - models can be imported from here on
from django_filters.rest_framework import DjangoFilterBackend  # noqa: E402
from rest_framework import serializers, viewsets  # noqa: E402
from rest_framework.authentication import SessionAuthentication  # noqa: E402
from rest_framework.pagination import CursorPagination, PageNumberPagination  # noqa: E402
from rest_framework.permissions import DjangoModelPermissions  # noqa: E402
from rest_framework.routers import SimpleRouter  # noqa: E402

from incidents.models import Incident, Response  # noqa: E402
from incidents.models.details import (  # noqa: E402
    DomesticViolenceDetails,
    EmergencyDetails,
    ExplosivesDetails,
    FireDetails,
)
from safety_portal.urls import urlpatterns as portal_urls  # noqa: E402

SIZE = 100


class StockResponse(serializers.ModelSerializer):
    class Meta:
        model = Response
        fields = ["officer", "role", "dispatched_at", "arrived_at", "finished_at"]


def stock_of(details: type) -> type[serializers.ModelSerializer]:
    """Return the serializer of a section."""

    class StockDetails(serializers.ModelSerializer):
        class Meta:
            model = details
            exclude = ["incident"]

    return StockDetails


class StockIncident(serializers.ModelSerializer):
    community = serializers.CharField(source="community.code")
    settlement = serializers.CharField(source="settlement.code", default=None)
    category = serializers.CharField(source="category.code")
    address = serializers.CharField(source="text.address")
    narrative = serializers.CharField(source="text.narrative")
    emergency = stock_of(EmergencyDetails)(default=None)
    fire = stock_of(FireDetails)(default=None)
    explosives = stock_of(ExplosivesDetails)(many=True)
    domestic_violence = stock_of(DomesticViolenceDetails)(default=None)
    responses = StockResponse(many=True)

    class Meta:
        model = Incident
        exclude = ["oblast", "raion", "counted", "body_hash"]


class ByNumber(PageNumberPagination):
    page_size = SIZE


class ByCursor(CursorPagination):
    page_size = SIZE
    ordering = "-occurred_at"


class StockIncidents(viewsets.ModelViewSet):
    queryset = (
        Incident.objects.select_related("community", "settlement", "category", "text")
        .select_related("emergency", "fire", "domestic_violence")
        .prefetch_related("explosives", "responses")
        .order_by("-occurred_at", "-id")
    )
    serializer_class = StockIncident
    authentication_classes = [SessionAuthentication]
    permission_classes = [DjangoModelPermissions]
    filter_backends = [DjangoFilterBackend]
    filterset_fields = {"oblast__code": ["exact"], "occurred_at": ["gte", "lt"]}
    pagination_class: Any = ByNumber

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.visible_to(self.request.user)


class StockIncidentsByCursor(StockIncidents):
    pagination_class = ByCursor


router = SimpleRouter()
router.register("by-number", StockIncidents, "by-number")
router.register("by-cursor", StockIncidentsByCursor, "by-cursor")
urlpatterns = [path("api/v1/stock/", include(router.urls)), *portal_urls]
