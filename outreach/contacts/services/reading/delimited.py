"""Splits CSV and TSV text into rows, whatever the separator, without letting one bad quotation mark eat the rest."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from outreach.contacts.services.reading.columns import LOOK_AT, header_score
from outreach.contacts.services.reading.records import FileRefused, Limits, Problem, SourceRow
from outreach.contacts.services.reading.strangers import DAMAGED, read_damaged

SEPARATORS = (",", ";", "\t", "|")
MAX_SPAN = 300
"""A quoted cell goes over at most so many lines; beyond that its mark was never closed."""
EXCEL_HINT = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
LINE = re.compile(r"[^\r\n]+(?:\r\n|\r|\n)?|\r\n|\r|\n")
LINES_PER_ROW = 5
"""Cells may hold line breaks, but a file with more lines than this per allowed row is no list of contacts."""


class _Feeder:
    """Gives lines to csv.reader one by one and remembers how many it took and whether it wanted more."""

    def __init__(self, lines: list[str], at: int):
        self.lines, self.at, self.used, self.dry = lines, at, 0, False

    def __iter__(self) -> "_Feeder":
        return self

    def __next__(self) -> str:
        if self.used >= MAX_SPAN or self.at + self.used >= len(self.lines):
            self.dry = True
            raise StopIteration
        self.used += 1
        return self.lines[self.at + self.used - 1]


def _quoted(lines: list[str], at: int, separator: str, expected: int) -> tuple[list[str], int, str | None]:
    """Cells of the record that begins at line `at`, how many lines it takes, and what is wrong with it."""
    feeder = _Feeder(lines, at)
    try:
        cells = next(csv.reader(feeder, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return [], max(1, feeder.used), "cell_too_long"
    except StopIteration:
        cells = []
    if feeder.dry or _swallowed(lines[at : at + feeder.used], cells, separator, expected):
        return lines[at].rstrip("\r\n").split(separator), 1, "unterminated_quote"
    return cells, feeder.used, None


def _swallowed(taken: list[str], cells: list[str], separator: str, expected: int) -> bool:
    """Whether a record over several lines has eaten a following row, because a mark was opened and not closed."""
    if len(taken) < 2 or expected < 2:
        return False
    whole = [line.count(separator) + 1 >= expected for line in taken]
    return any(whole[1:]) and (whole[0] or len(cells) != expected)


def split_rows(text: str, separator: str, limits: Limits, *, expected: int = 0) -> Iterator[SourceRow]:
    """The non-blank rows of a text, numbered 0 for now. `expected` is the usual number of cells, if known.

    Cells lose surrounding white space and nothing else. Rows with an unclosed quotation mark, an endless cell
    or characters that could not be decoded carry an error; rows that could be in another encoding carry a warning.
    """
    lines = LINE.findall(text)
    strange = _read_strange(lines)
    memo: dict[str, str] = {}
    at = 0
    while at < len(lines):
        line, used, problem = lines[at], 1, None
        if '"' in line:
            cells, used, problem = _quoted(lines, at, separator, expected)
        else:
            cells = line.split(separator, limits.max_columns + 1)
        raw = (line if used == 1 else "".join(lines[at : at + used])).rstrip("\r\n")
        labels = dict.fromkeys(strange[n] for n in range(at, at + used) if n in strange) if strange else ()
        at += used
        # Countries and firms repeat in every list; one copy of each keeps 200,000 rows small.
        cells = [memo.setdefault(cell, cell) if len(cell) < 64 else cell for cell in map(str.strip, cells)]
        if not problem and not any(cells):
            continue
        yield _row(cells, raw, problem, limits, [("other_encoding", {"encoding": label}) for label in labels])


def _read_strange(lines: list[str]) -> dict[int, str]:
    """Put the text in place of every line that is in another encoding; gives the encoding by the line's place."""
    found: dict[int, str] = {}
    for at, line in enumerate(lines):
        if not line.isascii() and DAMAGED.search(line) and (read := read_damaged(line)):
            lines[at], found[at] = read
    return found


def _row(cells: list[str], raw: str, problem: str | None, limits: Limits, warnings: list[Problem]) -> SourceRow:
    if DAMAGED.search(raw):
        raw = DAMAGED.sub("\ufffd", raw)
        cells = [DAMAGED.sub("\ufffd", cell) for cell in cells]
        problem = problem or "undecodable"
    params = {"limit": limits.max_cell} if problem == "cell_too_long" else {}
    return SourceRow(0, cells, raw, (problem, params) if problem else None, warnings)


class Sniffed(NamedTuple):
    """The separator of a text and how many cells its rows usually have."""

    separator: str
    width: int
    text: str


def _try(text: str, separator: str, limits: Limits) -> tuple[int, float, int]:
    """How well a separator explains the beginning of a text: known headings, even rows, and their width."""
    rows = []
    for row in split_rows(text, separator, limits):
        rows.append(row.cells)
        if len(rows) >= LOOK_AT + 20:
            break
    if not rows:
        return 0, 0.0, 1
    width, count = Counter(len(cells) for cells in rows).most_common(1)[0]
    return max(header_score(cells) for cells in rows[:LOOK_AT]), count / len(rows) if width > 1 else 0.0, width


def sniff(text: str, separator: str | None, limits: Limits) -> Sniffed:
    """Find the separator, unless it is given. Excel's first line `sep=;` is obeyed and left out.

    Raises FileRefused with bad_separator for one that no table uses.
    """
    if hint := EXCEL_HINT.match(text):
        text = text[hint.end() :]
        separator = separator or hint[1]
    if separator:
        separator = {"tab": "\t", "\\t": "\t"}.get(separator.lower(), separator)
        if len(separator) != 1 or separator in '"\r\n\ufffd' or separator.isalnum():
            raise FileRefused("bad_separator", {"separator": separator[:20]})
    beginning = text[:200_000]
    tried = [(_try(beginning, mark, limits), mark) for mark in ([separator] if separator else SEPARATORS)]
    (_, _, width), best = max(tried, key=lambda pair: (pair[0][0], pair[0][1] >= 0.6, pair[0][1] * pair[0][2]))
    return Sniffed(best, width, text)


def read_delimited(text: str, separator: str | None, limits: Limits) -> tuple[str, list[SourceRow]]:
    """The separator and the non-blank rows. Raises FileRefused with bad_separator or too_many_rows."""
    if max(text.count("\n"), text.count("\r")) > limits.max_rows * LINES_PER_ROW:
        raise FileRefused("too_many_rows", {"limit": limits.max_rows})
    sniffed = sniff(text, separator, limits)
    rows: list[SourceRow] = []
    for row in split_rows(sniffed.text, sniffed.separator, limits, expected=sniffed.width):
        rows.append(row)
        if len(rows) > limits.max_rows + LOOK_AT:
            raise FileRefused("too_many_rows", {"limit": limits.max_rows})
    return sniffed.separator, rows
