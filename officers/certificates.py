"""Certificates as rows of a sheet: which officer was on which course, and how it went."""

from __future__ import annotations

from typing import Any

from communities.surfaces import VisibleKey
from core import clock
from officers import training
from officers.api.training import EnrolmentSerializer
from officers.models import Enrolment, Officer


class CertificateSerializer(EnrolmentSerializer):
    """An officer, a course, and the certificate if there is one."""

    officer = VisibleKey(queryset=Officer.objects.all(), to=training.ENROL)

    class Meta(EnrolmentSerializer.Meta):
        fields = ["officer", *EnrolmentSerializer.Meta.fields]


class Certificates:
    """Enrolments as a resource that is written row by row."""

    queryset = Enrolment.objects.select_related("officer__personal", "course")
    serializer_class = CertificateSerializer
    add = change = training.ENROL
    request: Any

    def get_queryset(self) -> Any:
        seen = Officer.objects.visible_to(self.request.user, to=self.change)
        return self.queryset.filter(officer__in=seen)

    def refuse_change(self, record: Enrolment) -> None:
        """Refuse nothing: who may enrol an officer may certify him."""

    def make(self, said: dict[str, Any]) -> Enrolment:
        officer = said.pop("officer")
        return training.record_course(
            officer=officer, said=said, by=self.request.user, at=clock.now()
        )

    def store(self, record: Enrolment, said: dict[str, Any]) -> Enrolment:
        said.pop("officer", None)
        return training.record_course(
            officer=record.officer, said=said, by=self.request.user, at=clock.now()
        )
