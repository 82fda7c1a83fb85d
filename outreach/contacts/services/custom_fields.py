"""Fields of a zone's own: defining them, and writing what a record has in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from outreach.activity import Actor, changes_of, record
from outreach.catalogue.services.labels import localized
from outreach.contacts.models import CustomField, CustomValue, Organisation, Person
from outreach.contacts.models.custom_fields import FIELD_KINDS, SUBJECTS, WITH_OPTIONS
from outreach.contacts.queries.custom_fields import custom_fields, custom_values, record_column
from outreach.db import db
from outreach.errors import Conflict, Refused
from outreach.i18n import current_language, formats
from outreach.i18n.localized import LocalizedText
from outreach.identity import sort_key
from outreach.web.forms import read_amount

_MOST = Decimal(10) ** 13


@dataclass
class FieldValues:
    """A field as told: labels by language, options as (code, labels by language), place, in the list or not."""

    label: dict[str, str]
    options: Sequence[tuple[str, dict[str, str]]] = field(default_factory=list)
    order: int = 10
    listed: bool = False


def create_custom_field(actor: Actor, subject: str, code: str, kind: str, values: FieldValues) -> CustomField:
    """Add a field. Raises Refused for a taken code, a missing label, and a choice without options."""
    if subject not in SUBJECTS or kind not in FIELD_KINDS:
        raise Refused("custom_kind", _("Choose of whom the field is and what it holds."), field="kind")
    if db.session.scalar(select(CustomField.id).where(CustomField.subject == subject, CustomField.code == code)):
        raise Refused("code_taken", _("The code “%(code)s” is taken. Choose another.", code=code), field="code")
    row = CustomField(subject=subject, code=code, kind=kind, active=True, **_columns(actor, kind, values))
    db.session.add(row)
    record(actor, "custom_field.created", row, label=row.label.original)
    return row


def edit_custom_field(actor: Actor, row: CustomField, values: FieldValues, version: int) -> CustomField:
    """Change labels, options, place and use in the list. An option in use is kept. Raises Conflict, Refused."""
    if row.version != version:
        raise Conflict("changed_meanwhile", _("Somebody else changed this meanwhile. Load the page again and repeat your change."))
    kept = {code for code, _labels in values.options}
    used = set(db.session.scalars(select(CustomValue.option).where(
        CustomValue.field_id == row.id, CustomValue.option.is_not(None)).distinct()))
    if used - kept:
        raise Refused("option_used", _("Records carry the option “%(code)s”. It cannot be removed.", code=min(used - kept)),
                      field="options")
    changes = changes_of(row, _columns(actor, row.kind, values, row))
    if changes:
        row.version += 1
        for place, option in enumerate(row.options):
            db.session.execute(update(CustomValue).where(
                CustomValue.field_id == row.id, CustomValue.option == option["code"]).values(sort_key=f"{place:04}"))
        record(actor, "custom_field.changed", row, label=row.label.original)
    return row


def set_custom_field_active(actor: Actor, row: CustomField, active: bool) -> None:
    """Archive a field or take it back; its values stay."""
    if row.active != active:
        row.active = active
        row.version += 1
        if active:
            record(actor, "custom_field.restored", row, label=row.label.original)
        else:
            record(actor, "custom_field.archived", row, label=row.label.original)


def _columns(actor: Actor, kind: str, values: FieldValues, before: CustomField | None = None) -> dict:
    label = localized(values.label, before.label if before else None, actor.label)
    if not label:
        raise Refused("no_label", _("Enter the name in at least one language."), field="label_zh")
    options, stored = [], {item["code"]: item for item in before.options} if before else {}
    for code, labels in values.options if kind in WITH_OPTIONS else ():
        known = stored.get(code)
        text = localized(labels, LocalizedText(known["source"], known["texts"]) if known else None, actor.label)
        if not code or not text or code in {item["code"] for item in options}:
            raise Refused("option_wrong", _("Give each option a code of its own and a name in at least one language."),
                          field="options")
        options.append({"code": code, "source": text.source, "texts": text.texts})
    if kind in WITH_OPTIONS and not options:
        raise Refused("no_options", _("Enter at least one option."), field="options")
    return {"label": label, "options": options, "order": values.order, "listed": values.listed}


def set_custom_values(actor: Actor, row: Person | Organisation, values: dict[str, Any], version: int) -> bool:
    """Write values by the code of their field; what is not named stays, empty takes away. False where nothing changed.

    Raises Conflict for a version that grew meanwhile, Refused for a value that does not fit; nothing is written then.
    """
    if row.version != version:
        raise Conflict("changed_meanwhile", _("Somebody else changed this record meanwhile. Check what is stored now."))
    subject = row.__tablename__
    known = {item.code: item for item in custom_fields(subject)}
    stored = custom_values(subject, [row.id]).get(row.id, {})
    wanted = [(known[code], read_custom_value(known[code], value)) for code, value in values.items() if code in known]
    changes = {}
    for item, value in wanted:
        before = stored.get(item.id, [] if item.kind == "several" else None)
        if before != value:
            changes[item.code] = (before, value)
            _write(subject, row.id, item, value)
    if changes:
        db.session.flush()
        row.version += 1
        _log(actor, row, changes)
    return bool(changes)


def _log(actor: Actor, row: Person | Organisation, changes: dict) -> None:
    from outreach.contacts.services.organisations import organisation_text
    from outreach.contacts.services.people import person_text
    from outreach.search import index

    if isinstance(row, Person):
        record(actor, "person.fields_edited", row, changes=changes)
        index.put("person", row.id, person_text(row))
    else:
        record(actor, "organisation.fields_edited", row, changes=changes)
        index.put("organisation", row.id, organisation_text(row))


def _write(subject: str, record_id: int, item: CustomField, value: Any) -> None:
    db.session.execute(delete(CustomValue).where(record_column(subject) == record_id, CustomValue.field_id == item.id))
    for columns in value_columns(item, value):
        db.session.add(CustomValue(**columns, **{f"{subject}_id": record_id}))


def value_columns(item: CustomField, value: Any) -> list[dict]:
    """The columns of the rows that hold a typed value, none for nothing; of several options each has a row."""
    places, rows = {option["code"]: f"{place:04}" for place, option in enumerate(item.options)}, []
    empty = dict.fromkeys(("text", "number", "day", "flag", "option", "sort_key"))
    for one in value if item.kind == "several" else [value]:
        if one is None:
            continue
        if item.kind in WITH_OPTIONS:
            told = {"option": one, "sort_key": places.get(one)}
        elif item.kind in ("text", "link"):
            told = {"text": one, "sort_key": sort_key(one)}
        else:
            told = {item.kind: one}
        rows.append({"field_id": item.id, "slot": one if item.kind == "several" else "", **empty, **told})
    return rows


def as_json(value: Any) -> Any:
    """A typed value as JSON holds it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def from_json(item: CustomField, told: Any) -> Any:
    """A typed value from what as_json() made of it."""
    if told is not None and item.kind == "number":
        return Decimal(str(told))
    return date.fromisoformat(told) if told and item.kind == "day" else told


