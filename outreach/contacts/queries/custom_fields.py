"""Reading fields of a zone's own and what records have in them."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.contacts.models import CustomField, CustomValue
from outreach.db import db
from outreach.errors import NotFound
from outreach.i18n import current_language

KIND_LABELS = {
    "text": _l("Free text"), "number": _l("Number (quantity)"), "day": _l("Day"), "flag": _l("Yes or no"),
    "one": _l("One of several options"), "several": _l("Several options"), "link": _l("Web address"),
}
SUBJECT_LABELS = {"person": _l("People"), "organisation": _l("Organisations")}


def custom_fields(subject: str, archived: bool = False) -> list[CustomField]:
    """The fields of people or organisations in their order; with `archived` also those out of use."""
    statement = select(CustomField).where(CustomField.subject == subject).order_by(CustomField.order, CustomField.id)
    return list(db.session.scalars(statement if archived else statement.where(CustomField.active)))


def get_custom_field(field_id: int) -> CustomField:
    """One field. Raises NotFound."""
    row = db.session.get(CustomField, field_id)
    if row is None:
        raise NotFound("no_custom_field", _l("There is no such field."))
    return row


def record_column(subject: str):
    """The column of a value that names its record."""
    return CustomValue.person_id if subject == "person" else CustomValue.organisation_id


def custom_values(subject: str, ids: Iterable[int]) -> dict[int, dict[int, Any]]:
    """{record: {field: value}}: str, Decimal, date, bool, an option's code, or the list of codes of several."""
    column, found = record_column(subject), {}
    rows = select(column, CustomField.kind, CustomValue).join(CustomField, CustomField.id == CustomValue.field_id).where(
        column.in_(list(ids))).order_by(CustomValue.sort_key, CustomValue.id)
    for record, kind, row in db.session.execute(rows):
        own = found.setdefault(record, {})
        if kind == "several":
            own.setdefault(row.field_id, []).append(row.option)
        else:
            own[row.field_id] = stored_value(row, kind)
    return found


def stored_value(row: CustomValue, kind: str) -> Any:
    """The one typed value of a row."""
    return {"number": row.number, "day": row.day, "flag": row.flag, "one": row.option}.get(kind, row.text)


def shown_value(field: CustomField, value: Any) -> Any:
    """A value as lists and files take it: codes of options as labels in the reader's language."""
    language = current_language().code
    if field.kind == "several":
        return [field.option_label(code, language) for code in value or ()]
    return field.option_label(value, language) if field.kind == "one" and value else value


def custom_words(subject: str, record: int) -> list[str]:
    """The texts of a record in such fields, for the search box."""
    from outreach.catalogue.kept import kept

    texts = kept(f"custom texts of {subject}", lambda: tuple(
        field.id for field in custom_fields(subject) if field.kind in ("text", "link")))
    if not texts:
        return []
    return list(db.session.scalars(select(CustomValue.text).where(
        record_column(subject) == record, CustomValue.field_id.in_(texts), CustomValue.text.is_not(None))))
