"""Canaries among files that were brought: about the territory, events, and sheets of records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from communities.tables.listing import tables_for
from core.models import ImportLine, ImportPreview, PreviewState, What
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.holders import NATION, OWN

MEMORANDA = "table:memoranda"


def workbook_of(name: str, user: User, at: datetime) -> Canary:
    """Return a workbook of events an account brought, with a rejected row: nobody else sees it."""
    scope = f"{OWN}.{name}"
    preview = _brought(scope, "workbook", "incidents", by=user, at=at)
    _reject(preview, {"occurred_at": text_of(scope, "row")})
    page = reverse("incidents:import", args=[preview.pk])
    return Canary(scope, "incident_imports", "workbook", str(preview.pk), page)


def sheet_of(name: str, user: User, at: datetime) -> Canary:
    """Return a sheet of records an account brought, with a rejected row: nobody else sees it."""
    scope = f"{OWN}.{name}"
    own = tables_for(user)
    kind = MEMORANDA if MEMORANDA in own else next(iter(own), MEMORANDA)
    preview = _brought(scope, "sheet", kind, by=user, at=at)
    _reject(preview, {"number": text_of(scope, "line_of_sheet")})
    page = reverse("tables:detail", args=[preview.pk])
    return Canary(scope, "sheets", "sheet", str(preview.pk), page)


def _reject(preview: ImportPreview, said: dict[str, str]) -> None:
    line = {"what": What.REJECTED, "row": 4}
    ImportLine.objects.get_or_create(preview=preview, **line, defaults={"cells": said})


def _brought(scope: str, text: str, kind: str, **more: Any) -> ImportPreview:
    """Return a file that was applied, whose name is the text."""
    preview, _made = ImportPreview.objects.get_or_create(
        file_name=text_of(scope, text),
        defaults={
            "kind": kind,
            "size": 1,
            "sha256": "0" * 64,
            "state": PreviewState.APPLIED,
            "applied_at": more["at"],
            "counts": {"rejected": 1, "unchanged": 0},
            **more,
        },
    )
    return preview


def import_of(at: datetime) -> Canary:
    """Return a file that was applied: whoever may not import for the nation sees none."""
    counts = {"renamed": 1, "unchanged": 0}
    preview = _brought(NATION, "import", "codifier", at=at, counts=counts)
    ImportLine.objects.get_or_create(
        preview=preview, what=What.RENAMED, row=8, name=text_of(NATION, "line")
    )
    return Canary(NATION, "imports", "import", str(preview.pk), preview.get_absolute_url())
