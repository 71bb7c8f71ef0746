"""Canaries among reports to residents: what the officer of a scope says in one."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.half_years import HalfYear
from officers import public_reports
from officers.models import Officer
from safety_portal.demo.canary import Canary, text_of


def public_report_of(scope: str, officer: Officer, at: datetime) -> Canary:
    """Return the report of a scope, whose text is the text of the canary."""
    by = User.objects.get(username="canary.superuser")
    post, text = officer.assignments.earliest("pk"), text_of(scope, "public_report")
    half = str(HalfYear.of(timezone.localdate(at)))
    report = public_reports.of_half_year(post, half).first()
    if report is None:
        report = public_reports.write(assignment=post, half=half, said={"text": text}, by=by, at=at)
    path = reverse("api:public-report-detail", args=[report.pk])
    page = report.get_absolute_url()
    return Canary(scope, "public_reports", "public_report", str(report.pk), page, path)
