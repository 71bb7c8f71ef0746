"""Imports as they lie in the list: applied, with a line."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from core.models import ImportLine, ImportPreview, PreviewState, What

NOON = datetime(2026, 7, 8, 9, tzinfo=UTC)


class ImportPreviewFactory(DjangoModelFactory):
    class Meta:
        model = ImportPreview

    kind = "codifier"
    file_name = factory.Sequence(lambda n: f"kodyfikator_{n}.xlsx")
    size = 1_000
    sha256 = "0" * 64
    at = NOON
    state = PreviewState.APPLIED
    applied_at = factory.LazyAttribute(
        lambda made: NOON if made.state == PreviewState.APPLIED else None
    )
    counts = {"renamed": 1, "unchanged": 0}


class ImportLineFactory(DjangoModelFactory):
    class Meta:
        model = ImportLine

    preview = factory.SubFactory(ImportPreviewFactory)
    what = What.RENAMED
    row = 8
    unit = "settlement"
    code = factory.Sequence(lambda n: f"UA{n:017}")
    name = "Село"
    field = "name_uk"
    was = "Село"
    becomes = "Нове село"
