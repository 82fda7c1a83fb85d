"""Two people at one record: what was stored meanwhile stands beside what was typed, and each field is decided.

The version column finds out that somebody was quicker. What the form showed when it was opened tells whose a change is:
a field that only the other one touched takes over what is stored, one that both touched is asked about.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Self
from zlib import crc32

from flask import request
from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, FieldList, HiddenField, SelectField, SelectMultipleField, SubmitField

from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES, formats
from outreach.web.converters import record_key
from outreach.web.forms import Form

#: Fields that show nothing that is stored.
_NOT_STORED = (HiddenField, FileField, SubmitField)


@dataclass(frozen=True)
class Difference:
    """A field that is stored otherwise than it was typed; `taken` where only the other one changed it."""

    name: str
    label: str
    mine: str
    theirs: str
    taken: bool


class Edited(Form):
    """The form of a stored record, made by `edited()`."""

    version = HiddenField()
    opened = HiddenField()
    #: What has to be decided before anything is saved.
    differences: tuple[Difference, ...] = ()
    _make: Callable[..., Self] | None = None

    @property
    def opened_with(self) -> int:
        """The version with which the form was opened; 0 where none came, which no record has."""
        return record_key(self.version.data) or 0

    @property
    def status(self) -> int:
        """The HTTP answer that a page with this form has."""
        return 409 if self.differences else 422 if self.errors else 200

    def validate(self, *args, **kwargs) -> bool:
        """False while two versions stand side by side."""
        return not self.differences and super().validate(*args, **kwargs)

    def refuse(self, refused: Refused, otherwise: str, **renamed: str) -> None:
        """Show what a service refused at its field, else at `otherwise`; `renamed` gives fields of other names.

        A conflict is shown as both versions.
        """
        if isinstance(refused, Conflict) and self._make is not None:
            self._compare(self._make(formdata=None))
        if not self.differences:
            name = renamed.get(refused.field or "", refused.field or "")
            self.fail(name if name in self else otherwise, refused.message)

    def _begin(self, make: Callable[..., Self]) -> None:
        self._make = make
        if not self.is_submitted():
            return
        stored, before = make(formdata=None), _read_marks(self.opened.data)
        moved = self.opened_with != stored.opened_with
        for field in self._shown_fields():
            # What was decided holds where a third one came meanwhile, but for a field that this one changed too.
            if request.form.get(f"keep.{field.name}") == "theirs" and field.name in stored and not (
                    moved and before.get(field.name) != _mark(shown(stored[field.name]))):
                _take(field, stored[field.name])
        if moved:
            self._compare(stored)

    def _compare(self, stored: Self) -> None:
        before = _read_marks(self.opened.data)
        found = []
        for field in self._shown_fields():
            mine, theirs = shown(field), shown(stored[field.name]) if field.name in stored else ""
            # What the other one left as it was is mine to change.
            if mine != theirs and before.get(field.name) != _mark(theirs):
                taken = before.get(field.name) == _mark(mine)
                found.append(Difference(field.name, self._named(field), mine, theirs, taken))
                if taken:
                    _take(field, stored[field.name])
        self.differences = tuple(found)
        self.version.data, self.opened.data = str(stored.opened_with), stored.marks()

    def marks(self) -> str:
        """What the form shows, as short as can be, for the field `opened`."""
        return json.dumps({field.name: _mark(shown(field)) for field in self._shown_fields()}, separators=(",", ":"))

    def _shown_fields(self) -> Iterator[Field]:
        return (field for field in self if not isinstance(field, _NOT_STORED))

    def _named(self, field: Field) -> str:
        prefix, _bar, code = field.name.rpartition("_")
        if code in LANGUAGES and all(f"{prefix}_{other}" in self for other in LANGUAGES):
            return f"{field.label.text} · {LANGUAGES[code].name}"
        return str(field.label.text)


def edited(make: Callable[..., Edited], stored: bool = True) -> Edited:
    """The form that `make` makes: of a record that is `stored` with what was typed, or of a new one.

    `make(formdata=None)` must give the form as it shows what is stored now.
    """
    form = make()
    if stored:
        form._begin(make)
    return form


def shown(field: Field) -> str:
    """What a field says to whoever reads it."""
    if isinstance(field, FieldList):
        return " · ".join(filter(None, map(shown, field)))
    if isinstance(field, SelectMultipleField | SelectField):
        return ", ".join(str(label) for value, label, chosen, *_rest in field.iter_choices() if chosen and value != "")
    value = field.data
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return formats.number(value)
    if value is None and field.raw_data:
        value = field.raw_data[0]
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _take(field: Field, stored: Field) -> None:
    """Put into a field what another one of its kind holds."""
    if isinstance(field, FieldList):
        while field.entries:
            field.pop_entry()
        for entry in stored.entries:
            if entry.data:
                field.append_entry(entry.data)
        return
    field.data, field.process_errors = stored.data, []
    field.raw_data = [stored._value()] if hasattr(stored, "_value") else []


def _mark(text: str) -> str:
    return f"{crc32(text.encode()):x}"


def _read_marks(text: str | None) -> dict[str, str]:
    try:
        marks = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return marks if isinstance(marks, dict) else {}
