"""Tables as CSV: streamed, and never a formula."""

import pytest

from core.exports import BYTE_ORDER_MARK, Column, csv_parts, defused

COLUMNS = (Column("Назва", lambda row: row[0]), Column("Число", lambda row: row[1]))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_what_looks_like_a_formula_becomes_text(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(("value", "shown"), [("Київ", "Київ"), (-5, -5), (None, ""), ("", "")])
def test_other_cells_stay_as_they_are(value, shown):
    assert defused(value) == shown


def test_lines_come_one_by_one():
    def rows():
        yield ("a", 1)
        raise RuntimeError("not read yet")

    lines = csv_parts(rows(), COLUMNS)

    assert [next(lines), next(lines)] == ["Назва,Число\r\n", "a,1\r\n"]


def test_excel_gets_a_mark_and_semicolons():
    assert list(csv_parts([("a;b", 1)], COLUMNS, excel=True)) == [
        f"{BYTE_ORDER_MARK}Назва;Число\r\n",
        '"a;b";1\r\n',
    ]
