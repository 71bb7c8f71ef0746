"""Courses, and the enrolments of an officer with their certificates."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, PermissionDenied
from rest_framework.renderers import JSONRenderer

from communities.models import Organisation, Service, scope_of
from communities.standing import Standing
from core import clock
from core.api.filtering import AskedOnly
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.strict import Choice, Code, Day, Key, StrictSerializer, Text
from core.api.versioned_views import VersionedViewSet, described
from core.filters import MomentFilter
from officers import training
from officers.api.parts import VIEW, PartsOfOfficer
from officers.models import CourseResult, Enrolment, Officer, TrainingCourse


class CourseFilter(AskedOnly, filters.FilterSet):
    """The courses of a service, and those changed at a moment or later."""

    service = filters.ChoiceFilter(choices=Service.choices, label=gettext_lazy("Service"))
    updated_since = MomentFilter(
        field_name="updated_at",
        lookup_expr="gte",
        label=gettext_lazy("Changed at this moment or later"),
    )


UNITS = Organisation.objects.exclude(code="")


class OrganisationCodes(serializers.ListField):
    """Organisations of the reference list, each by its code."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class CourseSerializer(StrictSerializer):
    """A course of one service; provider and partners by their codes and Ukrainian names."""

    provider = Code(slug_field="code", queryset=UNITS)
    provider_name = serializers.CharField(source="provider.name_uk", read_only=True)
    partners = OrganisationCodes(
        child=Code(slug_field="code", queryset=UNITS), required=False, max_length=40
    )
    partner_names = serializers.SerializerMethodField()
    partner_countries = serializers.SerializerMethodField()
    starts_on, ends_on = Day(), Day()

    class Meta:
        model = TrainingCourse
        fields = [
            *("id", "service", "name_uk", "name_en", "provider", "provider_name", "partners"),
            *(
                "partner_names",
                "partner_countries",
                "place",
                "hours",
                "starts_on",
                "ends_on",
                "version",
                "updated_at",
            ),
        ]
        read_only_fields = [
            *("id", "provider_name", "partner_names", "partner_countries"),
            *("version", "updated_at"),
        ]

    def get_partner_names(self, course: TrainingCourse) -> list[str]:
        return sorted(each.name_uk for each in course.partners.all())

    def get_partner_countries(self, course: TrainingCourse) -> list[str]:
        """Return the countries of the partners, each once, by two letters of ISO 3166."""
        return sorted({each.country for each in course.partners.all() if each.country})

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        stored = {each: getattr(self.instance, each, None) for each in ("starts_on", "ends_on")}
        days = stored | values
        found = {}
        if days["starts_on"] and days["ends_on"] and days["ends_on"] < days["starts_on"]:
            text = _("A course cannot end before it starts.")
            found["ends_on"] = ErrorDetail(text, "ends_before_it_starts")
        if values.get("hours") == 0:
            found["hours"] = ErrorDetail(_("A course has at least one hour."), "min_value")
        scope = scope_of(self.context["request"].user, training.ADD)
        if "service" in values and not scope.of(values["service"]):
            text = _("You do not keep the courses of this service.")
            found["service"] = ErrorDetail(text, "out_of_reach")
        return found


@described(CourseSerializer)
class CourseViewSet(VersionedViewSet):
    """The courses officers are trained on: the same for everybody who sees officers."""

    queryset = TrainingCourse.objects.select_related("provider").prefetch_related("partners")
    serializer_class, file_name, route = CourseSerializer, "courses", "course"
    filterset_class = CourseFilter
    standing = Standing
    reads, add, change = VIEW, training.ADD, training.ADD
    scopes = ("officers:read", "officers:write")
    orderings = VersionedViewSet.orderings | {
        "-starts_on": ("-starts_on", "-id"),
        "starts_on": ("starts_on", "id"),
    }

    def refuse_change(self, record: TrainingCourse) -> None:
        if not scope_of(self.request.user, training.ADD).of(record.service):
            raise PermissionDenied(_("You do not keep the courses of this service."))

    def make(self, said: dict[str, Any]) -> TrainingCourse:
        return training.keep_course(course=TrainingCourse(), said=said)

    def store(self, record: TrainingCourse, said: dict[str, Any]) -> TrainingCourse:
        return training.keep_course(course=record, said=said, version=record.version)


class EnrolmentSerializer(StrictSerializer):
    """An officer on a course, and the certificate if there is one; `valid_until` is its last day.

    Who is not on the course yet is enrolled. A `certificate_number` with the day it was given on
    certifies; `failed` as the `result` says that the officer did not pass.
    """

    course = Key(queryset=TrainingCourse.objects.all())
    result = Choice(choices=CourseResult.choices, required=False)
    certificate_number = Text(
        max_length=settings.LIMITS["certificate"], required=False, allow_blank=True
    )
    certified_on = Day(required=False, allow_null=True)
    valid_until = Day(required=False, allow_null=True)

    class Meta:
        model = Enrolment
        fields = [
            *("id", "course", "result", "certificate_number", "certified_on", "valid_until"),
        ]
        read_only_fields = ["id"]

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        number, day = values.get("certificate_number"), values.get("certified_on")
        found = {}
        if number and not day and "certified_on" not in unread:
            found["certified_on"] = ErrorDetail(_("Say when."), "required")
        if day and not number and "certificate_number" not in unread:
            text = _("A certificate has a number.")
            found["certificate_number"] = ErrorDetail(text, "required")
        wanted = CourseResult.PASSED if number else values.get("result")
        if values.get("result", wanted) != wanted or (wanted == CourseResult.PASSED and not number):
            text = _("Who passed has a certificate, and who did not has none.")
            found["result"] = ErrorDetail(text, "contradiction")
        return found


class EnrolmentViewSet(PartsOfOfficer):
    """The courses an officer was or is on."""

    queryset = Enrolment.objects.all()
    serializer_class, file_name = EnrolmentSerializer, "enrolments"

    @extend_schema(
        parameters=[KEY, REPLAY],
        responses={201: OpenApiResponse(EnrolmentSerializer, "Enrolled, certified or failed.")},
    )
    def create(self, request: Any, pk: int) -> HttpResponse:
        """Put the officer on a course, give the certificate of it, or say that it was not passed."""
        changeable = Officer.objects.visible_to(request.user, to=training.ENROL)
        if not changeable.filter(pk=self.officer.pk).exists():
            raise PermissionDenied(_("This officer is not yours to train."))
        said = EnrolmentSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        return once(self, lambda: self._store(request, dict(said.validated_data)))

    def _store(self, request: Any, said: dict[str, Any]) -> HttpResponse:
        made = training.record_course(
            officer=self.officer, said=said, by=request.user, at=clock.now()
        )
        told = JSONRenderer().render(self.get_serializer(made).data)
        return HttpResponse(told, content_type=JSON, status=201)
