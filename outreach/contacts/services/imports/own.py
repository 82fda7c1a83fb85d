"""Fields of a zone's own in imported files: recognised by their labels, read with their types, filled in where empty.

A row's values stand in `mapped["own"]` as {"person": {code: value}, "organisation": {code: value}}; numbers and days are
texts there, because JSON has neither exact numbers nor days.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from outreach.contacts.models import CustomField, CustomValue, ImportRun
from outreach.contacts.models.custom_fields import SUBJECTS
from outreach.contacts.queries.custom_fields import custom_fields, custom_values, record_column, shown_value
from outreach.contacts.services.custom_fields import as_json, from_json, read_link, read_number, value_columns
from outreach.contacts.services.reading import OWN, Column
from outreach.contacts.services.reading.dates import ImpossibleDateError, parse_date
from outreach.contacts.services.reading.fields import NAMING_FIELDS
from outreach.contacts.services.reading.headers import MEANINGS, header_key
from outreach.db import db
from outreach.i18n import current_language, formats

#: Words that say yes or no in a cell, folded as headings are.
_YES = "1 yes y true x ja j wahr 是 有 真 对 √ ✓ ✔ 예 네 o 참 있음"
_NO = "0 no n false nein falsch 否 无 無 假 不是 没有 아니요 아니오 거짓 없음"
_FLAGS = {word: said for words, said in ((_YES, True), (_NO, False)) for word in words.split()}


def own_fields() -> dict[str, CustomField]:
    """The fields in use by the code of a column: own.person.region."""
    return {f"{OWN}{subject}.{item.code}": item for subject in SUBJECTS for item in custom_fields(subject)}


def own_label(key: str) -> str | None:
    """The name of such a field in the reader's language, out of use or not; None where there is none."""
    subject, _dot, code = key.removeprefix(OWN).partition(".")
    item = _field(subject, code)
    return item.label.shown(current_language().code).text if item else None


def own_told(subject: str, code: str, *values: Any) -> tuple[str, ...]:
    """The name of a field, and each value as a reader reads it; empty for nothing."""
    item = _field(subject, code)
    return own_label(f"{OWN}{subject}.{code}") or code, *(_shown(item, value) for value in values)


def _field(subject: str, code: str) -> CustomField | None:
    return db.session.scalar(select(CustomField).where(CustomField.subject == subject, CustomField.code == code))


def _shown(item: CustomField | None, value: Any) -> str:
    if value in (None, "", []) or item is None:
        return ""
    if item.kind == "flag":
        return _("Yes") if value else _("No")
    if item.kind == "number":
        return formats.number(Decimal(value))
    if item.kind == "day":
        return formats.day(date.fromisoformat(value))
    shown = shown_value(item, value)
    return ", ".join(shown) if isinstance(shown, list) else shown


def recognise_own(columns: Iterable[Column]) -> None:
    """Say of columns whose heading is a label in any language, or a code, that they hold that field.

    A label that is the whole heading goes before what the heading means elsewhere, since the zone chose its own words; but
    not before the columns that say who a row is about.
    """
    labels: dict[str, str] = {}
    codes: dict[str, str] = {}
    for key, item in own_fields().items():
        codes.setdefault(header_key(item.code), key)
        for told in item.label.texts.values():
            labels.setdefault(header_key(told.get("text", "")), key)
    keys = codes | labels
    taken = {column.field for column in columns}
    for column in columns if keys else ():
        parts = [header_key(part) for part in (column.header, *column.header.split(" / "))]
        known = MEANINGS.get(parts[0])
        if column.field in NAMING_FIELDS and known:
            continue
        key = labels.get(parts[0])
        if key is None and not (column.field and known and known.field):
            key = next((keys[part] for part in parts if part in keys), None)
        if key and key not in taken:
            column.field = key
            taken.add(key)


