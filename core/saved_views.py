"""Filters of lists kept under a name: saved on the list, opened there, and looked after on a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.models import SavedPage, SavedView
from core.pager import MARKS


class SaveForm(forms.ModelForm):
    """The name of the filters a list has now; a name that is known gets them instead."""

    query = forms.CharField(required=False, max_length=settings.LIMITS["view_query"])

    class Meta:
        model = SavedView
        fields = ["page", "name", "query"]

    def clean_query(self) -> str:
        return plain(QueryDict(self.cleaned_data["query"].encode()))


class RenameForm(forms.ModelForm):
    """Another name for a view."""

    class Meta:
        model = SavedView
        fields = ["name"]

    def clean_name(self) -> str:
        name, view = self.cleaned_data["name"], self.instance
        others = SavedView.objects.filter(owner=view.owner_id, page=view.page).exclude(pk=view.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("You have a view with this name already."))
        return name


def plain(given: QueryDict) -> str:
    """Return the filters of an address: without what is empty, and without the place in the list."""
    kept = QueryDict(mutable=True)
    for name, value in given.items():
        if value and name not in MARKS:
            kept[name] = str(value)
    return kept.urlencode()


def shown(request: Any, page: str) -> dict[str, Any]:
    """Return the views saved of a page and what may be saved now, for components/saved_views.html."""
    here = plain(request.GET)
    views = list(SavedView.objects.visible_to(request.user).filter(page=page).order_by("name"))
    return {"views": views, "page": page, "query": here}


@require_POST
def save(request: Any) -> HttpResponse:
    """Keep the filters of a list under a name, and show the list again."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first(form))
        return redirect("saved-views:list")
    told = form.cleaned_data
    mine = SavedView.objects.visible_to(request.user)
    known = mine.filter(page=told["page"], name=told["name"])
    if not known.exists() and mine.count() >= settings.LIMITS["saved_views"]:
        messages.error(request, _("You keep as many views as you can. Remove one first."))
        return redirect("saved-views:list")
    view, _made = SavedView.objects.update_or_create(
        owner=request.user,
        page=told["page"],
        name=told["name"],
        defaults={"query": told["query"], "created_at": clock.now()},
    )
    messages.success(request, _("Saved: %(name)s") % {"name": view.name})
    return redirect(view)


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Any) -> HttpResponse:
    """Show the views of the reader; one of them gets another name, or goes."""
    if request.method == "POST":
        return _changed(request)
    rows = SavedView.objects.visible_to(request.user).order_by("page", "name")
    groups = [
        {"label": page.label, "rows": [each for each in rows if each.page == page]}
        for page in SavedPage
    ]
    context = {
        "groups": [each for each in groups if each["rows"]],
        "crumbs": [(_("My account"), reverse("accounts:account")), (_("My views"), None)],
    }
    return render(request, "saved_views.html", context)


def _changed(request: Any) -> HttpResponse:
    mine = SavedView.objects.visible_to(request.user)
    if "remove" in request.POST:
        view = get_object_or_404(mine, pk=_key(request.POST["remove"]))
        view.delete()
        messages.success(request, _("Removed: %(name)s") % {"name": view.name})
        return redirect("saved-views:list")
    if "view" not in request.POST:
        messages.error(request, _("Nothing was changed"))
        return redirect("saved-views:list")
    view = get_object_or_404(mine, pk=_key(request.POST["view"]))
    form = RenameForm(request.POST, instance=view)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _first(form))
    return redirect("saved-views:list")


def _key(text: str) -> int:
    """Return a key from a form; what is none names nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _first(form: forms.ModelForm) -> str:
    """Return the first refusal of a form, with the label of its field."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}" if label else str(errors[0])
