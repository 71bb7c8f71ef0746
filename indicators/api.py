"""The catalogue of measures and their figures for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from communities.heirs import Territories
from communities.models import Cohort, Scope, Service, scope_of
from communities.region import Region
from communities.standing import Standing
from communities.territories import (
    NoSuchTerritory,
    Territory,
    refuse_what_is_no_more,
    territory_for,
)
from core import bounds, clock
from core.api.exports import ExportMixin
from core.api.filtering import refuse_unknown
from core.api.paging import KeysetPagination
from core.api.schema import KATOTTH
from core.api.values import BadValue, read_all
from core.exceptions import RuleBroken
from core.periods import Period
from incidents.models import Category, CategoryGroup
from indicators.asks import Ask
from indicators.base import Measure
from indicators.catalogue import BY_CODE, CATALOGUE

MOST = settings.LIMITS["page_most"]
CATEGORY = {"type": "string", "format": "category", "examples": ["fire.residential"]}
ASKED = ("from", "to", "territory", "cohort", "territories", "service", "group", "category")
PARAMETERS = [
    OpenApiParameter("from", date, required=True, description="First day, Kyiv."),
    OpenApiParameter("to", date, required=True, description="First day after the period."),
    OpenApiParameter("territory", KATOTTH, description="A code of any level; default: your own."),
    OpenApiParameter(
        "cohort",
        {"type": "string", "examples": ["kherson-six"]},
        description="Code of a cohort of a programme: its communities within the territory, or, where"
        " none is named, all of them that you see.",
    ),
    OpenApiParameter(
        "territories",
        str,
        enum=Territories.values,
        default=Territories.AS_IT_WAS,
        description="Communities of the past as they were, or put together as they are now.",
    ),
    OpenApiParameter("service", str, enum=Service.values),
    OpenApiParameter("group", str, enum=CategoryGroup.values),
    OpenApiParameter("category", CATEGORY, description="Code of a category."),
]
CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, enum=[each.code for each in CATALOGUE])
BY = OpenApiParameter("by", str, description="Dimensions, separated by commas.")


class MeasureSerializer(serializers.Serializer):
    """A measure: what it counts and over what it may be summed."""

    code = serializers.CharField()
    label = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    kind = serializers.ChoiceField(choices=["flow", "stock", "rate", "distinct", "distribution"])
    clock = serializers.CharField()
    dimensions = serializers.ListField(child=serializers.CharField())
    adds_up = serializers.ListField(child=serializers.CharField())


class FigureRowSerializer(serializers.Serializer):
    """One figure: the dimensions asked for, and the value (null: unknown)."""

    by = serializers.DictField(child=serializers.CharField(allow_null=True))
    value = serializers.CharField(allow_null=True)


class FiguresSerializer(serializers.Serializer):
    code = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    period = serializers.DictField(child=serializers.DateField())
    territory = serializers.CharField(allow_null=True)
    territories = serializers.ChoiceField(choices=Territories.choices)
    services = serializers.ListField(child=serializers.CharField())
    as_of = serializers.DateTimeField()
    explain = serializers.CharField()
    results = FigureRowSerializer(many=True)


class RecordSerializer(serializers.Serializer):
    """A record behind a figure."""

    kind = serializers.CharField()
    id = serializers.CharField()
    label = serializers.CharField()


class ExplainSerializer(serializers.Serializer):
    code = serializers.CharField()
    definition = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    as_of = serializers.DateTimeField()
    left_out = serializers.ListField(child=serializers.DictField())
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = RecordSerializer(many=True)


class MeasureViewSet(ExportMixin, viewsets.ViewSet):
    """Every number of the portal, by its permanent code."""

    lookup_field = "code"
    lookup_value_converter = "str"
    reads = writes = ""
    scopes = ("measures:read", "measures:read")
    serializer_class, file_name, standing = MeasureSerializer, "measures", Standing

    def list(self, request: Any) -> Any:
        """The catalogue, as far as the caller's permissions go."""
        refuse_unknown(request.query_params, self.parameters)
        return super().list(request)

    def page(self, request: Any) -> Response:
        return Response(list(self.told(self.rows())))

    def rows(self) -> list[Measure]:
        return [each for each in CATALOGUE if self.request.user.has_perm(each.permission)]

    def told(self, rows: Any) -> Iterator[dict[str, Any]]:
        yield from MeasureSerializer(rows, many=True).data

    @extend_schema(parameters=[CODE, *PARAMETERS, BY], responses=FiguresSerializer)
    def retrieve(self, request: Any, code: str) -> Response:
        """Figures of one measure for a period, split as asked."""
        refuse_unknown(request.query_params, (*ASKED, "by"))
        measure = _measure(request, code)
        question = read_question(request, measure)
        by = _dimensions(request.query_params.get("by", ""), measure)
        found = measure.split(question.ask, *by)
        if not by:
            found = {(): measure.total(question.ask)}
        rows = [
            {"by": dict(zip(by, map(_text, key), strict=True)), "value": _text(value)}
            for key, value in sorted(found.items(), key=lambda item: str(item[0]))
        ]
        address = reverse("api:measure-explain", args=[code])
        body = {
            "code": code,
            "definition": measure.definition,
            "unit": measure.unit,
            "period": {"from": question.ask.period.start, "to": question.ask.period.end},
            "territory": question.territory.code or None,
            "territories": question.ask.territories,
            "services": question.ask.services,
            "as_of": clock.now(),
            "explain": f"{address}?{_without_by(request)}",
            "results": rows,
        }
        return Response(FiguresSerializer(body).data)

    @extend_schema(
        parameters=[
            CODE,
            *PARAMETERS,
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST}),
            OpenApiParameter("cursor", str),
        ],
        responses=ExplainSerializer,
    )
    @action(detail=True)
    def explain(self, request: Any, code: str) -> Response:
        """The very records a figure counts, and why others fall out."""
        refuse_unknown(request.query_params, (*ASKED, "limit", "cursor"))
        measure = _measure(request, code)
        ask = read_question(request, measure).ask
        rows = measure.records(ask)
        page = Records()
        joins = JOINS[str(rows.model._meta.model_name)]
        seen = seen_by(request.user, rows, measure).select_related(*joins)
        found = page.paginate_queryset(seen, request, view=page)
        listed = page.get_paginated_response(
            [{"kind": row._meta.model_name, "id": str(row.pk), "label": str(row)} for row in found]
        ).data
        left = [
            {
                "reason": str(reason),
                "records": seen_by(request.user, out, measure).order_by().count(),
            }
            for reason, out in measure.left_out(ask)
        ]
        body = {
            "code": code,
            "definition": measure.definition,
            "value": _text(measure.total(ask)),
            "as_of": clock.now(),
            "left_out": left,
            **listed,
        }
        return Response(ExplainSerializer(body).data)


