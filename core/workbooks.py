"""Workbooks of strangers: nothing in them is believed, and they are read row by row."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from core.plans import FileRejected
from core.reasons import Reason

BROKEN = (  # what reading broken XML, odd cells and packed parts cut short or locked may raise
    *(SyntaxError, ValueError, EOFError, zlib.error),
    *(TypeError, AttributeError, RuntimeError, AssertionError),
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="(\$?[A-Z]+\$?([0-9]+)[^"]{0,20})"')


@contextmanager
def first_sheet(
    path: Path, *, most: int, refuse: type[FileRejected] = FileRejected, formulas: bool = False
) -> Iterator[Any]:
    """Open the first sheet of a workbook for one reading, row by row.

    Refuses what unpacks to more than `most` bytes, and whatever turns out to be broken while the
    block reads. With `formulas` a cell that computes its value is seen as its formula.
    """
    import openpyxl  # here: it brings numpy with it, which pages do not need
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > most:
            text = gettext_noop("the workbook unpacks to more than is sensible")
            raise refuse({1: Reason(text)})
        # opened here: by a name, openpyxl judges a file by the end of it
        with (
            path.open("rb") as file,
            closing(openpyxl.load_workbook(file, read_only=True, data_only=not formulas)) as book,
        ):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size cuts rows off where it is wrong
            yield sheet
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, OSError) as error:
        text = gettext_noop("this is not a whole XLSX workbook")
        raise refuse({1: Reason(text)}) from error
    except BROKEN as error:
        raise refuse({1: Reason(gettext_noop("the workbook is damaged"))}) from error


def merged_cells(path: Path, sheet: Any) -> dict[int, str]:
    """Return the merged cells of an open sheet, as A5:A9, by the row they begin in.

    openpyxl does not tell of them where it reads row by row; all cells but one seem empty.
    """
    with zipfile.ZipFile(path) as packed:
        said = packed.read(sheet._worksheet_path)  # noqa: SLF001 - named nowhere else
    return {int(found[2]): found[1].decode("ascii", "replace") for found in _MERGED.finditer(said)}
