"""The list of programmes, and the page of one: whose it is, and how far communities have come."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.models import Accession, Oblast, Programme
from communities.models.accessions import STEPS, step_words
from communities.programmes.api import cohorts_for
from core.gate import MethodsFirst, takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks

NEWEST_FIRST = ("-started_on", "-id")


@takes(*MARKS)
class ProgrammeList(MethodsFirst, View):
    """The programmes, the newest first; they are the same for everybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Programme.objects.select_related("owner", "host")
        context = {
            "page": keyset_page(request, rows, NEWEST_FIRST),
            "found": counted_up_to(rows),
            "first_url": without_marks(request),
            "crumbs": [(_("Programmes"), None)],
        }
        return render(request, "communities/programmes.html", context)


class ProgrammePage(MethodsFirst, View):
    """One programme: its organisations, its cohorts, and the oblasts by when they joined."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        joined = ("owner", "host", "implementer", "based_on")
        rows = Programme.objects.select_related(*joined)
        rows = rows.prefetch_related("partners", cohorts_for(request.user))
        programme = get_object_or_404(rows, code=code)
        context = {
            "programme": programme,
            "facts": _facts(programme),
            "steps": list(step_words().values()),
            "oblasts": _by_oblast(request.user, programme),
            "crumbs": [(_("Programmes"), reverse("programmes:list")), (programme.name, None)],
        }
        return render(request, "communities/programme.html", context)


def _facts(programme: Programme) -> list[tuple[str, str | None]]:
    partners = sorted(each.name for each in programme.partners.all())
    return [
        (_("Owner of the programme"), programme.owner.name),
        (_("Carried out within"), programme.host.name if programme.host else None),
        (_("Implementer"), programme.implementer.name if programme.implementer else None),
        (_("Partners"), "; ".join(partners) or None),
    ]


def _by_oblast(user: Any, programme: Programme) -> list[dict[str, Any]]:
    """Return the oblasts with accessions in reach, the first to join first, with counts by step."""
    seen = Accession.objects.visible_to(user).filter(programme=programme)
    counts = (
        seen.order_by()
        .values("community__oblast")
        .annotate(
            first=Min("joined_on"), all=Count("pk"), **{f"n_{step}": Count(step) for step in STEPS}
        )
    )
    found = list(counts.order_by("first", "community__oblast"))
    names = Oblast.objects.in_bulk([each["community__oblast"] for each in found])
    return [
        {
            "oblast": names[each["community__oblast"]],
            "first": each["first"],
            "all": each["all"],
            "steps": [each[f"n_{step}"] for step in STEPS],
        }
        for each in found
    ]
