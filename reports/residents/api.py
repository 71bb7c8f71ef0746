"""`/api/v1/public-reports/`: what officers report to the residents of communities."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer, RecordViewSet
from communities.surfaces import VisibleKey
from core import clock
from core.api.versioned_views import described
from officers import public_reports
from officers.models import Assignment, PublicReport, ReportState
from officers.models.public_report import VIEW
from reports.residents.figures import of_report
from reports.residents.filters import PublicReportFilter


class ReportedActivitySerializer(serializers.Serializer[Any]):
    """What was done of one kind; of people, null is unknown."""

    kind = serializers.CharField()
    name = serializers.CharField()
    held = serializers.IntegerField()
    attended = serializers.IntegerField(allow_null=True)
    engaged = serializers.IntegerField(allow_null=True)


class ReportedSumsSerializer(serializers.Serializer[Any]):
    """The same over all kinds."""

    held = serializers.IntegerField()
    attended = serializers.IntegerField(allow_null=True)
    engaged = serializers.IntegerField(allow_null=True)


class ReportedMeasureSerializer(serializers.Serializer[Any]):
    """A measure of the community; fractions are written as text, the unknown is null."""

    code = serializers.CharField()
    label = serializers.CharField()
    definition = serializers.CharField()
    decimals = serializers.IntegerField()
    value = serializers.CharField(allow_null=True)


class ReportedFiguresSerializer(serializers.Serializer[Any]):
    """The figures a report was delivered with; both days are included."""

    since = serializers.DateField()
    until = serializers.DateField()
    recorded = serializers.IntegerField(allow_null=True)
    responded = serializers.IntegerField()
    activities = ReportedActivitySerializer(many=True)
    total = ReportedSumsSerializer()
    community = ReportedMeasureSerializer(many=True)


class PublicReportSerializer(RecordSerializer):
    """A report. With `delivered_on` and `delivered_at` it is delivered: then it stays as it is."""

    community = None
    assignment = VisibleKey(
        queryset=Assignment.objects.select_related("officer__personal", "community")
    )
    state = serializers.SerializerMethodField()
    figures = ReportedFiguresSerializer(read_only=True, allow_null=True)

    class Meta:
        model = PublicReport
        fields = [
            *("id", "assignment", "half", "due_on", "state", "text"),
            *("delivered_on", "delivered_at", "figures"),
            *("version", "recorded_by", "created_at", "updated_at"),
        ]
        read_only_fields = [*SET_BY_PORTAL, "due_on", "state", "figures"]

    def get_state(self, report: PublicReport) -> ReportState:
        return report.state_on(clock.today())

    def _wrong(self, values: dict[str, Any], *, whole: bool) -> dict[str, Any]:
        """Leave it to the service to say that there is a report already, or what is missing."""
        return super()._wrong(values, whole=False)


@described(PublicReportSerializer)
class PublicReportViewSet(RecordViewSet):
    """The reports to residents of the communities and services of the caller."""

    scopes = ("officers:read", "officers:write")
    queryset = PublicReport.objects.with_names()
    serializer_class, file_name = PublicReportSerializer, "public-reports"
    route, reads = "public-report", VIEW
    filterset_class = PublicReportFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        post, half = said.pop("assignment"), said.pop("half")
        return public_reports.write(assignment=post, half=half, said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return public_reports.change(
            report=record,
            said=said,
            figures=lambda day: of_report(record, by, day),
            by=by,
            at=clock.now(),
            version=record.version,
        )