JOINS = {  # what the label of a record needs, so that a page costs the same for any length
    "incident": ("category",),
    "response": ("officer__personal",),
    "officer": ("personal",),
    "publicreport": ("assignment__officer__personal", "assignment__community"),
    "population": ("community",),
    "workinggroup": ("community",),
    "trainingattendance": ("person__contact",),
    "person": ("contact",),
    "funding": ("giver",),
    **dict.fromkeys(("community", "memorandum", "activity", "meeting", "problem"), ()),
    **dict.fromkeys(("actionpoint", "initiative", "handout"), ()),  # named by their own words
}


class Records(KeysetPagination):
    """The records behind a figure, in the order of their keys."""

    orderings = {"id": ("pk",)}


def seen_by(user: Any, rows: Any, measure: Measure) -> Any:
    """Narrow the records behind a figure to the reader once more."""
    scoped = hasattr(rows, "visible_to")
    return rows.visible_to(user, to=measure.permission) if scoped else rows


def _measure(request: Any, code: str) -> Measure:
    measure = BY_CODE.get(code)
    if measure is None or not request.user.has_perm(measure.permission):
        raise Http404
    return measure


class Question:
    """An Ask together with the territory it was asked for."""

    def __init__(self, territory: Territory, ask: Ask) -> None:
        self.territory, self.ask = territory, ask


