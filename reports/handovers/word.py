"""Acts as documents that an office goes on writing in: DOCX, the same bytes for the same act."""

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

from reports.handovers.act import Act

FONT = "Times New Roman"  # what offices have, whatever they write with
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
LINE = "_" * 24


def build(act: Act) -> bytes:
    """Return the document."""
    paper = Document()
    _set_up(paper, act)
    _head(paper, act)
    _table(paper, act)
    _signatures(paper, act)
    return _zipped_anew(paper)


def _set_up(paper: Any, act: Act) -> None:
    section, style = paper.sections[0], paper.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style.font.name, style.font.size = FONT, Pt(12)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), act.language)
    style.element.get_or_add_rPr().append(language)
    said, at = paper.core_properties, datetime.combine(act.dated, time(), UTC)
    said.title, said.language, said.author = act.title, act.language, ""
    said.comments, said.created, said.modified = act.demo, at, at


def _head(paper: Any, act: Act) -> None:
    if act.demo:
        paper.add_paragraph().add_run(act.demo).italic = True
    title = paper.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(" ".join(filter(None, (act.title, act.number and f"№ {act.number}"))))
    run.font.name, run.font.size, run.bold = FONT, Pt(14), True
    paper.add_paragraph("    ".join(filter(None, (act.day, act.place))))
    for label, text in act.facts:
        line = paper.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(text)


def _table(paper: Any, act: Act) -> None:
    paper.add_paragraph(act.caption, style="Heading 2").runs[0].font.name = FONT
    table = paper.add_table(rows=1, cols=len(act.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, act.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - no public way
    for row in act.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _signatures(paper: Any, act: Act) -> None:
    for label, who in act.signatures:
        paper.add_paragraph().add_run(f"{label}: {who}")
        paper.add_paragraph(f"{LINE} ({act.signing})")


def _zipped_anew(paper: Any) -> bytes:
    """Write the parts in one order and of one time: a zip says when it was made."""
    first, last = io.BytesIO(), io.BytesIO()
    paper.save(first)
    with (
        zipfile.ZipFile(first) as made,
        zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(made.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = zipfile.ZipInfo(name, ZIPPED_AT)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, made.read(name))
    return last.getvalue()
