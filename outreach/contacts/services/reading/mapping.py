"""Turns the cells of one row into named values, by what its columns mean."""

import re
from collections.abc import Sequence

from outreach.contacts.services.reading.countries import country_code
from outreach.contacts.services.reading.dates import ImpossibleDateError, parse_date
from outreach.contacts.services.reading.fields import NAMING_FIELDS, OWN
from outreach.contacts.services.reading.headers import is_private
from outreach.contacts.services.reading.records import Column, FileRefused, MappedRow, SourceRow
from outreach.contacts.services.reading.values import (
    close_up,
    join_name,
    read_gender,
    read_language,
    read_phone,
    read_prefix,
    read_rating,
    script_of,
    split_mails,
    split_phones,
    split_tags,
)

PHONE_KINDS = {"phone": "work", "mobile": "mobile", "phone_direct": "direct", "fax": "fax"}
HANDLES = ("wechat", "kakaotalk", "whatsapp", "linkedin")
MOST_TAGS, LONGEST_TAG, LONGEST_NOTE = 40, 60, 20_000
"""As in forms and in the interface."""
PLAIN = {
    "organisation", "department", "job_title", "city", "street", "postcode", "website", "industry",
}  # fmt: skip
NAMES = {"full_name", "family_name", "given_name", "latin_name", "native_name"}


def check_columns(columns: Sequence[Column]) -> None:
    """Raise FileRefused("missing_column") if no column holds a name, an e-mail address or an organisation."""
    if not any(column.field in NAMING_FIELDS for column in columns):
        headers = ", ".join(column.header for column in columns[:20])
        raise FileRefused("missing_column", {"headers": headers, "fields": sorted(NAMING_FIELDS)})


def map_row(row: SourceRow, columns: Sequence[Column], *, country: str | None, language: str | None) -> MappedRow:
    """The named values of one row.

    `country` (ISO code) is taken where the row names none, `language` where it says none. A value that cannot be
    understood is kept in `extras` with a warning; a date that does not exist, and a row about nobody, is the
    row's error.
    """
    mapped = MappedRow(row.number, row.text, row.error, warnings=list(row.warnings))
    for column in columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else ""
        if cell:
            _take(mapped, column, cell)
    _finish_names(mapped)
    if len(mapped.notes) > LONGEST_NOTE:
        mapped.warnings.append(("note_too_long", {}))
    mapped.country = mapped.country or country
    mapped.language = mapped.language or (language if language in ("zh", "en", "de", "ko") else None)
    known = (mapped.full_name, mapped.organisation, mapped.emails, mapped.phones, mapped.handles)
    if not mapped.error and not any(known):
        mapped.error = ("nobody", {})
    return mapped


def _keep(mapped: MappedRow, header: str, value: str) -> None:
    """Keep a value under its header; a second column of the same name gets a number."""
    key, number = header, 2
    while key in mapped.extras and mapped.extras[key] != value:
        key = f"{header} ({number})"
        number += 1
    mapped.extras[key] = value


def _take(mapped: MappedRow, column: Column, cell: str) -> None:
    field = column.field
    if field == "email":
        mails, others = split_mails(cell)
        mapped.emails.extend(mail for mail in mails if mail not in mapped.emails)
        if others:
            mapped.warnings.append(("unreadable_email", {"text": "; ".join(others)[:80]}))
            _keep(mapped, column.header, cell)
    elif field in PHONE_KINDS:
        _take_phones(mapped, column, cell)
    elif field in HANDLES:
        mapped.handles.append((field, cell))
    elif field == "notes":
        mapped.notes = f"{mapped.notes}\n{cell}" if mapped.notes else cell
    elif field == "name_prefix":
        gender, titles = read_prefix(cell)
        mapped.gender = mapped.gender or gender
        mapped.titles = " ".join(part for part in (mapped.titles, titles) if part)
    elif field in NAMES or field in PLAIN:
        value = close_up(cell) if field in NAMES else cell
        if not getattr(mapped, field):
            setattr(mapped, field, value)
        elif getattr(mapped, field) != value:
            _keep(mapped, column.header, cell)
    elif field == "tags":
        _take_tags(mapped, column, cell)
    elif field in CODED:
        _take_coded(mapped, column, cell)
    elif field and field.startswith(OWN) and mapped.own.get(field, cell) == cell:
        mapped.own[field] = cell
    else:
        _keep(mapped, column.header, cell)