def read_question(request: Any, measure: Measure) -> Question:
    """Read period, territory, service, group and category; 404 outside the scope."""
    user = request.user
    given = read_all(
        request.query_params,
        {
            "from": _first_day,
            "to": _day_after,
            "service": _service,
            "cohort": _cohort,
            "territories": _territories,
            "group": _group,
            "category": _category,
        },
    )
    period = _period(given["from"], given["to"])
    try:
        territory = territory_for(
            user, measure.permission, request.query_params.get("territory", "")
        )
    except NoSuchTerritory as error:
        raise Http404 from error
    territories = given["territories"] or Territories.AS_IT_WAS
    try:
        refuse_what_is_no_more(territory, territories)
    except RuleBroken as error:
        raise ValidationError({error.field: [ErrorDetail(error.message, error.code)]}) from error
    scope = scope_of(user, measure.permission)
    region, services = territory.region, scope.services_in(territory.unit)
    if cohort := given["cohort"]:
        named = territory.region if request.query_params.get("territory") else None
        region, services = _of_cohort(cohort, scope, named)
    if given["service"]:
        services = tuple(each for each in services if each == given["service"])
    if not services:
        raise Http404
    ask = Ask(
        period=period,
        region=region,
        services=services,
        group=given["group"],
        category=given["category"],
        territories=territories,
    )
    return Question(territory, ask)


def _of_cohort(
    cohort: Cohort, scope: Scope, named: Region | None
) -> tuple[Region, tuple[str, ...]]:
    """Return the communities of a cohort in reach, and the services in reach in each of them."""
    found = [
        each
        for each in cohort.communities.all()
        if scope.services_in(each) and (named is None or named.covers(each))
    ]
    services = tuple(
        each
        for each in Service.values
        if found and all(each in scope.services_in(unit) for unit in found)
    )
    return Region(communities=frozenset(each.pk for each in found)), services


def _period(start: date, end: date) -> Period:
    if end <= start or (end - start).days > settings.LIMITS["figure_days"]:
        text = _("A day after “from”, at most ten years later.")
        raise ValidationError({"to": [ErrorDetail(text, code="range")]})
    return Period(start, end)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadValue(_("A day written as YYYY-MM-DD.")) from error
    if text != day.isoformat():  # Python reads 20260601 and week dates too
        raise BadValue(_("A day written as YYYY-MM-DD."))
    return day


def _first_day(text: str) -> date:
    day = _day(text)
    if not bounds.holds(bounds.beginnings(), day):
        raise BadValue(bounds.refusal(bounds.beginnings()))
    return day


def _day_after(text: str) -> date:
    """Read the first day after a period, whose last day must be one a question may end on."""
    day = _day(text)
    first, last = (each + timedelta(days=1) for each in bounds.endings())
    if not bounds.holds((first, last), day):
        raise BadValue(bounds.refusal((first, last)))
    return day


def _one_of(names: Any) -> Any:
    def read(text: str) -> str:
        if text and text not in names:
            raise BadValue(_("Choose one of: %(names)s.") % {"names": ", ".join(names)})
        return text

    return read


_service = _one_of(Service.values)
_territories = _one_of(Territories.values)
_group = _one_of(CategoryGroup.values)


def _cohort(text: str) -> Cohort | None:
    found = Cohort.objects.filter(code=text).first() if text else None
    if text and found is None:
        raise BadValue(_("No such cohort."))
    return found


def _category(text: str) -> str:
    if text and not Category.objects.not_sensitive().filter(code=text).exists():
        raise BadValue(_("No such category."))
    return text


def _dimensions(text: str, measure: Measure) -> tuple[str, ...]:
    names = tuple(filter(None, text.split(",")))
    wrong = [name for name in names if name not in measure.dimensions]
    if wrong or len(set(names)) < len(names):
        known = ", ".join(measure.dimensions)
        detail = ErrorDetail(_("Choose one of: %(names)s.") % {"names": known}, code="invalid")
        raise ValidationError({"by": [detail]})
    return names


def _text(value: Any) -> str | None:
    """Write a figure or a key the same way everywhere: 18160, 4.4, 2026-10-01."""
    return None if value is None else str(value)


def _without_by(request: Any) -> str:
    rest = request.query_params.copy()
    rest.pop("by", None)
    return rest.urlencode()
