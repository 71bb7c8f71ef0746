"""Workbooks of events as people make them: from the template, or by other hands."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import ImportPreview
from core.sheets.cells import headings as headings_of
from core.sheets.cells import plain
from core.sheets.reading import HEADING_WITHIN
from core.tasks import apply_import, read_import
from incidents.importing.columns import layout

LIST = reverse("incidents:imports")
TEMPLATE = reverse("incidents:import-template")


def opened(content):
    return openpyxl.load_workbook(BytesIO(content))


def places(sheet):
    """Return the row of the headings, and the place of each column by its name."""
    known = headings_of(layout().labels)
    for number, line in enumerate(sheet.iter_rows(max_row=HEADING_WITHIN, values_only=True), 1):
        found = {
            known[plain(str(v))]: at for at, v in enumerate(line, 1) if v and plain(str(v)) in known
        }
        if "occurred_at" in found:
            return number, found
    raise AssertionError("no headings")


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(content, *rows, first=4):
    """Return a workbook with events written below its example."""
    book = opened(content)
    sheet = book.worksheets[0]
    _number, at = places(sheet)
    for number, row in enumerate(rows, first):
        for name, value in row.items():
            sheet.cell(number, at[name], value)
    return saved(book)


def read(sheet):
    """Return the rows below the headings as texts by column, empty cells left out."""
    number, at = places(sheet)
    rows = sheet.iter_rows(min_row=number + 1, values_only=True)
    said = ({name: row[place - 1] for name, place in at.items()} for row in rows)
    return [{name: value for name, value in row.items() if value is not None} for row in said]


def bring(browser, content, name="події.xlsx"):
    """Bring a workbook and let the worker read it; return the preview."""
    answer = browser.post(LIST, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.context["form"].errors
    preview = ImportPreview.objects.latest("pk")
    read_import(job=str(preview.job_id))
    preview.refresh_from_db()
    return preview


def page_of(preview):
    return reverse("incidents:import", args=[preview.pk])


def decide(browser, preview, **more):
    """Press the button and let the worker work; return the answer."""
    answer = browser.post(page_of(preview), more)
    preview.refresh_from_db()
    if answer.status_code == 302 and preview.job.is_open:
        apply_import(job=str(preview.job_id))
        preview.refresh_from_db()
    return answer
