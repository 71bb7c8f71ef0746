"""The lists that records choose from, for programs: editions of the categories, code lists."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from communities.models import Service
from communities.standing import Standing
from core.api.exports import ExportMixin
from core.api.filtering import refuse_unknown
from core.api.schema import ENTITY_TAG
from incidents.models import (
    Category,
    CategoryGroup,
    CategoryVersion,
    Classifier,
    ClassifierCode,
    Section,
)

VERSION = "version"


class CategorySerializer(serializers.ModelSerializer[Category]):
    """One category of an edition: who records it, and which sections of a record it opens."""

    group = serializers.ChoiceField(choices=CategoryGroup.choices)
    services = serializers.ListField(child=serializers.ChoiceField(choices=Service.choices))
    sections = serializers.ListField(child=serializers.ChoiceField(choices=Section.choices))

    class Meta:
        model = Category
        fields = [
            *("code", "group", "name_uk", "name_en", "services", "sensitive", "sections"),
            "retired_on",
        ]


class CategoryEditionSerializer(serializers.ModelSerializer[CategoryVersion]):
    """An edition of the categories, whole."""

    version = serializers.IntegerField(source="number")
    results = CategorySerializer(many=True, source="values")

    class Meta:
        model = CategoryVersion
        fields = ["version", "published_at", "results"]


class CategoryList(APIView):
    """The categories of incidents: the newest edition, or the one with a number."""

    reads = writes = ""
    scopes = ("incidents:read", "incidents:write")

    @extend_schema(
        parameters=[
            OpenApiParameter(VERSION, OpenApiTypes.INT, description="The number of an edition."),
            OpenApiParameter("If-None-Match", ENTITY_TAG, OpenApiParameter.HEADER),
            OpenApiParameter("ETag", str, OpenApiParameter.HEADER, required=True, response=["200"]),
        ],
        responses={
            200: CategoryEditionSerializer,
            304: OpenApiResponse(None, "The edition named in If-None-Match is the one asked for."),
        },
    )
    def get(self, request: Any) -> Response:
        refuse_unknown(request.query_params, [VERSION])
        number = _number(request.query_params)
        if number is None:
            number = CategoryVersion.objects.aggregate(newest=Max("number"))["newest"]
        tag = {"ETag": f'"{number}.plain"'}
        if tag["ETag"] in request.headers.get("If-None-Match", ""):
            return Response(status=304, headers=tag)
        edition = CategoryVersion.objects.filter(number=number).first()
        if edition is None:
            raise Http404
        return Response(CategoryEditionSerializer(edition).data, headers=tag)


def _number(given: Any) -> int | None:
    said = given.get(VERSION)
    if said is None:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) <= 9):
        raise ValidationError({VERSION: ErrorDetail(_("Enter a whole number."), "invalid")})
    return int(said)


class ClassifierFilter(filters.FilterSet):
    classifier = filters.ChoiceFilter(choices=Classifier.choices, label=gettext_lazy("List"))


class ClassifierCodeSerializer(serializers.ModelSerializer[ClassifierCode]):
    """A code of a list; `checked_on` is null until it was compared with the official text."""

    class Meta:
        model = ClassifierCode
        fields = ["classifier", "code", "name_uk", "name_en", "checked_on", "retired_on"]
        read_only_fields = fields


class ClassifierViewSet(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The codes that sections of a record choose from: emergencies, causes of fires."""

    queryset = ClassifierCode.objects.all()
    serializer_class, file_name = ClassifierCodeSerializer, "classifiers"
    standing = Standing
    filterset_class = ClassifierFilter
    reads = writes = ""
    scopes = ("incidents:read", "incidents:write")
    orderings = {"id": ("id",), "-id": ("-id",)}
