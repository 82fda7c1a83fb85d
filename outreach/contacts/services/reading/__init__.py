"""Reads the files in which contacts arrive: CSV, workbooks and contact cards, in four languages.

Pure Python: no Flask, no database. `read_file` turns bytes into columns and rows or raises FileRefused;
`check_columns` says whether the columns name anybody; `map_row` turns one row into named values.
"""

from outreach.contacts.services.reading.encodings import ENCODINGS
from outreach.contacts.services.reading.fields import FIELD_CODES, FIELDS, FIRM, KIND, OWN
from outreach.contacts.services.reading.mapping import NAMES, check_columns, map_row
from outreach.contacts.services.reading.reasons import TEMPLATES
from outreach.contacts.services.reading.records import Column, FileRefused, Limits, MappedRow, SourceFile, SourceRow
from outreach.contacts.services.reading.sources import read_file

__all__ = [
    "ENCODINGS",
    "FIELDS",
    "FIELD_CODES",
    "FIRM",
    "KIND",
    "NAMES",
    "OWN",
    "TEMPLATES",
    "Column",
    "FileRefused",
    "Limits",
    "MappedRow",
    "SourceFile",
    "SourceRow",
    "check_columns",
    "map_row",
    "read_file",
]
