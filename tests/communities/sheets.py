"""Sheets as people bring them, and what became of them."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import ImportPreview
from core.tasks import apply_import, read_import

LIST = reverse("tables:list")


def xlsx(heads, *rows):
    """Return a workbook with these headings and rows."""
    book = openpyxl.Workbook()
    for line in (heads, *rows):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(heads, *rows, apart=";", encoding="utf-8-sig"):
    """Return the same as a file of text."""
    lines = [
        apart.join("" if each is None else str(each) for each in row) for row in (heads, *rows)
    ]
    return "\r\n".join(lines).encode(encoding)


def bring(browser, kind, content, name="records.xlsx"):
    """Bring a sheet and let the worker read it; return what it would do."""
    file = SimpleUploadedFile(name, content)
    answer = browser.post(LIST, {"kind": f"table:{kind}", "file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    preview = ImportPreview.objects.latest("pk")
    read_import(job=str(preview.job_id))
    preview.refresh_from_db()
    return preview


def store(browser, preview):
    """Press the button and let the worker work; return the preview as it is then."""
    answer = browser.post(page_of(preview), {})
    assert answer.status_code == 302, (preview.counts, preview.lines.values("note", "problems"))
    preview.refresh_from_db()
    if preview.job.is_open:
        apply_import(job=str(preview.job_id))
        preview.refresh_from_db()
    return preview


def page_of(preview):
    return reverse("tables:detail", args=[preview.pk])


def problems(preview, language="en"):
    """Return what is wrong, by row and column."""
    wrong = preview.lines.filter(what="rejected")
    return {line.row: line.problems[language] for line in wrong}


def returned(browser, preview):
    """Return the rows of the workbook that gives the wrong ones back, the headings first."""
    content = browser.get(reverse("tables:rejected", args=[preview.pk])).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    return [list(row) for row in rows[1:]]
