"""Makes columns and numbered rows of the raw lines of a table, whether they come from a CSV or from a workbook."""

from collections import Counter
from typing import NamedTuple

from outreach.contacts.services.reading.columns import LOOK_AT, SAMPLE_ROWS, Headings, find_headings
from outreach.contacts.services.reading.countries import country_code
from outreach.contacts.services.reading.records import Column, FileRefused, Limits, SourceRow
from outreach.contacts.services.reading.values import script_of, unguarded

TEXT_CAP = 20_000
"""So much of a row is kept as its text; longer rows are broken ones, and their beginning is enough to find them."""


class Table(NamedTuple):
    """Headings and data rows of one table."""

    header_rows: int
    columns: list[Column]
    rows: list[SourceRow]
    language: str | None


def build_table(lines: list[SourceRow], limits: Limits, *, ragged: bool, language: str | None) -> Table:
    """Split the non-blank lines into headings and rows, number the rows and bring them to one width.

    `ragged`: lines longer than the headings are errors, as in CSV where a separator went unquoted; in a workbook
    they are further columns. Raises FileRefused with no_rows, too_many_columns or too_many_cells.
    """
    if not lines:
        raise FileRefused("empty_file")
    top = [line.cells for line in lines[: LOOK_AT + SAMPLE_ROWS]]
    widest = max(len(cells) for cells in top) if ragged else max(len(line.cells) for line in lines)
    if widest > limits.max_columns:
        raise FileRefused("too_many_columns", {"limit": limits.max_columns})
    headings = find_headings(top, widest)
    rows = lines[headings.lines :]
    if not rows:
        raise FileRefused("no_rows")
    width = _width(top, headings, widest) if ragged else widest
    if width * len(rows) > limits.max_cells:
        raise FileRefused("too_many_cells", {"limit": limits.max_cells})
    for number, row in enumerate(rows, start=1):
        _finish(row, number, width, limits)
    filled = _filled_columns(rows, width)
    columns = [c for c in headings.columns[:width] if c.field or c.index in filled or _has_header(c, headings, top)]
    return Table(headings.lines, columns, rows, _language(headings.language, language, columns, rows))


def _width(top: list[list[str]], headings: Headings, widest: int) -> int:
    """The number of columns of a CSV: that of its headings, or more if most rows have more."""
    data = Counter(len(cells) for cells in top[headings.lines :])
    usual = data.most_common(1)[0][0]
    heads = max((len(cells) for cells in top[: headings.lines]), default=0)
    if usual > heads and data[usual] * 2 <= sum(data.values()):
        usual = heads or usual
    return min(max(heads, usual), widest)


def _finish(row: SourceRow, number: int, width: int, limits: Limits) -> None:
    row.number = number
    if "'" in row.text:
        row.cells = [unguarded(cell) for cell in row.cells]
    cells = row.cells
    if len(cells) > width:
        surplus = [cell for cell in cells[width:] if cell]
        if surplus and not row.error:
            row.error = ("too_many_values", {"found": len(cells), "expected": width})
        if not surplus:
            del cells[width:]
    elif len(cells) < width:
        cells.extend([""] * (width - len(cells)))
    if not row.error and any(len(cell) > limits.max_cell for cell in cells):
        row.error = ("cell_too_long", {"limit": limits.max_cell})
    if row.error:
        row.cells = [cell[:TEXT_CAP] for cell in cells[: limits.max_columns]]
    row.text = row.text[:TEXT_CAP]


def _filled_columns(rows: list[SourceRow], width: int) -> set[int]:
    empty = set(range(width))
    for row in rows:
        if not empty:
            break
        empty -= {index for index in empty if index < len(row.cells) and row.cells[index]}
    return set(range(width)) - empty


def _has_header(column: Column, headings: Headings, top: list[list[str]]) -> bool:
    return any(
        column.index < len(cells) and cells[column.index] for cells in top[max(0, headings.lines - 1) : headings.lines]
    )


def _language(heads: str | None, chosen: str | None, columns: list[Column], rows: list[SourceRow]) -> str | None:
    """The language of the list: its headings; where these are English or unknown, the choice, then the names.

    Fair organisers everywhere write English headings, so English ones say little about the list.
    """
    if heads in ("zh", "ko", "de"):
        return heads
    if chosen:
        return chosen
    indices = [c.index for c in columns if c.field in ("full_name", "family_name")]
    scripts = Counter(
        script_of(row.cells[index])
        for row in rows[:200]
        for index in indices
        if index < len(row.cells) and row.cells[index]
    )
    for script, language in (("hangul", "ko"), ("han", "zh")):
        if scripts and scripts[script] * 2 > sum(scripts.values()):
            return language
    return heads or _by_country(columns, rows)


def _by_country(columns: list[Column], rows: list[SourceRow]) -> str | None:
    """German where a list without known headings names Germany more than anything else, and so on."""
    index = next((c.index for c in columns if c.field == "country"), None)
    if index is None:
        return None
    codes = Counter(country_code(row.cells[index]) for row in rows[:200] if index < len(row.cells))
    usual = codes.most_common(1)[0][0] if codes else None
    return {"DE": "de", "AT": "de", "CN": "zh", "TW": "zh", "KR": "ko", "GB": "en", "US": "en"}.get(usual or "")