def _take_phones(mapped: MappedRow, column: Column, cell: str) -> None:
    kind = "home" if column.field == "phone" and is_private(column.header) else PHONE_KINDS[column.field or "phone"]
    numbers = split_phones(cell)
    if not numbers:
        if any(c.isalnum() for c in cell):
            mapped.warnings.append(("unreadable_phone", {"text": cell[:80]}))
        _keep(mapped, column.header, cell)
    for raw in numbers:
        number, rounded = read_phone(raw)
        if rounded:
            # Digits are lost: two such numbers may look equal and be of two people.
            mapped.warnings.append(("rounded_phone", {"text": raw}))
            _keep(mapped, column.header, cell)
        elif (kind, number) not in mapped.phones:
            mapped.phones.append((kind, number))


def _take_tags(mapped: MappedRow, column: Column, cell: str) -> None:
    """What is too long, or one too many, is a text and no tag."""
    rest = []
    for tag in split_tags(cell):
        if tag.casefold() in {known.casefold() for known in mapped.tags}:
            continue
        (mapped.tags if len(tag) <= LONGEST_TAG and len(mapped.tags) < MOST_TAGS else rest).append(tag)
    if rest:
        mapped.warnings.append(("unreadable_tags", {"text": ", ".join(rest)[:80]}))
        _keep(mapped, column.header, ", ".join(rest))


CODED = {
    "gender": (lambda cell, header: read_gender(cell), "unreadable_gender"),
    "country": (lambda cell, header: country_code(cell), "unknown_country"),
    "rating": (read_rating, "unreadable_rating"),
    "language": (lambda cell, header: read_language(cell), "unreadable_language"),
    "met_on": (None, "unreadable_date"),
}
"""Fields with a closed set of values: how to read them, and the warning if that fails."""


def _take_coded(mapped: MappedRow, column: Column, cell: str) -> None:
    field = str(column.field)
    read, warning = CODED[field]
    told = getattr(mapped, field)
    if told is not None and field == "gender" and read_gender(cell) == told:
        return  # The form of address has said it already.
    if told is not None:
        _keep(mapped, column.header, cell)
        return
    value = read(cell, column.header) if read else _date(mapped, cell)
    setattr(mapped, field, value)
    if value is None and mapped.error is None:
        mapped.warnings.append((warning, {"field": field, "text": cell[:80]}))
    if value is None:
        _keep(mapped, column.header, cell)


def _date(mapped: MappedRow, cell: str):
    try:
        day, ambiguous = parse_date(cell)
    except ImpossibleDateError:
        mapped.error = mapped.error or ("impossible_date", {"field": "met_on", "text": cell[:80]})
        return None
    if ambiguous:
        mapped.warnings.append(("ambiguous_date", {"field": "met_on", "text": cell[:80]}))
    return day


def _finish_names(mapped: MappedRow) -> None:
    """One full name of what there is; `김민수 / Kim Minsu` in one cell is a name and its other script."""
    if not mapped.full_name:
        mapped.full_name = join_name(mapped.family_name, mapped.given_name) or mapped.native_name or mapped.latin_name
    parts = [part.strip() for part in re.split(r"\s*[/|、\n]\s*", mapped.full_name) if part.strip()]
    if len(parts) < 2:
        return
    scripts = [script_of(part) for part in parts]
    if len(parts) == 2 and "latin" in scripts and scripts[0] != scripts[1] and None not in scripts:
        latin = scripts.index("latin")
        mapped.full_name = close_up(parts[1 - latin])
        mapped.latin_name = mapped.latin_name or parts[latin]
        return
    mapped.warnings.append(("several_names", {"text": mapped.full_name[:80]}))
