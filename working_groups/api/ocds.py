"""`/api/v1/initiatives/ocds/`: initiatives and their money as OCDS 1.1 release packages."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from communities.models import Community
from core import clock
from core.api.filtering import refuse_unknown
from working_groups import funding, ocds
from working_groups.initiative_filters import InitiativeFilter
from working_groups.models import Funding, Initiative

PLACES = Prefetch("communities", Community.objects.order_by("sort_key", "pk"))


class PublisherSerializer(serializers.Serializer):
    """Who publishes a package."""

    name = serializers.CharField()


class PackageLinksSerializer(serializers.Serializer):
    """The packages before and after this one; null where there is none."""

    next = serializers.URLField(allow_null=True)
    prev = serializers.URLField(allow_null=True)


@extend_schema_serializer(many=False)  # a page of many is one package
class ReleasePackageSerializer(serializers.Serializer):
    """A release package of the Open Contracting Data Standard 1.1; its schema describes releases."""

    uri = serializers.URLField()
    version = serializers.CharField()
    extensions = serializers.ListField(child=serializers.URLField())
    publishedDate = serializers.DateTimeField()  # noqa: N815 - as the standard calls it
    publisher = PublisherSerializer()
    releases = serializers.ListField(child=serializers.DictField())
    links = PackageLinksSerializer(required=False)


class OcdsViewSet(viewsets.GenericViewSet):
    """Initiatives in the caller's reach as open contracting data, with the money he sees."""

    queryset = Initiative.objects.select_related("proposed_by_organisation").prefetch_related(
        PLACES
    )
    serializer_class = ReleasePackageSerializer
    filterset_class = InitiativeFilter
    reads = funding.VIEW
    scopes = ("groups:read", "groups:write")
    lookup_value_converter = "int"
    orderings = {"-id": ("-id",), "id": ("id",)}

    def get_queryset(self) -> Any:
        """Keep the initiatives whose money the caller sees, and which he sees themselves."""
        user: Any = self.request.user
        seen = super().get_queryset().visible_to(user)
        return seen.visible_to(user, to=funding.VIEW)

    @extend_schema(responses=ReleasePackageSerializer)
    def list(self, request: Any) -> Response:
        """The releases of many initiatives, a page at a time."""
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        paged = self.get_paginated_response([]).data
        links = {"next": paged["next"], "prev": paged["previous"]}
        return Response(self._package(found) | {"links": links})

    @extend_schema(responses=ReleasePackageSerializer)
    def retrieve(self, request: Any, pk: int) -> Response:
        """The release of one initiative."""
        refuse_unknown(request.query_params, ())
        return Response(self._package([get_object_or_404(self.get_queryset(), pk=pk)]))

    def _package(self, initiatives: Any) -> dict[str, Any]:
        seen = Funding.objects.visible_to(self.request.user).filter(initiative__in=initiatives)
        links: dict[int, list[Funding]] = defaultdict(list)
        for each in seen.select_related("giver", "receiver").order_by("given_on", "pk"):
            links[each.initiative_id].append(each)
        releases = [ocds.release_of(each, links[each.pk]) for each in initiatives]
        uri = self.request.build_absolute_uri()
        return ocds.package(releases, uri=uri, at=clock.now())
