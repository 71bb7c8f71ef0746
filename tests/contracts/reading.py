"""Reads pages, workbooks and PDFs as a person does: words with their language, elements, figures."""

import io
import re
from html.parser import HTMLParser

import openpyxl
import pypdf

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style", "code", "pre"}  # holds no words of a sentence
SAID = (
    "title",
    "aria-label",
    "alt",
    "placeholder",
    "data-label",
    "data-tip",
)  # attributes that are read out


class Page(HTMLParser):
    """The elements of a page, its text, and all it says aloud: (language, words)."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.said, self.text, self._open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        language = attributes.get("lang", self.language)
        self.said += [(language, attributes[each]) for each in SAID if attributes.get(each)]
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not SILENT & {tag for tag, _language in self._open}:
            self.said.append((self.language, data.strip()))
            self.text.append(data.strip())

    @property
    def language(self):
        return self._open[-1][1] if self._open else ""


def figures(text):
    """Return the key figures of a page: label -> what stands there."""
    found = re.findall(
        r'<div class="figure">\s*<dt>(.*?)</dt>\s*<dd><span class="value">(.*?)</dd>',
        text,
        re.DOTALL,
    )
    return {
        plain(label): plain(re.sub(r"<svg.*?</svg>", "", value, flags=re.DOTALL))
        for label, value in found
    }


def plain(markup):
    """Return the words of a piece of HTML, spaces made equal."""
    return " ".join("".join(text for _l, text in Page(markup).said).replace("\u00a0", " ").split())


def spaced(text):
    return " ".join(text.replace("\u00a0", " ").split())


def cells_of(data):
    """Return the value of every figure: the third cell of a row of the first sheet that has one."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row and row[0]]
    return {spaced(str(row[0])): row[2] for row in rows if len(row) > 2}


def text_of_pdf(data):
    """Return the words of a PDF, page after page; a word that a line ends in goes on in the next."""
    pages = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(data)).pages]
    return spaced(re.sub(r"(\w-)\s*\n\s*", r"\1", " ".join(pages)))
