"""The one way into a file of contacts: bytes in, columns and rows out."""

from outreach.contacts.services.reading.cards import read_cards
from outreach.contacts.services.reading.delimited import read_delimited
from outreach.contacts.services.reading.encodings import decode_file
from outreach.contacts.services.reading.kinds import file_kind
from outreach.contacts.services.reading.records import FileRefused, Limits, SourceFile
from outreach.contacts.services.reading.tables import build_table
from outreach.contacts.services.reading.workbooks import read_workbook

DEFAULTS = Limits()


def read_file(
    data: bytes,
    filename: str,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    language: str | None = None,
    limits: Limits = DEFAULTS,
) -> SourceFile:
    """Read a CSV, TSV, XLSX, XLS, ODS, vCard or MECARD file.

    `encoding` (one of ENCODINGS or a usual name of one), `separator` (a character or `tab`) and `language`
    (zh, en, de, ko) are choices of the person and go before what the file looks like. The file name only
    serves to explain a refusal better. Raises FileRefused and nothing else; a bad row never costs the others.
    """
    kind = file_kind(data, filename, limits)
    if kind == "vcard":
        return read_cards(data, encoding=encoding, language=language, limits=limits)
    used, certain, used_separator, sheet = None, True, None, None
    if kind == "workbook":
        sheet, lines = read_workbook(data, limits)
    else:
        decoded = decode_file(data, encoding=encoding, language=language)
        used, certain = decoded.encoding, decoded.certain
        text = decoded.text.replace("\x00", "\ufffd").rstrip("\x1a")
        used_separator, lines = read_delimited(text, separator, limits)
    table = build_table(lines, limits, ragged=kind == "csv", language=language)
    if len(table.rows) > limits.max_rows:
        raise FileRefused("too_many_rows", {"limit": limits.max_rows})
    return SourceFile(
        kind, used, certain, used_separator, table.header_rows, table.columns, table.rows, table.language, sheet
    )
