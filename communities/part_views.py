"""Lists of what a community is made of, and the forms of those parts that have no official code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import View

from communities.filters import VIEW
from communities.forms import BeatForm, StarostaDistrictForm
from communities.models import Beat, Community, Settlement, StarostaDistrict
from core.gate import MethodsFirst, takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks

IN_ORDER = ("sort_key", "id")


@takes(*MARKS)
class PartList(PermissionRequiredMixin, View):
    """One kind of parts of a community, in Ukrainian order; 404 out of the reader's reach."""

    http_method_names = ["get", "head"]
    title: Any = ""
    template_name = ""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        seen = Community.objects.shown().visible_to(request.user, to=self.permission_required)
        community = get_object_or_404(seen.select_related("oblast", "raion"), code=code)
        rows = self.rows(community)
        context = {
            "community": community,
            "title": self.title,
            "page": keyset_page(request, rows, IN_ORDER),
            "found": counted_up_to(rows),
            "first_url": without_marks(request),
            "crumbs": [(community.title, community.get_absolute_url()), (self.title, None)],
        }
        return render(request, self.template_name, context)

    def rows(self, community: Community) -> Any:
        raise NotImplementedError


class SettlementList(PartList):
    """The settlements of a community with category, place and coordinates."""

    permission_required = VIEW
    title = gettext_lazy("Settlements")
    template_name = "communities/settlements.html"

    def rows(self, community: Community) -> Any:
        return Settlement.objects.filter(community=community).select_related("starosta_district")


class StarostaDistrictList(PartList):
    permission_required = "communities.view_starostadistrict"
    title = gettext_lazy("Starosta districts")
    template_name = "communities/starosta_districts.html"

    def rows(self, community: Community) -> Any:
        return community.starostadistricts.prefetch_related("settlements")


class BeatList(PartList):
    permission_required = "communities.view_beat"
    title = gettext_lazy("Police beats")
    template_name = "communities/beats.html"

    def rows(self, community: Community) -> Any:
        return community.beats.select_related("community").prefetch_related("settlements")


@takes(many=("settlements",))
class PartPage(MethodsFirst, PermissionRequiredMixin, View):
    """The form of a new part, or of one that is there."""

    model: Any = None
    form_class: Any = None
    words: Any = ""
    stored: Any = ""
    action = "change"

    @property
    def right(self) -> str:
        return f"communities.{self.action}_{self.model._meta.model_name}"

    def has_permission(self) -> bool:
        return self.request.user.has_perm(self.right)

    @cached_property
    def part(self) -> Any:
        return self.find(self.right, **self.kwargs)

    def find(self, right: str, pk: int) -> Any:
        rows = self.model.objects.visible_to(self.request.user, to=right)
        rows = rows.filter(community__dissolved_on=None).select_related("community")
        return get_object_or_404(rows, pk=pk)

    def get(self, request: HttpRequest, **_place: Any) -> HttpResponse:
        return self.page(request, self.form_class(instance=self.part))

    def post(self, request: HttpRequest, **_place: Any) -> HttpResponse:
        form = self.form_class(request.POST, instance=self.part)
        if not (form.is_valid() and form.store()):
            return self.page(request, form, 400)
        messages.success(request, self.stored % {"name": form.instance.name})
        return redirect(form.instance)

    def page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        community = self.part.community
        here = (str(self.words), None)
        context = {
            "form": form,
            "title": self.words,
            "community": community,
            "back_url": f"{community.get_absolute_url()}#{self.part.anchor}",
            "crumbs": [(community.title, community.get_absolute_url()), here],
        }
        return render(request, "communities/part_form.html", context, status=status)


class NewPart(PartPage):
    action = "add"

    def find(self, right: str, code: str) -> Any:
        rows = Community.objects.shown().visible_to(self.request.user, to=right)
        return self.model(community=get_object_or_404(rows, code=code))


class StarostaDistrictWords:
    model, form_class = StarostaDistrict, StarostaDistrictForm
    stored = gettext_lazy("Stored: starosta district %(name)s")


class BeatWords:
    model, form_class = Beat, BeatForm
    stored = gettext_lazy("Stored: police beat %(name)s")


class StarostaDistrictEdit(StarostaDistrictWords, PartPage):
    words = gettext_lazy("Starosta district")


class StarostaDistrictAdd(StarostaDistrictWords, NewPart):
    words = gettext_lazy("New starosta district")


class BeatEdit(BeatWords, PartPage):
    words = gettext_lazy("Police beat")


class BeatAdd(BeatWords, NewPart):
    words = gettext_lazy("New police beat")
