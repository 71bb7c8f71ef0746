"""Pages of numbers: the overview, the page behind a number, a community, and the map's places."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.models import Community, Oblast, Raion
from communities.territories import NoSuchTerritory, Territory
from core import clock
from core.gate import takes
from core.pager import MARKS
from dashboards import catalogue, community, coverage, maps, measures, overview, territories
from dashboards.forms import GIVEN, QuestionForm
from dashboards.questions import TERRITORY, Question
from indicators.catalogue import BY_CODE


@takes(*GIVEN, "territory")
class Asking(View):
    """A page whose address asks a question; a bad one is answered with what is wrong."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **place: str) -> HttpResponse:
        form = QuestionForm(self.asked(request, **place), user=request.user)
        try:
            if not form.is_valid():
                if "territory" in form.errors:  # no code looks like that, so there is none
                    raise Http404
                return self.refused(request, form)
        except NoSuchTerritory as error:
            if str(error):
                raise Http404 from error
            return render(request, "dashboards/no_territory.html")
        return self.answer(request, form, form.question, **place)

    def asked(self, request: HttpRequest, **_place: str) -> QueryDict:
        return request.GET

    def refused(self, request: HttpRequest, form: QuestionForm) -> HttpResponse:
        return render(request, "dashboards/refused.html", {"form": form}, status=400)

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        raise NotImplementedError


class Overview(Asking):
    """The figures of a territory and a period, and the way down."""

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        context = {
            "form": form,
            "question": question,
            "crumbs": question.crumbs(),
            **overview.content(question, form.cleaned_data["sort"]),
        }
        return render(request, "dashboards/overview.html", context)


class MapData(Asking):
    """The places of an overview for its map."""

    def refused(self, request: HttpRequest, form: QuestionForm) -> HttpResponse:
        return JsonResponse({"errors": form.errors}, status=400)

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        return JsonResponse(
            maps.places(question),
            content_type="application/geo+json",
            json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
        )


class MeasureList(Asking):
    """Every number the reader may ask for here."""

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        context = {
            "form": form,
            "question": question,
            "crumbs": question.crumbs((_("All measures"), None)),
            "rows": catalogue.rows(question),
        }
        return render(request, "dashboards/measures.html", context)


class CoveragePage(PermissionRequiredMixin, Asking):
    """Where officers are in post, where nobody is, and what is about to lapse."""

    permission_required = coverage.VIEW

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        context = {
            "form": form,
            "question": question,
            "crumbs": [
                (_("Officers"), reverse("officers:list")),
                (_("Coverage"), question.url("dashboards:coverage", territory="")),
                (question.territory.name, None),
            ],
            **coverage.content(question),
        }
        return render(request, "dashboards/coverage.html", context)


@takes(*GIVEN, "territory", *MARKS)
class MeasurePage(PermissionRequiredMixin, Asking):
    """What is behind a number; an unknown code is 404."""

    def has_permission(self) -> bool:
        measure = BY_CODE.get(self.kwargs["code"])
        return measure is None or self.request.user.has_perm(measure.permission)

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        measure = BY_CODE.get(place["code"])
        if measure is None:
            raise Http404
        context = {
            "form": form,
            "question": question,
            "crumbs": question.crumbs((str(measure.label), None)),
            **measures.content(question, measure, request),
        }
        return render(request, "dashboards/measure.html", context)


class CommunityPage(Asking):
    """One community; 404 outside the reader's territories."""

    def asked(self, request: HttpRequest, **place: str) -> QueryDict:
        asked = request.GET.copy()
        asked["territory"] = place["code"]
        return asked

    def answer(
        self, request: HttpRequest, form: QuestionForm, question: Question, **place: str
    ) -> HttpResponse:
        today = clock.today()
        rows = Community.objects.visible_to(request.user, to=TERRITORY).filter(projected=False)
        rows = (
            rows.with_status_on(today)
            .with_ring_on(today)
            .select_related("oblast", "raion", "centre")
        )
        found = get_object_or_404(rows, code=place["code"])
        context = {
            "form": form,
            "question": question,
            "crumbs": question.crumbs(),
            **community.content(question, found, today),
        }
        return render(request, "dashboards/community.html", context)


class TerritoryPage(View):
    """The country, an oblast or a raion as the register has it, and what lies one step below.

    Not narrowed to the reader: the codifier is public. What is known of communities is narrowed
    inside (dashboards/territories.py).
    """

    http_method_names = ["get", "head"]
    model: Any = None

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        rows = self.model and self.model.objects.select_related(*self.joins)
        unit = get_object_or_404(rows, code=code) if code else None
        context = territories.content(request.user, Territory(unit), clock.today())
        return render(request, "dashboards/territory.html", context)

    @property
    def joins(self) -> tuple[str, ...]:
        return ("oblast",) if self.model is Raion else ()


class RegisterPage(TerritoryPage):
    """The top of the tree."""


class OblastPage(TerritoryPage):
    model = Oblast


class RaionPage(TerritoryPage):
    model = Raion
