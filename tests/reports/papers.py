"""What stands in the files of a paper."""

import io

import docx
import pypdf


def words_of(kind, content):
    """Return the words of a PDF or DOCX, single spaces between them."""
    if kind == "pdf":
        parts = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages]
    else:
        paper = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        parts = [each.text for each in paper.paragraphs] + cells
    return " ".join(" ".join(parts).split())
