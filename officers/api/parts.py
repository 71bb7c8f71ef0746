"""What belongs to one officer: lists below its address, for whoever sees the officer."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import mixins, viewsets

from communities.standing import Standing
from core.api.exports import ExportMixin
from core.api.filtering import StrictFilterBackend, refuse_unknown
from officers.models import Officer

VIEW, CHANGE = "officers.view_officer", "officers.change_officer"


class PartsOfOfficer(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """A list of the parts of an officer; 404 where the officer is out of the caller's reach."""

    standing = Standing
    reads, writes = VIEW, CHANGE
    scopes = ("officers:read", "officers:write")
    orderings = {"id": ("id",), "-id": ("-id",)}

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            refuse_unknown(request.query_params, StrictFilterBackend().known(self, self.queryset))
            self.officer  # noqa: B018 - an officer out of reach is told of before its parts

    @cached_property
    def officer(self) -> Officer:
        return get_object_or_404(
            Officer.objects.visible_to(self.request.user), pk=self.kwargs["pk"]
        )

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(officer=self.officer)
