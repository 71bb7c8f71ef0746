"""The search of the bar on top: a community, an officer or the number of an incident."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from communities.models import Community
from communities.search import find_communities
from core.gate import takes
from incidents.models import Incident
from officers.register import named_like, register_of

NUMBER = re.compile(r"(\d{2})-(\d{4})-(\d{1,8})")


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(
        label=_("Search"),
        min_length=settings.LIMITS["search_shortest"],
        max_length=settings.LIMITS["search_longest"],
        error_messages={
            "required": _("Write a community, a surname or the number of an incident."),
            "min_length": _("Write at least two letters."),
        },
    )


@takes("q")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the reader may see of what was looked for."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    found: dict[str, Any] = {}
    if form.is_valid():
        found = _found(request.user, form.cleaned_data["q"])
    context = {
        "form": form,
        "query": request.GET.get("q", "")[: settings.LIMITS["search_longest"]],
        **found,
        "nothing": form.is_valid() and not any(found.values()),
    }
    status = 400 if form.errors and request.GET.get("q") else 200
    return render(request, "dashboards/search.html", context, status=status)


def _found(user: Any, words: str) -> dict[str, list[Any]]:
    most = settings.LIMITS["search_shown"]
    communities = Community.objects.shown().visible_to(user).select_related("oblast", "raion")
    return {
        "incidents": _incident(user, words),
        "communities": list(find_communities(communities, words)[:most]),
        "officers": list(
            register_of(user).filter(named_like(words)).order_by("personal__sort_key", "pk")[:most]
        ),
    }


def _incident(user: Any, words: str) -> list[Incident]:
    """Return the incident of a number written in the text, with or without its zeros."""
    number = NUMBER.search(words.replace(" ", ""))
    if number is None:
        return []
    oblast, year, count = number.groups()
    rows = Incident.objects.with_names().visible_to(user)
    return list(rows.filter(number=f"{oblast}-{year}-{int(count):06}"))
