"""The lists that records choose from: what they hold, what was retired, what is to be checked."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core import clock
from core.gate import MethodsFirst
from incidents import taxonomy
from incidents.filters import VIEW
from incidents.models import Category, CategoryVersion, Classifier, ClassifierCode, Section

CHANGE = "incidents.change_category"


class Lists(MethodsFirst, PermissionRequiredMixin, View):
    """The categories by group and the code lists; each list is bounded by its file."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "groups": _groups(),
            "classifiers": _classifiers(),
            "edition": CategoryVersion.objects.order_by("-number").first(),
            "may_change": request.user.has_perm(CHANGE),
            "crumbs": [(_("Incidents"), reverse("incidents:list")), (_("Lists"), None)],
        }
        return render(request, "incidents/lists.html", context)


class Retiring(MethodsFirst, PermissionRequiredMixin, View):
    """Retire a category, or bring it back; records keep it either way."""

    permission_required = CHANGE
    back = False

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        category = get_object_or_404(Category, code=code)
        if self.back:
            taxonomy.reinstate(category)
            text = _("In use again: %(name)s")
        else:
            taxonomy.retire(category, on=clock.today())
            text = _("Retired: %(name)s")
        messages.success(request, text % {"name": category.name})
        return redirect("incidents:lists")


def _groups() -> list[tuple[str, list[dict[str, Any]]]]:
    rows = Category.objects.order_by("group", "sort_key", "pk")
    by_group = groupby(rows, key=lambda each: str(each.get_group_display()))
    return [(group, [_told(each) for each in some]) for group, some in by_group]


def _told(category: Category) -> dict[str, Any]:
    return {"category": category, "opens": [Section(each).label for each in category.sections]}


def _classifiers() -> list[tuple[str, list[ClassifierCode]]]:
    found = list(ClassifierCode.objects.order_by("pk"))
    return [
        (str(each.label), [row for row in found if row.classifier == each]) for each in Classifier
    ]
