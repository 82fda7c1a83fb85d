"""Every text that reading can give a person: refusals of a file, errors of a row, warnings.

Pure text: the caller translates the template and fills in the parameters. In a row error `field` is a code
of fields.FIELDS, which the caller shows by its label.
"""


def N_(text: str) -> str:  # noqa: N802 - the name that extraction looks for
    """Mark a text for extraction and give it back unchanged, because this package knows no language."""
    return text


REFUSALS = {
    "empty_file": N_("The file is empty. Save it again from the program it comes from, then upload it."),
    "too_large": N_("The file has %(size)s MB; at most %(limit)s MB can be read. Split it into several files."),
    "not_a_table": N_(
        "This file is no table and no contact card (%(found)s). Save the list as XLSX or CSV, or the cards as VCF."
    ),
    "no_table": N_(
        "This file is no table and no contact card. Save the list as XLSX or CSV, or the cards as VCF."
    ),
    "zip_bomb": N_(
        "This workbook unpacks to more than can be read safely. Copy the rows into a new workbook and save it."
    ),
    "unsafe_xml": N_(
        "This workbook contains entity definitions that no spreadsheet program writes. "
        "Copy the rows into a new workbook and save it."
    ),
    "broken_workbook": N_("This workbook is damaged. Open it in a spreadsheet program and save it again as XLSX."),
    "password_protected": N_("This workbook is protected by a password. Save it without a password, then upload it."),
    "workbook_too_heavy": N_(
        "This workbook takes too long or too much memory to read. Save only the rows that you need as CSV."
    ),
    "unknown_encoding": N_(
        "The characters of this file cannot be recognised. Choose the encoding, or save the file as CSV UTF-8."
    ),
    "encoding_not_known": N_("There is no encoding named “%(encoding)s” here. Choose one from the list."),
    "wrong_encoding": N_(
        "The file is not written in %(encoding)s. Choose another encoding, or let it be recognised automatically."
    ),
    "bad_separator": N_("“%(separator)s” cannot separate columns. Choose semicolon, comma, tab or vertical bar."),
    "no_rows": N_("The file has no rows below its headings. Add the contacts, then upload it again."),
    "no_cards": N_("The file has no contact card in it. Export the contacts again as VCF."),
    "too_many_rows": N_("The file has more than %(limit)s rows. Split it into several files."),
    "too_many_columns": N_("The file has more than %(limit)s columns. Delete the unused ones, then upload it again."),
    "too_many_cells": N_("The file has more than %(limit)s cells. Delete unused columns or split the file."),
    "missing_column": N_(
        "No column holds a name, an e-mail address or an organisation. Say what the columns mean, then go on."
    ),
}

ROW_ERRORS = {
    "unterminated_quote": N_("A quotation mark is opened and never closed. Add the closing mark or delete the first."),
    "cell_too_long": N_("One cell has more than %(limit)s characters. Shorten it."),
    "too_many_values": N_(
        "The row has %(found)s cells, but there are %(expected)s columns. "
        "Put quotation marks around the cell that contains the separator."
    ),
    "undecodable": N_("Some characters of this row are damaged. Type the row again."),
    "impossible_date": N_("%(field)s: the date “%(text)s” does not exist. Correct it."),
    "nobody": N_("The row has no name, e-mail address, phone number or organisation. Add one of them."),
    "unfinished_card": N_("The card has no end. Export this contact again."),
    "broken_card": N_("The line “%(line)s” of the card cannot be read. Export this contact again."),
}

WARNINGS = {
    "other_encoding": N_(
        "This row is written in another encoding than the rest of the file and was read as %(encoding)s. Check it."
    ),
    "unknown_country": N_("The country “%(text)s” is not known. It stays with the imported row."),
    "unreadable_date": N_("%(field)s: “%(text)s” is not a date. It stays with the imported row."),
    "ambiguous_date": N_("%(field)s: “%(text)s” is read with the day first."),
    "unreadable_rating": N_("The rating “%(text)s” is not known. It stays with the imported row."),
    "unreadable_email": N_("“%(text)s” is no e-mail address. It stays with the imported row."),
    "note_too_long": N_(
        "The note has more than 20,000 characters. Its beginning is taken over, the whole of it stays with the imported row."
    ),
    "unreadable_language": N_("The language “%(text)s” is not known. It stays with the imported row."),
    "rounded_phone": N_("The phone number “%(text)s” was rounded by a spreadsheet program. It stays with the imported row."),
    "unreadable_phone": N_("The phone number “%(text)s” could not be read. It is kept as written."),
    "unreadable_gender": N_("The gender “%(text)s” is not known. It stays with the imported row."),
    "unreadable_tags": N_("“%(text)s” is too much for tags. It stays with the imported row."),
    "unreadable_own": N_("%(field)s: “%(text)s” does not fit this field. It stays with the imported row."),
    "several_names": N_("“%(text)s” holds several names. Check whether they are one person."),
}

TEMPLATES: dict[str, str] = REFUSALS | ROW_ERRORS | WARNINGS
