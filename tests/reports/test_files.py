"""The files of an edition come from its frozen content and say the same."""

import io
import json
from datetime import datetime

import openpyxl
import pypdf
import pytest
from django.core.files.storage import default_storage

from communities.models import Community
from incidents.models import Incident
from reports import document, files, pdf, workbook
from tests.factories.incidents import IncidentFactory
from tests.factories.reports import LATER, built, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(june):
    return built(order(june.oblast, language="en"))


def text_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sheets_of(data: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {page.title: [[cell.value for cell in row] for row in page.rows] for page in book}


def line(rows, name):
    return next(row for row in rows if row[0] == name)


def test_the_pdf_says_the_figures_of_the_edition(edition):
    said = text_of(pdf.build(edition))

    assert "5 incidents were recorded, 1 of them related to the war." in said
    assert "Incidents recorded 5 incidents +400.0%" in said
    assert "Edition no. 1." in said
    assert "Page 1 of" in said


def test_the_ukrainian_pdf_has_letters_that_can_be_read_and_copied(june):
    said = text_of(pdf.build(built(order(june.oblast))))

    assert june.oblast.name_uk in said
    assert "червень 2026" in said


def test_the_pdf_is_tagged_names_its_language_and_describes_its_chart(edition):
    reader = pypdf.PdfReader(io.BytesIO(pdf.build(edition)))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert reader.metadata.title == document.title(edition)


def test_the_workbook_keeps_numbers_as_numbers(edition):
    sheets = sheets_of(workbook.build(edition))

    assert list(sheets) == ["Figures", "Months", "Categories", "Territories", "Definitions"]
    recorded = line(sheets["Figures"], "Incidents recorded")
    assert recorded[1:] == ["incidents", 5, 1, 0, 400, None]
    assert line(sheets["Figures"], "Per 10,000 residents")[2] == 2.5
    assert line(sheets["Months"], "2026-06") == ["2026-06", 3, 2, 5]
    assert line(sheets["Months"], "Total")[1:] == [4, 2, 6]


def test_a_name_that_looks_like_a_formula_stays_a_name(june):
    Community.objects.filter(pk=june.pk).update(name_en='=HYPERLINK("http://x")')

    book = workbook.build(built(order(june.raion, language="en")))

    page = openpyxl.load_workbook(io.BytesIO(book))["Territories"]
    name = next(row[0] for row in page.rows if row[1].value == june.code)
    assert (name.data_type, name.value, name.hyperlink) == ("s", '=HYPERLINK("http://x")', None)


@pytest.mark.parametrize("build", [pdf.build, workbook.build], ids=["pdf", "xlsx"])
def test_the_same_edition_gives_the_same_bytes(edition, build, time_machine):
    time_machine.move_to(LATER)
    first = build(edition)
    time_machine.move_to(datetime(2027, 1, 1, tzinfo=LATER.tzinfo))

    assert build(edition) == first


def test_files_are_built_from_the_frozen_content_never_from_live_rows(edition, june):
    IncidentFactory.create_batch(3, community=june)
    Incident.objects.update(war_related=True)
    edition.refresh_from_db()

    assert "Incidents recorded 5 incidents" in text_of(pdf.build(edition))
    assert line(sheets_of(workbook.build(edition))["Figures"], "Incidents recorded")[2] == 5


def test_the_job_keeps_both_files_and_a_lost_one_is_built_again(edition):
    kept_at = files.place(edition, "pdf")
    kept = files.keep(edition, "pdf")
    default_storage.delete(kept_at)

    again = files.keep(edition, "pdf")

    assert again == kept
    assert default_storage.exists(kept_at)
    assert default_storage.exists(files.place(edition, "xlsx"))


def test_the_json_is_the_content_byte_for_byte(edition):
    data = files.keep(edition, "json")

    assert json.loads(data) == edition.content


def test_demo_data_is_marked_in_every_file(june, settings):
    settings.DEMO = True
    marked = built(order(june.oblast, language="en"))
    settings.DEMO = False

    assert "Demonstration data" in text_of(pdf.build(marked))
    assert "Demonstration data" in [row[0] for row in sheets_of(workbook.build(marked))["Months"]]
    assert marked.content["demo"] is True
