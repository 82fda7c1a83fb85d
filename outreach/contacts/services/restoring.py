"""Bringing an old value of one field back, as the log kept it. It is an edit like any other, with its own entry."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.activity.models import ActivityEntry
from outreach.contacts.models import Organisation, Person
from outreach.contacts.models.organisations import ORGANISATION_KINDS
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.queries.custom_fields import custom_fields
from outreach.contacts.services.custom_fields import from_json, set_custom_values
from outreach.contacts.services.editing import edit_person
from outreach.contacts.services.organisations import edit_organisation
from outreach.contacts.services.values import PersonValues
from outreach.db.time import zone_names
from outreach.errors import Refused
from outreach.i18n import LANGUAGES, formats

_NOTES = tuple(f"notes_{code}" for code in LANGUAGES)
#: What can be brought back; all else is told only.
FIELDS = {
    "person": ("full_name", "family_name", "given_name", "names", "titles", "gender", "salutation", "language", "country",
               "time_zone", "channels", "tags", "notes", "notes_language", *_NOTES),
    "organisation": ("name", "names", "kind", "country", "city", "street", "postcode", "website", "industry", "identifiers",
                     "domains", "tags", "notes", "notes_language", *_NOTES),
}


def restorable(row: Person | Organisation, entry: ActivityEntry, field: str) -> bool:
    """True where the entry keeps an old value of this field that a form could have typed."""
    pair = (entry.data.get("changes") or {}).get(field)
    if _is_own(entry):
        return isinstance(pair, list) and len(pair) == 2 and any(item.code == field for item in custom_fields(row.__tablename__))
    if field not in FIELDS[row.__tablename__] or not isinstance(pair, list) or len(pair) != 2:
        return False
    if field in ("full_name", "name"):
        return bool(pair[0])
    if field in ("channels", "identifiers"):
        return isinstance(pair[0], list) and all(isinstance(item, list) and len(item) >= 2 for item in pair[0])
    if field in ("names", "tags", "domains"):
        return isinstance(pair[0], list)
    return pair[0] is None or isinstance(pair[0], str)


def restore_field(actor: Actor, row: Person | Organisation, entry: ActivityEntry, field: str, version: int) -> None:
    """Give a field the value that it had before `entry`.

    Raises Conflict where somebody changed the record since `version`, Refused where the field cannot be brought back,
    says that already, or the old value is not valid any more.
    """
    if not restorable(row, entry, field):
        raise Refused("not_restorable", _("This value cannot be brought back. Edit the record instead."), field=field)
    old = entry.data["changes"][field][0]
    before = row.version
    if _is_own(entry):
        item = next(item for item in custom_fields(row.__tablename__) if item.code == field)
        set_custom_values(actor, row, {field: from_json(item, old)}, version)
    elif isinstance(row, Person):
        _check(field, old)
        edit_person(actor, row, _person_with(row, field, old), version, verb="person.restored")
    else:
        _check(field, old)
        edit_organisation(actor, row, _organisation_with(row, field, old), version, verb="organisation.restored")
    if row.version == before:
        raise Refused("restored_already", _("The field says that already."), field=field)


def _is_own(entry: ActivityEntry) -> bool:
    """True for an entry about fields of the zone's own, whose codes may be names of other fields too."""
    return entry.verb.endswith(".fields_edited")


def _check(field: str, old: Any) -> None:
    """Refuse what the lists of today do not hold any more."""
    known = {"language": LANGUAGES, "notes_language": LANGUAGES, "country": dict(formats.countries()),
             "time_zone": zone_names(), "gender": ("f", "m"), "kind": ORGANISATION_KINDS}.get(field)
    if old is not None and known is not None and old not in known or field == "kind" and old is None:
        raise Refused("value_outdated", _("“%(value)s” is not valid any more. Edit the record instead.", value=old),
                      field=field)


def values_of(person: Person) -> PersonValues:
    """What is stored of a person as a form would tell it, so that saving it changes nothing."""
    current = person.affiliation
    translations = person.notes_translations or {}
    return PersonValues(
        full_name=person.full_name, family_name=person.family_name, given_name=person.given_name, gender=person.gender,
        titles=person.titles, language=person.language, country=person.country, time_zone=person.time_zone,
        salutation=person.salutation, notes=person.notes, notes_language=person.notes_language,
        notes_in={code: entry.get("text", "") for code, entry in translations.items()},
        tags=[item.tag for item in person.tags],
        other_names=[item.text for item in person.names if item.text != person.full_name],
        writings={item.text: (item.language, item.reading) for item in person.names},
        organisation=current.organisation.name if current else None,
        organisation_country=current.organisation.country if current else None,
        job_title=current.job_title if current else None, department=current.department if current else None,
        **_told_channels([(item.kind, item.value if item.value.startswith("+") else item.raw, item.extension)
                          for item in person.channels]))


def _told_channels(rows: list) -> dict:
    """Channels as PersonValues takes them, from (kind, value, extension)."""
    told: dict[str, list] = {"emails": [], "phones": [], "handles": []}
    for kind, value, *rest in rows:
        if kind == "email":
            told["emails"].append(value)
        elif kind in PHONE_KINDS:
            told["phones"].append((kind, f"{value} ext. {rest[0]}" if rest and rest[0] else value))
        elif kind in HANDLE_KINDS:
            told["handles"].append((kind, value))
    return told


def _person_with(person: Person, field: str, old: Any) -> PersonValues:
    values = values_of(person)
    if field == "channels":
        return replace(values, **_told_channels(old))
    if field == "names":
        return replace(values, other_names=[text for text in old if text != person.full_name])
    if field == "full_name":
        return replace(values, full_name=old, family_name=None, given_name=None)
    if field in ("family_name", "given_name") and old and old not in person.full_name:
        raise Refused("value_outdated", _("“%(value)s” is not valid any more. Edit the record instead.", value=old),
                      field=field)
    if field in _NOTES:
        return replace(values, notes_in={**values.notes_in, field.removeprefix("notes_"): old or ""})
    return replace(values, **{field: (old or []) if field == "tags" else old})


def _organisation_with(row: Organisation, field: str, old: Any) -> dict:
    if field == "identifiers":
        return {field: [tuple(item) for item in old]}
    if field not in ("notes", "notes_language", *_NOTES):
        return {field: old}
    notes_in = {code: entry.get("text", "") for code, entry in (row.notes_translations or {}).items()}
    told = {"notes": row.notes, "notes_language": row.notes_language, "notes_in": notes_in}
    if field in _NOTES:
        told["notes_in"] = {**notes_in, field.removeprefix("notes_"): old or ""}
    else:
        told[field] = old
    return told
