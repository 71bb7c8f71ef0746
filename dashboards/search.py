"""The search of the bar on top: places, people, working groups, or the number of an incident."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from communities.filters import VIEW
from communities.models import (
    CityDistrict,
    Community,
    Oblast,
    Programme,
    Raion,
    Settlement,
    scope_of,
)
from communities.reach import in_reach
from communities.search import best_of, spellings
from core.gate import takes
from core.names import SearchKey, named_like
from core.ukrainian import search_key
from incidents.models import Incident
from officers.register import register_of
from working_groups.models import Initiative, Person, WorkingGroup

LEVELS = (Community, Oblast, Raion, Settlement, CityDistrict)  # of equals the first comes first
NUMBER = re.compile(r"(\d{2})-(\d{4})-(\d{1,8})")


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(
        label=_("Search"),
        min_length=settings.LIMITS["search_shortest"],
        max_length=settings.LIMITS["search_longest"],
        error_messages={
            "required": _("Write a place, a surname or the number of an incident."),
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


@takes("q")
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return the places that what is being written may mean, for the list under the bar."""
    if not request.GET.get("q"):
        return JsonResponse({"results": []})
    form = SearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    found = places(request.user, form.cleaned_data["q"])
    rows = [
        {"title": each.title, "place": each.place, "url": each.get_absolute_url()} for each in found
    ]
    return JsonResponse({"results": rows})


def places(user: Any, words: str) -> list[Any]:
    """Return the units in the reader's reach that are called so, the likeliest first.

    Where none is, the same keys of the other keyboard are tried.
    """
    region, most = scope_of(user, VIEW).either, settings.LIMITS["search_shown"]
    rows = {each: in_reach(each, region) for each in LEVELS}
    found = (each for spelling in spellings(words) if (each := best_of(rows, spelling, most)))
    return next(found, [])


def _found(user: Any, words: str) -> dict[str, list[Any]]:
    most = settings.LIMITS["search_shown"]
    there = places(user, words)
    programmes = list(Programme.objects.called(words).order_by("sort_key", "pk")[:most])
    return {
        "incidents": _incident(user, words),
        "places": there,
        "programmes": programmes,
        "groups": _groups(user, there, programmes),
        "initiatives": _initiatives(user, words),
        "people": _people(user, words),
        "officers": list(
            register_of(user)
            .filter(named_like(words, "personal"))
            .order_by("personal__sort_key", "pk")[:most]
        ),
    }


def _groups(user: Any, there: list[Any], programmes: list[Programme]) -> list[WorkingGroup]:
    """Return the working groups of the communities and programmes that were found."""
    communities = [each for each in there if isinstance(each, Community)]
    named = Q(community__in=communities) | Q(programme__in=programmes)
    seen = WorkingGroup.objects.visible_to(user).filter(named)
    joined = seen.select_related("community__oblast", "programme")
    return list(joined.order_by("-established_on", "pk")[: settings.LIMITS["search_shown"]])


def _initiatives(user: Any, words: str) -> list[Initiative]:
    """Return the initiatives whose title has these words."""
    heard = search_key(words)
    if not heard:
        return []
    seen = Initiative.objects.visible_to(user).annotate(heard=SearchKey("title"))
    joined = seen.filter(heard__contains=heard).prefetch_related("communities")
    return list(joined.order_by("title", "pk")[: settings.LIMITS["search_shown"]])


def _people(user: Any, words: str) -> list[Person]:
    """Return the people who are called so; of records that were merged the one that stays."""
    seen = Person.objects.visible_to(user).whole().filter(named_like(words, "contact"))
    joined = seen.select_related("contact", "community", "oblast", "organisation")
    return list(joined.order_by("contact__sort_key", "pk")[: settings.LIMITS["search_shown"]])


def _incident(user: Any, words: str) -> list[Incident]:
    """Return the incident of a number written in the text, with or without its zeros."""
    number = NUMBER.search(words.replace(" ", ""))
    if number is None:
        return []
    oblast, year, count = number.groups()
    rows = Incident.objects.with_names().visible_to(user)
    return list(rows.filter(number=f"{oblast}-{year}-{int(count):06}"))
