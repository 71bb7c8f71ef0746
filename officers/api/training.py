"""Courses, and the enrolments of an officer with their certificates."""

from __future__ import annotations

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, viewsets

from communities.models import Service
from communities.standing import Standing
from core.api.exports import ExportMixin
from officers.api.parts import VIEW, PartsOfOfficer
from officers.models import Enrolment, TrainingCourse


class CourseFilter(filters.FilterSet):
    """The courses of a service."""

    service = filters.ChoiceFilter(choices=Service.choices, label=_("Service"))

    class Meta:
        model = TrainingCourse
        fields = ["service"]


class CourseSerializer(serializers.ModelSerializer):
    """A course of one service; provider and partners by their Ukrainian names."""

    provider = serializers.CharField(source="provider.name_uk", read_only=True)
    partners = serializers.SerializerMethodField()

    class Meta:
        model = TrainingCourse
        fields = [
            *("id", "service", "name_uk", "name_en", "provider", "partners", "place", "hours"),
            *("starts_on", "ends_on"),
        ]
        read_only_fields = fields

    def get_partners(self, course: TrainingCourse) -> list[str]:
        return sorted(each.name_uk for each in course.partners.all())


class CourseViewSet(ExportMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The courses officers are trained on: the same for everybody who sees officers."""

    queryset = TrainingCourse.objects.select_related("provider").prefetch_related("partners")
    serializer_class, file_name = CourseSerializer, "courses"
    filterset_class = CourseFilter
    standing = Standing
    reads, writes = VIEW, ""
    scopes = ("officers:read", "officers:write")
    orderings = {
        "-starts_on": ("-starts_on", "-id"),
        "starts_on": ("starts_on", "id"),
        "id": ("id",),
        "-id": ("-id",),
    }


class EnrolmentSerializer(serializers.ModelSerializer):
    """An officer on a course, and the certificate if there is one; `valid_until` is its last day."""

    class Meta:
        model = Enrolment
        fields = [
            *("id", "course", "result", "certificate_number", "certified_on", "valid_until"),
        ]
        read_only_fields = fields


class EnrolmentViewSet(PartsOfOfficer):
    """The courses an officer was or is on."""

    queryset = Enrolment.objects.all()
    serializer_class, file_name = EnrolmentSerializer, "enrolments"
