"""Fields of a zone's own on the doors: in lists, on the pages of records, on timelines, at merge and erasure."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, Select, exists, select, type_coerce

from outreach.contacts.models import CustomField, CustomValue, Organisation, Person
from outreach.contacts.models.custom_fields import WITH_OPTIONS
from outreach.contacts.queries.custom_fields import custom_fields, custom_values, record_column, shown_value
from outreach.contacts.services.custom_fields import read_custom_value, set_custom_values
from outreach.errors import Refused
from outreach.i18n import current_language, formats
from outreach.web import access, doors
from outreach.web.lists.kinds import BulkAction, Column, Filter, ListPart

_MODELS = {"person": Person, "organisation": Organisation}


def _label(field: CustomField) -> str:
    return field.label.shown(current_language().code).text


def _mine(field: CustomField):
    """The condition of a value belonging to the record of the list and to this field."""
    return (record_column(field.subject) == _MODELS[field.subject].id) & (CustomValue.field_id == field.id)


def _order(field: CustomField):
    column = {"number": type_coerce(CustomValue.number, BigInteger), "day": CustomValue.day, "flag": CustomValue.flag}.get(
        field.kind, CustomValue.sort_key)
    return None if field.kind == "several" else select(column).where(_mine(field)).limit(1).scalar_subquery()


def _column(field: CustomField) -> Column:
    kind = {"number": "number", "day": "day", "flag": "flag", "link": "link"}.get(field.kind, "text")
    return Column(f"own_{field.code}", _label(field), lambda row, facts: shown_value(
        field, facts["own"].get(row.id, {}).get(field.id)), kind=kind, order=_order(field), usual=field.listed)


def _filter(field: CustomField) -> Filter:
    def narrow(statement: Select, value: str, viewer) -> Select:
        if value == "-":
            return statement.where(~exists().where(_mine(field)))
        return statement.where(exists().where(_mine(field) & _fits(field, value)))
    choices = None if field.kind in ("text", "link", "number") else lambda viewer: [*_choices(field), ("-", _("nothing"))]
    if field.kind == "day":
        return Filter(f"own_{field.code}", _("%(field)s since", field=_label(field)), narrow, kind="day")
    return Filter(f"own_{field.code}", _label(field), narrow, choices, kind="choice" if choices else "words")


def _choices(field: CustomField) -> list[tuple[str, str]]:
    language = current_language().code
    if field.kind == "flag":
        return [("1", _("Yes")), ("0", _("No"))]
    return [(option["code"], field.option_label(option["code"], language)) for option in field.options]


def _fits(field: CustomField, value: str):
    if field.kind in WITH_OPTIONS:
        return CustomValue.option == value
    if field.kind == "flag":
        return CustomValue.flag.is_(value == "1")
    if field.kind == "day":
        return CustomValue.day >= date.fromisoformat(value)
    if field.kind == "number":
        try:
            return CustomValue.number == read_custom_value(field, value)
        except Refused:
            return CustomValue.id.is_(None)
    return CustomValue.text.icontains(value, autoescape=True)


def _bulk(field: CustomField) -> BulkAction:
    def apply(actor, row, value: str, version: int) -> bool:
        return set_custom_values(actor, row, {field.code: value}, version)

    def same(value: str):
        return exists().where(_mine(field) & _fits(field, value)) if value else ~exists().where(_mine(field))
    return BulkAction(f"own_{field.code}", _("Set “%(field)s”", field=_label(field)), apply, same, lambda viewer: _choices(field))


def _part(key: str, subject: str) -> ListPart:
    def facts(viewer, rows: list, codes: set) -> dict:
        wanted = rows and any(code.startswith("own_") for code in codes)
        return {"own": custom_values(subject, [row.id for row in rows]) if wanted else {}}
    return ListPart(
        key, columns=lambda: [_column(field) for field in custom_fields(subject)],
        filters=lambda: [_filter(field) for field in custom_fields(subject)],
        bulk=lambda: [_bulk(field) for field in custom_fields(subject) if field.kind in ("one", "flag")], facts=facts)


doors.list_part.hang("own fields of people", _part("people", "person"))
doors.list_part.hang("own fields of organisations", _part("organisations", "organisation"))


def _panel(subject: str):
    def load(viewer, row) -> dict | None:
        if viewer is None or viewer.role not in access.STAFF:
            return None
        stored = custom_values(subject, [row.id]).get(row.id, {})
        lines = [(_label(field), field.kind, shown_value(field, stored.get(field.id))) for field in custom_fields(subject)]
        return {"lines": lines, "subject": subject, "row": row, "may_write": viewer.role in access.WRITERS} if lines else None
    return load


for _subject in ("person", "organisation"):
    doors.page_panel.hang(f"own fields of {_subject}", doors.PagePanel(
        f"contacts.{_subject}", "contacts/panel_own.html", _panel(_subject), 10))
    doors.person_references.hang(f"custom_value.{_subject}_id", doors.PersonReference(
        f"custom_value.{_subject}_id", _l("Own fields"), "move_unique", "delete"))

doors.navigation.hang("contacts.own_fields", doors.NavigationEntry(
    "contacts.own_fields", _l("Own fields"), "pen", "admin", 915, frozenset({"administrator"})))


class _Names(Mapping):
    """The names of a subject's fields by code, read when somebody asks."""

    def __init__(self, subject: str):
        self.subject = subject

    def _all(self) -> dict[str, CustomField]:
        return {field.code: field for field in custom_fields(self.subject, archived=True)}

    def __getitem__(self, code: str) -> str:
        return _label(self._all()[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _value(subject: str):
    def told(entry, code: str, stored: Any) -> str | None:
        field = next((item for item in custom_fields(subject, archived=True) if item.code == code), None)
        if field is None or stored in (None, "", []):
            return None
        if field.kind in WITH_OPTIONS:
            shown = shown_value(field, stored)
            return ", ".join(shown) if isinstance(shown, list) else shown
        return formats.number(Decimal(str(stored))) if field.kind == "number" else None
    return told


for _subject in ("person", "organisation"):
    doors.timeline_kind.hang(f"{_subject}.fields_edited", doors.TimelineKind("pen", lambda entry: _(
        "changed own fields of %(name)s", name=entry.subject_label), fields=_Names(_subject), value=_value(_subject)))
for _verb, _icon, _sentence in (
    ("created", "plus", lambda entry: _("added the field “%(name)s”", name=entry.subject_label)),
    ("changed", "pen", lambda entry: _("changed the field “%(name)s”", name=entry.subject_label)),
    ("archived", "x", lambda entry: _("archived the field “%(name)s”", name=entry.subject_label)),
    ("restored", "undo", lambda entry: _("took the field “%(name)s” back into use", name=entry.subject_label)),
):
    doors.timeline_kind.hang(f"custom_field.{_verb}", doors.TimelineKind(_icon, _sentence))
