"""Files of rows: no cell runs as a formula, dates stay dates, and nothing of a text is lost."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from outreach.web.sheets import CsvSheet, csv_octets, harmless, open_sheet

DANGEROUS = tuple("=+-@\t\r＝＠＋－")


def _workbook(rows, zone="Asia/Shanghai", title="People"):
    out = io.BytesIO()
    sheet = open_sheet("xlsx", out, title, zone)
    for cells in rows:
        sheet.write(cells)
    sheet.close()
    out.seek(0)
    return CalamineWorkbook.from_filelike(out)


@pytest.mark.parametrize(("cell", "shown"), [
    ('=HYPERLINK("http://example.org")', '\'=HYPERLINK("http://example.org")'), ("@SUM(A1)", "'@SUM(A1)"),
    ("+cmd|'/c calc'!A0", "'+cmd|'/c calc'!A0"), ("-2+3", "'-2+3"), ("\tx", "'\tx"), ("＝1+1", "'＝1+1"), (" =1", "' =1"),
    ("+49 30 1234567", "+49 30 1234567"), ("-12.5", "-12.5"), ("Müller", "Müller"), ("", ""),
])
def test_a_cell_that_begins_like_a_formula_is_a_text(cell, shown):
    assert harmless(cell) == shown


@given(st.text())
def test_no_text_leaves_as_a_formula_and_every_text_can_be_had_back(text):
    safe = harmless(text)
    assert safe.removeprefix("'") == text.removeprefix("'") and safe.endswith(text)
    if safe.lstrip().startswith(DANGEROUS):
        assert not any(letter.isalpha() for letter in safe)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2, max_size=2),
                min_size=1, max_size=5))
def test_a_csv_gives_every_cell_back(rows):
    data = csv_octets(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [[harmless(cell) for cell in cells] for cells in rows]


def test_days_times_and_numbers_are_written_as_such_by_the_readers_clock():
    moment = datetime(2027, 6, 22, 16, 30, tzinfo=UTC)
    cells = ["김민수", date(2027, 6, 22), moment, Decimal("12.50"), 7, None]
    rows = _workbook([["a", "b", "c", "d", "e", "f"], cells]).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["김민수", date(2027, 6, 22), datetime(2027, 6, 23, 0, 30), 12.5, 7.0]
    out = io.BytesIO()
    sheet = CsvSheet(out, "", "Asia/Shanghai")
    sheet.write(cells)
    sheet.close()
    assert out.getvalue().decode("utf-8-sig") == "김민수,2027-06-22,2027-06-23 00:30,12.50,7,\r\n"


def test_a_sheet_takes_any_title_long_texts_and_control_letters():
    book = _workbook([["Name"], ["x" * 40_000], ["=1+1"], ["a\x01b\nc"]], title="Events: [a/b] and a very long name of a list")
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows[1][0]) == 32_767 and rows[1][0].endswith("…")
    assert rows[2] == ["'=1+1"]
    assert "b\nc" in rows[3][0]
