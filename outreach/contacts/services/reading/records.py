"""The shapes that reading hands on: a file, its columns and rows, a row as named values, and a refusal."""

from dataclasses import dataclass, field
from datetime import date

Problem = tuple[str, dict]
"""A code of reasons.TEMPLATES and the parameters of its text."""


class FileRefused(Exception):  # noqa: N818 - the name says what happened to the file, and people read it
    """The file as a whole cannot be read, and nothing of it was. `code` and `params` belong to reasons.TEMPLATES."""

    def __init__(self, code: str, params: dict | None = None):
        super().__init__(code)
        self.code = code
        self.params = params or {}


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Sizes in bytes; `max_cell` in characters; `seconds` for reading one workbook.

    `max_unpacked` and `max_ratio` are for workbooks, which are zip archives; the ratio only counts from
    20 MB unpacked on, because small sheets of equal rows are packed very well. `worker_memory` is the
    address space of the process that opens a workbook.
    """

    max_bytes: int = 50 * 1000 * 1000
    max_rows: int = 200_000
    max_columns: int = 500
    max_cells: int = 3_000_000
    max_cell: int = 131_072
    max_unpacked: int = 400 * 1024 * 1024
    max_ratio: int = 150
    worker_memory: int = 768 * 1024 * 1024
    seconds: int = 120


@dataclass
class Column:
    """One column of a file. `field` is a code of fields.FIELDS or of a field of the zone's own (OWN and its key), or
    None: then it is kept under its header."""

    index: int
    header: str
    field: str | None


@dataclass(slots=True)
class SourceRow:
    """One data row or card. `number` counts from 1, broken ones included; `text` is the row as it stood.

    `warnings` tell what was done to read it at all.
    """

    number: int
    cells: list[str]
    text: str
    error: Problem | None = None
    warnings: list[Problem] = field(default_factory=list)


@dataclass
class SourceFile:
    """A file that could be read.

    `header_rows` counts the lines above the first data row, title rows included (blank lines are not
    counted). `language` is zh, en, de, ko or None. `encoding_certain` is False where the bytes allow
    another reading, so that the person is asked to look at the first rows.
    """

    kind: str
    encoding: str | None
    encoding_certain: bool
    separator: str | None
    header_rows: int
    columns: list[Column]
    rows: list[SourceRow]
    language: str | None = None
    sheet: str | None = None


@dataclass
class MappedRow:
    """One row as named values, each as it was written except where noted.

    `emails` are lower case; `phones` are (kind, raw) with kind mobile, work, direct, fax or home; `country` is
    an ISO 3166 alpha-2 code, `language` is zh, en, de or ko: those of the row, else what map_row was given;
    `gender` is f or m, from a column of its own or a form of address; `extras` holds everything without a field, by header;
    `own` the cells of fields of the zone's own, which the caller knows how to read;
    `warnings` are problems that do not stop the row, `error` is one that does.
    """

    number: int
    text: str
    error: Problem | None = None
    full_name: str = ""
    family_name: str = ""
    given_name: str = ""
    latin_name: str = ""
    native_name: str = ""
    titles: str = ""
    gender: str | None = None
    organisation: str = ""
    department: str = ""
    job_title: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    country: str | None = None
    city: str = ""
    street: str = ""
    postcode: str = ""
    website: str = ""
    handles: list[tuple[str, str]] = field(default_factory=list)
    language: str | None = None
    notes: str = ""
    rating: str | None = None
    met_on: date | None = None
    industry: str = ""
    tags: list[str] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
