"""Papers as documents that an office goes on writing in: DOCX, the same bytes for the same paper."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.papers.paper import LANGUAGE, Paper, Part, Table

FONT = "Times New Roman"  # what offices have, whatever they write with
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
LINE = "_" * 24


def build(paper: Paper) -> bytes:
    """Return the document."""
    made = Document()
    _set_up(made, paper)
    _head(made, paper)
    for part in paper.parts:
        _part(made, part)
    for label, who in paper.signatures:
        made.add_paragraph().add_run(f"{label}: {who}")
        made.add_paragraph(f"{LINE} ({paper.signing})")
    return _zipped_anew(made)


def _set_up(made: Any, paper: Paper) -> None:
    section, style = made.sections[0], made.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style.font.name, style.font.size = FONT, Pt(12)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    style.element.get_or_add_rPr().append(language)
    said, at = made.core_properties, datetime.combine(paper.dated, time(), UTC)
    said.title, said.language, said.author = paper.title, LANGUAGE, ""
    said.comments, said.created, said.modified = paper.demo, at, at


def _head(made: Any, paper: Paper) -> None:
    if paper.demo:
        made.add_paragraph().add_run(paper.demo).italic = True
    title = made.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper.title)
    run.font.name, run.font.size, run.bold = FONT, Pt(14), True
    made.add_paragraph(paper.under)
    for label, text in paper.facts:
        line = made.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(text)


def _part(made: Any, part: Part) -> None:
    made.add_paragraph(part.title, style="Heading 2").runs[0].font.name = FONT
    for text in part.texts:
        made.add_paragraph(text)
    if part.table:
        _table(made, part.table)


def _table(made: Any, said: Table) -> None:
    table = made.add_table(rows=1, cols=len(said.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, said.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - no public way
    for row in said.rows:
        for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = text
            if said.numeric[at]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _zipped_anew(made: Any) -> bytes:
    """Write the parts in one order and of one time: a zip says when it was made."""
    first, last = io.BytesIO(), io.BytesIO()
    made.save(first)
    with (
        zipfile.ZipFile(first) as saved,
        zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(
            saved.namelist(), key=lambda each: (each != "[Content_Types].xml", each)
        ):
            part = zipfile.ZipInfo(name, ZIPPED_AT)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, saved.read(name))
    return last.getvalue()