class OwnReader:
    """Reads the cells of one file; what does not fit is a warning, and a day that does not exist the row's error."""

    def __init__(self, run: ImportRun) -> None:
        self._headers = {field: header for _index, header, field in run.found.get("columns", []) if field}
        self._fields = own_fields() if any(field.startswith(OWN) for field in self._headers) else {}
        # A workbook keeps numbers as numbers, whatever its people write.
        own = run.found.get("language") or "en"
        self._languages = list(dict.fromkeys(("en", own) if run.file_kind == "workbook" else (own, "en", "de")))

    def read(self, mapped: dict) -> tuple[str, dict] | None:
        """Put typed values in place of the cells of a row; gives the row's problem if there is one."""
        cells, typed, problem = mapped.pop("own", None) or {}, {}, None
        for key, cell in cells.items():
            item = self._fields.get(key)
            try:
                value = self._typed(item, cell) if item else None
            except ImpossibleDateError:
                problem, value = problem or ("impossible_date", {"field": key, "text": cell[:80]}), None
            except ValueError:
                mapped["warnings"].append(["unreadable_own", {"field": key, "text": cell[:80]}])
                value = None
            if value is None:
                mapped.setdefault("extras", {}).setdefault(self._headers.get(key, key), cell)
            else:
                typed.setdefault(item.subject, {})[item.code] = as_json(value)
        if typed:
            mapped["own"] = typed
        return problem

    def _typed(self, item: CustomField, cell: str) -> Any:
        if item.kind == "number":
            return self._number(cell)
        if item.kind == "day":
            day, _ambiguous = parse_date(cell)
            if day is None:
                raise ValueError(cell)
            return day
        if item.kind == "flag":
            said = _FLAGS.get(cell.strip(), _FLAGS.get(header_key(cell)))
            if said is None:
                raise ValueError(cell)
            return said
        if item.kind == "one":
            return _option(item, cell)
        if item.kind == "several":
            codes = {_option(item, part) for part in re.split(r"[;,、，；/|\n]+", cell) if part.strip()}
            return [option["code"] for option in item.options if option["code"] in codes]
        if item.kind == "link":
            return read_link(cell.strip())
        if len(cell) > 2000:
            raise ValueError(cell)
        return cell

    def _number(self, cell: str) -> Decimal:
        for language in self._languages:
            try:
                return read_number(cell.strip(), language)
            except ValueError:
                continue
        raise ValueError(cell)


def _option(item: CustomField, text: str) -> str:
    """The code of an option by its label in any language or by itself. Raises ValueError where there is none."""
    wanted = header_key(text) or text.strip()
    for option in item.options:
        labels = [told.get("text", "") for told in option["texts"].values()]
        if any((header_key(label) or label) == wanted for label in (*labels, option["code"])):
            return option["code"]
    raise ValueError(text)


class OwnWriter:
    """Which records of a run have which fields already, so that a row only fills in empty ones."""

    def __init__(self, run: ImportRun) -> None:
        used = {field for _index, _header, field in run.found.get("columns", []) if field}
        self.fields = {(item.subject, item.code): item for key, item in own_fields().items() if key in used} \
            if any(field.startswith(OWN) for field in used) else {}
        self._filled: dict[tuple[str, int], set[str]] = {}

    def look_up(self, subject: str, refs: Iterable[int]) -> None:
        """Read of stored records which fields are filled in."""
        refs = [ref for ref in refs if (subject, ref) not in self._filled] if self.fields else []
        codes = {item.id: item.code for item in self.fields.values()}
        stored = custom_values(subject, refs) if refs else {}
        for ref in refs:
            self._filled[subject, ref] = {codes[field] for field in stored.get(ref, {}) if field in codes}

    def news(self, subject: str, ref: int, mapped: Mapping) -> list[tuple[CustomField, Any]]:
        """What a row tells of a record that the record lacks; it counts as filled in from then on."""
        told = (mapped.get("own") or {}).get(subject, {}) if self.fields else {}
        filled = self._filled.setdefault((subject, ref), set())
        found = [(item, value) for code, value in told.items()
                 if code not in filled and (item := self.fields.get((subject, code)))]
        filled.update(item.code for item, _value in found)
        return found


def fill_own(subject: str, ref: int, told: Mapping[str, Any]) -> bool:
    """Write values by code where the record has none by now; True where anything was written."""
    fields, stored = {item.code: item for item in custom_fields(subject)}, custom_values(subject, [ref]).get(ref, {})
    rows = [row for code, value in told.items() if code in fields and fields[code].id not in stored
            for row in value_columns(fields[code], from_json(fields[code], value))]
    db.session.add_all(CustomValue(**row, **{f"{subject}_id": ref}) for row in rows)
    db.session.flush()
    return bool(rows)


def take_back_own(subject: str, ref: int, code: str, told: Any) -> Any:
    """Remove a value that still says what a row told. Gives what stands there instead, None for nothing."""
    item = _field(subject, code)
    current = as_json(custom_values(subject, [ref]).get(ref, {}).get(item.id)) if item else None
    if current != told:
        return current
    db.session.execute(delete(CustomValue).where(record_column(subject) == ref, CustomValue.field_id == item.id)
                       .execution_options(synchronize_session=False))
    return None
