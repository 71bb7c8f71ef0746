"""The forms of new records of a community, and of those that are there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from communities.models import (
    Accession,
    Community,
    FireBrigade,
    Memorandum,
    SafetyAsset,
    Station,
    Visit,
    scope_of,
)
from communities.records.forms import (
    AccessionForm,
    FireBrigadeForm,
    MemorandumForm,
    RecordForm,
    SafetyAssetForm,
    StationForm,
    VisitForm,
)
from core import clock
from core.gate import MethodsFirst, takes


@dataclass(frozen=True)
class Kind:
    """One kind of records: its form, the words over it, and its part of addresses."""

    model: Any
    form: type[RecordForm]
    new: str | Promise
    there: str | Promise
    stored: str | Promise

    @property
    def name(self) -> str:
        return str(self.model.slug())

    @property
    def part(self) -> str:
        return str(self.model.anchor)

    def right(self, action: str) -> str:
        """Return the permission to do something with records of the kind."""
        return f"communities.{action}_{self.model._meta.model_name}"


KINDS = (
    Kind(
        Memorandum,
        MemorandumForm,
        _("New memorandum"),
        _("Memorandum"),
        _("The memorandum is stored."),
    ),
    Kind(Station, StationForm, _("New station"), _("Station"), _("The station is stored.")),
    Kind(
        SafetyAsset,
        SafetyAssetForm,
        _("New safety asset"),
        _("Safety asset"),
        _("The safety asset is stored."),
    ),
    Kind(
        FireBrigade,
        FireBrigadeForm,
        _("New fire brigade"),
        _("Fire brigade"),
        _("The fire brigade is stored."),
    ),
    Kind(
        Accession,
        AccessionForm,
        _("New accession"),
        _("Accession to a programme"),
        _("The accession is stored."),
    ),
    Kind(Visit, VisitForm, _("New visit"), _("Visit"), _("The visit is stored.")),
)


@takes(many=("parties",))
class RecordPage(MethodsFirst, PermissionRequiredMixin, View):
    """The form of a record that is there."""

    kind: Any = None
    action = "change"

    @property
    def right(self) -> str:
        return str(self.kind.right(self.action))

    def has_permission(self) -> bool:
        return self.request.user.has_perm(self.right)

    @property
    def title(self) -> Any:
        return self.kind.there

    @cached_property
    def record(self) -> Any:
        return self.find(**self.kwargs)

    def find(self, pk: int) -> Any:
        rows = self.kind.model.objects.visible_to(self.request.user, to=self.right)
        rows = rows.filter(community__dissolved_on=None)
        return get_object_or_404(rows.select_related("community__oblast"), pk=pk)

    def get(self, request: HttpRequest, **_place: Any) -> HttpResponse:
        return self.page(request, self.form())

    def post(self, request: HttpRequest, **_place: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400)
        if not form.store(by=request.user, at=clock.now()):
            return self.page(request, form, 409)
        messages.success(request, self.kind.stored)
        return redirect(form.instance)

    def form(self, *args: Any) -> Any:
        scope = scope_of(self.request.user, self.right)
        return self.kind.form(*args, instance=self.record, scope=scope)

    def page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        community = self.record.community
        back = f"{community.get_absolute_url()}#{self.kind.part}"
        context = {
            "form": form,
            "title": self.title,
            "community": community,
            "back_url": back,
            "crumbs": [(community.title, community.get_absolute_url()), (str(self.title), None)],
        }
        return render(request, "communities/record_form.html", context, status=status)


class NewRecord(RecordPage):
    """The form of a new record."""

    action = "add"

    @property
    def title(self) -> Any:
        return self.kind.new

    def find(self, code: str) -> Any:
        rows = Community.objects.shown().visible_to(self.request.user, to=self.right)
        return self.kind.model(
            community=get_object_or_404(rows.select_related("oblast"), code=code)
        )
