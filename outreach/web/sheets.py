"""Tables that leave the house as CSV or XLSX: cells that no spreadsheet program runs, dates as dates, little memory."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Protocol

import xlsxwriter
from flask import Response

from outreach.db import to_zone

FORMATS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
#: Rows of one sheet, the headings included.
MOST_ROWS = 1_048_576
#: The longest text that a cell of a sheet holds.
_LONGEST = 32_767
_NUMBER = re.compile(r"[+-]?[\d\s().,/-]+")
_FORMULA = re.compile(r"[\t\r]|\s*[=@+\-＝＠＋－]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def harmless(cell: str) -> str:
    """A spreadsheet program would run a cell that begins like a formula; a number, a telephone number too, is none."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


class Sheet(Protocol):
    """What rows are written to."""

    def write(self, cells: Sequence[Any]) -> None:
        """Add a row of str, int, float, Decimal, bool, date, aware datetime or None."""

    def close(self) -> None:
        """Finish the file."""


class CsvSheet:
    """CSV as Excel reads it: UTF-8 with its mark, commas, CR LF; days and times in ISO 8601."""

    def __init__(self, out: BinaryIO, title: str, zone: str):
        self._text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
        self._text.write("\ufeff")
        self._writer = csv.writer(self._text, dialect="excel")
        self._zone = zone

    def write(self, cells: Sequence[Any]) -> None:
        """Add a row."""
        self._writer.writerow([self._cell(cell) for cell in cells])

    def _cell(self, cell: Any) -> str:
        if cell is None:
            return ""
        if isinstance(cell, datetime):
            return f"{to_zone(cell, self._zone):%Y-%m-%d %H:%M}"
        if isinstance(cell, date):
            return cell.isoformat()
        return harmless(cell) if isinstance(cell, str) else format(cell, "f") if isinstance(cell, Decimal) else str(cell)

    def close(self) -> None:
        """Write what is left; the stream stays open for its reader."""
        self._text.flush()
        self._text.detach()


class XlsxSheet:
    """One sheet whose rows go to disk as they come; texts are always texts."""

    def __init__(self, out: BinaryIO, title: str, zone: str):
        self._book = xlsxwriter.Workbook(out, {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"})
        self._sheet = self._book.add_worksheet(_FORBIDDEN.sub(" ", title)[:31].strip("' ") or "1")
        self._head = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._sheet.freeze_panes(1, 0)
        self._row, self._zone = 0, zone

    def write(self, cells: Sequence[Any]) -> None:
        """Add a row; the first is the headings."""
        if not self._row:
            self._sheet.set_column(0, max(0, len(cells) - 1), 18)
        for place, cell in enumerate(cells):
            self._write(place, cell)
        self._row += 1

    def _write(self, place: int, cell: Any) -> None:
        row, sheet = self._row, self._sheet
        if cell is None or cell == "":
            return
        if isinstance(cell, datetime):
            self._date(place, to_zone(cell, self._zone).replace(tzinfo=None), self._moment)
        elif isinstance(cell, date):
            self._date(place, cell, self._day)
        elif isinstance(cell, str):
            text = harmless(cell)
            text = text if len(text) <= _LONGEST else text[:_LONGEST - 1] + "…"
            sheet.write_string(row, place, text, self._head if not row else None)
        else:
            sheet.write_number(row, place, cell)

    def _date(self, place: int, value: date, style: Any) -> None:
        if value.year < 1900:  # A sheet counts days from 1900 on.
            self._sheet.write_string(self._row, place, value.isoformat())
        else:
            self._sheet.write_datetime(self._row, place, value, style)

    def close(self) -> None:
        """Put the parts of the file together."""
        self._book.close()


def open_sheet(kind: str, out: BinaryIO, title: str, zone: str) -> Sheet:
    """A sheet of a kind in FORMATS; times are written by the clocks of `zone`."""
    return {"xlsx": XlsxSheet, "csv": CsvSheet}[kind](out, title, zone)


def sheet_answer(kind: str, name: str, title: str, zone: str, rows: Iterable[Sequence[Any]]) -> Response:
    """A table as a file to keep, called `name` with the ending of its kind."""
    out = io.BytesIO()
    sheet = open_sheet(kind, out, title, zone)
    for cells in rows:
        sheet.write(cells)
    sheet.close()
    answer = Response(out.getvalue(), content_type=FORMATS[kind] + ("; charset=utf-8" if kind == "csv" else ""))
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer


def csv_octets(rows: Iterable[Sequence[Any]], zone: str = "UTC") -> bytes:
    """A short table as CSV."""
    out = io.BytesIO()
    sheet = CsvSheet(out, "", zone)
    for cells in rows:
        sheet.write(cells)
    sheet.close()
    return out.getvalue()
