"""Canaries among files that were brought: about the territory, events, and sheets of records."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from core.models import ImportLine, ImportPreview, PreviewState, What
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.holders import NATION, OWN


def workbook_of(name: str, user: User, at: datetime) -> Canary:
    """Return a workbook of events an account brought, with a rejected row: nobody else sees it."""
    scope = f"{OWN}.{name}"
    preview, made = ImportPreview.objects.get_or_create(
        file_name=text_of(scope, "workbook"),
        defaults={
            "kind": "incidents",
            "size": 1,
            "sha256": "0" * 64,
            "by": user,
            "at": at,
            "state": PreviewState.APPLIED,
            "applied_at": at,
            "counts": {"rejected": 1, "unchanged": 0},
        },
    )
    if made:
        said = {"occurred_at": text_of(scope, "row")}
        ImportLine.objects.create(preview=preview, what=What.REJECTED, row=4, cells=said)
    page = reverse("incidents:import", args=[preview.pk])
    return Canary(scope, "incident_imports", "workbook", str(preview.pk), page)


def sheet_of(name: str, user: User, at: datetime) -> Canary:
    """Return a sheet of records an account brought, with a rejected row: nobody else sees it."""
    scope = f"{OWN}.{name}"
    preview, made = ImportPreview.objects.get_or_create(
        file_name=text_of(scope, "sheet"),
        defaults={
            "kind": "table:memoranda",
            "size": 1,
            "sha256": "0" * 64,
            "by": user,
            "at": at,
            "state": PreviewState.APPLIED,
            "applied_at": at,
            "counts": {"rejected": 1, "unchanged": 0},
        },
    )
    if made:
        said = {"number": text_of(scope, "line_of_sheet")}
        ImportLine.objects.create(preview=preview, what=What.REJECTED, row=4, cells=said)
    page = reverse("tables:detail", args=[preview.pk])
    return Canary(scope, "sheets", "sheet", str(preview.pk), page)


def import_of(at: datetime) -> Canary:
    """Return a file that was applied: whoever may not import for the nation sees none."""
    preview, made = ImportPreview.objects.get_or_create(
        file_name=text_of(NATION, "import"),
        defaults={
            "kind": "codifier",
            "size": 1,
            "sha256": "0" * 64,
            "at": at,
            "state": PreviewState.APPLIED,
            "applied_at": at,
            "counts": {"renamed": 1, "unchanged": 0},
        },
    )
    if made:
        ImportLine.objects.create(
            preview=preview, what=What.RENAMED, row=8, name=text_of(NATION, "line")
        )
    return Canary(NATION, "imports", "import", str(preview.pk), preview.get_absolute_url())