def read_custom_value(item: CustomField, raw: Any) -> Any:
    """The typed value of what was sent: None or [] for nothing. Raises Refused with what to enter instead."""
    if item.kind == "several":
        codes = [str(code) for code in raw or () if code]
        _check_options(item, codes)
        return [option["code"] for option in item.options if option["code"] in codes]
    if isinstance(raw, (bool, date, Decimal)):
        return raw
    text = str(raw if raw is not None else "").replace("\x00", "").strip()
    if not text:
        return None
    return {"number": _number, "day": _day, "flag": _flag, "one": _one, "link": _link}.get(item.kind, _text)(item, text)


def _refused(item: CustomField, sentence) -> Refused:
    name = item.label.shown(current_language().code).text
    return Refused("custom_value", _("%(field)s: %(what)s", field=name, what=sentence), field=item.code)


def _text(item: CustomField, text: str) -> str:
    if len(text) > 2000:
        raise _refused(item, _("Enter at most 2,000 characters."))
    return text


def _number(item: CustomField, text: str) -> Decimal:
    try:
        return read_number(text, current_language().code)
    except ValueError:
        raise _refused(item, _("Enter a number, for example %(example)s.", example=formats.number(Decimal("1250.5")))) from None


def read_number(text: str, language: str) -> Decimal:
    """A number as people of a language write it, with at most four decimals. Raises ValueError for anything else."""
    try:
        value = read_amount(text.lstrip("-−"), language)
    except InvalidOperation:
        raise ValueError(text) from None
    if abs(value) >= _MOST:
        raise ValueError(text)
    value = -value if text[0] in "-−" else value
    return value.quantize(Decimal("0.0001")).normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))


def _day(item: CustomField, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(item, _("This date does not exist. Enter it as 2027-02-14.")) from None


def _flag(item: CustomField, text: str) -> bool:
    if text not in ("1", "0"):
        raise _refused(item, _("Choose yes or no."))
    return text == "1"


def _one(item: CustomField, text: str) -> str:
    _check_options(item, [text])
    return text


def _check_options(item: CustomField, codes: list[str]) -> None:
    if set(codes) - {option["code"] for option in item.options}:
        raise _refused(item, _("Choose one of the options."))


def _link(item: CustomField, text: str) -> str:
    try:
        return read_link(text)
    except ValueError:
        raise _refused(item, _("Enter a web address such as https://www.example.org.")) from None


def read_link(text: str) -> str:
    """A web address; one without a scheme gets https. Raises ValueError for another scheme than http, and for no address."""
    head, colon, _rest = text.partition(":")
    if not colon or "." in head:
        text = f"https://{text}"
    host = text.partition("://")[2].partition("/")[0]
    if not text.lower().startswith(("http://", "https://")) or "." not in host or " " in text or len(text) > 2000:
        raise ValueError(text)
    return text
