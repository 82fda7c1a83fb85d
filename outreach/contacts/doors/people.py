"""What people and organisations hang on the doors: navigation, search, sentences, and what points to them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from outreach.contacts import queries
from outreach.contacts.models import Affiliation, ImportRun, Organisation, Person, PersonChannel, PersonName, PersonTag
from outreach.contacts.models.imports import UNFINISHED
from outreach.contacts.models.people import mail_of, name_for, phone_of
from outreach.contacts.queries import visible_organisations, visible_people
from outreach.contacts.services.organisations import organisation_text
from outreach.contacts.services.people import person_words
from outreach.contacts.services.wording import (
    CHANNEL_LABELS,
    IDENTIFIER_LABELS,
    ORGANISATION_KIND_LABELS,
    RELATION_LABELS,
    SALUTATIONS,
    legal_form,
)
from outreach.db import db
from outreach.i18n import current_language, formats
from outreach.identity import written_phone
from outreach.search.content import Content
from outreach.web import access, doors
from outreach.web.page import language_name

for _endpoint, _label, _icon, _order, _count in (
    ("contacts.people", _l("People"), "people", 300, None),
    ("contacts.organisations", _l("Organisations"), "org", 310, None),
    ("contacts.duplicates", _l("Possible duplicates"), "sync", 320, queries.open_pairs_count),
):
    doors.navigation.hang(_endpoint, doors.NavigationEntry(
        _endpoint, _label, _icon, "contacts", _order, access.STAFF, _count))

def _find_people(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    """Rows instead of objects, which somebody who types would have to wait for."""
    people = visible_people(viewer).where(Person.id.in_(ids)).with_only_columns(Person.id, Person.full_name, Person.script)
    names = _rows_of(ids, PersonName, PersonName.text, PersonName.script, PersonName.language)
    channels = _rows_of(ids, PersonChannel, PersonChannel.kind, PersonChannel.value)
    # An outer join, for SQLite would else begin with all organisations.
    firms = _by_person(select(Affiliation.person_id, Organisation.name).outerjoin(Affiliation.organisation).where(
        Affiliation.person_id.in_(ids), Affiliation.until.is_(None)).order_by(Affiliation.id))
    found = {}
    for ref, full_name, script in db.session.execute(people):
        mine = name_for(current_language().code, full_name, script, names[ref])
        title = mine.text if mine else full_name
        others = [text for text in dict.fromkeys([full_name, *(name.text for name in names[ref])]) if text != title]
        firm, phone = firms[ref][-1][0] if firms[ref] else "", phone_of(channels[ref])
        second = [*others[:2], firm, mail_of(channels[ref]), written_phone(phone) if phone else ""]
        found[ref] = (title, " · ".join(filter(None, second)), url_for("contacts.person", person_id=ref))
    return found


def _rows_of(ids: list[int], model: type, *columns) -> dict[int, list]:
    """Person → rows with these columns, in the order in which they were written down."""
    found = defaultdict(list)
    for row in db.session.execute(select(model.person_id, *columns).where(model.person_id.in_(ids)).order_by(model.id)):
        found[row.person_id].append(row)
    return found


def _find_organisations(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    rows = db.session.execute(visible_organisations(viewer).where(Organisation.id.in_(ids)).with_only_columns(
        Organisation.id, Organisation.name, Organisation.city, Organisation.country))
    return {row.id: (row.name, " · ".join(filter(None, [row.city, formats.country(row.country)])),
                     url_for("contacts.organisation", organisation_id=row.id)) for row in rows}


def _rebuild_people() -> Iterator[tuple[int, Content, str | None]]:
    """Rows instead of objects: a million people are read in a minute."""
    last = 0
    columns = (Person.id, Person.full_name, Person.notes, Person.import_run_id)
    while people := db.session.execute(select(*columns).where(Person.id > last).order_by(Person.id).limit(1000)).all():
        first, last = people[0].id, people[-1].id
        names = _by_person(select(PersonName.person_id, PersonName.text, PersonName.reading).where(
            PersonName.person_id.between(first, last)).order_by(PersonName.id))
        channels = _by_person(select(PersonChannel.person_id, PersonChannel.kind, PersonChannel.value).where(
            PersonChannel.person_id.between(first, last)).order_by(PersonChannel.id))
        firms = _by_person(select(Affiliation.person_id, Organisation.name).join(Affiliation.organisation).where(
            Affiliation.person_id.between(first, last)).order_by(Affiliation.id))
        tags = _by_person(select(PersonTag.person_id, PersonTag.tag).where(
            PersonTag.person_id.between(first, last)).order_by(PersonTag.id))
        for person in people:
            yield person.id, person_words(
                [person.full_name, *chain(*names[person.id])], channels[person.id],
                [*chain(*firms[person.id], *tags[person.id]), person.notes], person.import_run_id), None


def _by_person(statement) -> dict[int, list[tuple]]:
    found = defaultdict(list)
    for person_id, *values in db.session.execute(statement):
        found[person_id].append(tuple(values))
    return found


def _rebuild_organisations() -> Iterator[tuple[int, Content, str | None]]:
    last = 0
    statement = select(Organisation).order_by(Organisation.id).limit(1000).options(
        selectinload(Organisation.names), selectinload(Organisation.identifiers), selectinload(Organisation.tags))
    while rows := db.session.scalars(statement.where(Organisation.id > last)).all():
        last = rows[-1].id
        yield from [(row.id, organisation_text(row), None) for row in rows]


#: Without mapped classes, for the condition that hides such rows would be added to this select as well.
_UNFINISHED = select(ImportRun.__table__.c.id).where(ImportRun.__table__.c.state.in_(UNFINISHED))


def _unfinished() -> list[str]:
    """Imports whose people and organisations nobody may see yet."""
    return [f"import:{run_id}" for run_id in db.session.scalars(_UNFINISHED)]


doors.search_document.hang("person", doors.SearchDocument(_l("People"), "people", _find_people, _rebuild_people,
                                                             hidden=_unfinished))
doors.search_document.hang("organisation", doors.SearchDocument(
    _l("Organisations"), "org", _find_organisations, _rebuild_organisations, hidden=_unfinished))


def _created(entry) -> str:
    return _("added %(name)s", name=entry.subject_label)


def _attached(entry) -> str:
    added = entry.data.get("added") or {}
    told = ", ".join(str(value) for part in added.values() for value in part)
    if not told:
        return _("added to %(name)s", name=entry.subject_label)
    return _("added to %(name)s: %(what)s", name=entry.subject_label, what=told)


#: Names of fields that only this room has; those of an organisation's tree and of letters among them.
FIELDS = {"since": _l("Since"), "until": _l("Until"), "identifiers": _l("Register numbers"),
          "parent": _l("Belongs to"), "relation": _l("How they belong together"), "domains": _l("Further domains"),
          "salutation": _l("Opening of a letter"), "name_details": _l("Language and reading"),
          "notes_zh": _l("Notes in Chinese"), "notes_en": _l("Notes in English"), "notes_de": _l("Notes in German"),
          "notes_ko": _l("Notes in Korean"), "notes_translations": _l("Translations of the notes")}


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, FIELDS, value_in_words))


def value_in_words(_entry, field: str, stored) -> str | None:
    """Channels as [kind, value, extension] and the codes of this room in words."""
    labels = {"channels": CHANNEL_LABELS, "identifiers": IDENTIFIER_LABELS}.get(field)
    if labels and isinstance(stored, list) and all(isinstance(item, list) for item in stored):
        return "; ".join(f"{labels.get(item[0], item[0])} {' '.join(item[1:])}" for item in stored)
    if field == "gender":
        return str(SALUTATIONS.get(stored, stored))
    if field == "relation":
        return str(RELATION_LABELS.get(stored, stored))
    if field == "kind":
        return str(ORGANISATION_KIND_LABELS.get(stored, stored))
    if field == "legal_form":
        return legal_form(stored)
    if field == "notes_translations" and isinstance(stored, dict):
        return "; ".join(f"{language_name(code)}: {part.get('text', '')}" for code, part in stored.items())
    return None


_tell("person.created", "people", _created)
_tell("person.attached", "plus", _attached)
_tell("person.edited", "pen", lambda entry: _("changed %(name)s", name=entry.subject_label))
_tell("person.affiliation_added", "org", lambda entry: _(
    "wrote down that %(name)s is at %(organisation)s too", name=entry.subject_label,
    organisation=entry.data.get("organisation", "")))
_tell("person.affiliation_changed", "org", lambda entry: _(
    "changed what %(name)s is at %(organisation)s", name=entry.subject_label,
    organisation=entry.data.get("organisation", "")))
_tell("organisation.created", "org", _created)
for _kind in ("person", "organisation"):
    _tell(f"{_kind}.restored", "undo", lambda entry: _("brought an old value of %(name)s back", name=entry.subject_label))
_tell("introduction.added", "people", lambda entry: _(
    "wrote down that %(by)s introduced %(person)s", by=entry.data.get("by", ""), person=entry.data.get("person", "")))
_tell("introduction.removed", "x", lambda entry: _(
    "took out that %(by)s introduced %(person)s", by=entry.data.get("by", ""), person=entry.data.get("person", "")))
_tell("organisation.moved", "org", lambda entry: _("changed where %(name)s belongs", name=entry.subject_label))
_tell("organisation.attached", "plus", lambda entry: _("added to %(name)s", name=entry.subject_label))
_tell("organisation.edited", "pen", lambda entry: _("changed %(name)s", name=entry.subject_label))
_tell("duplicate.not_same", "x", lambda entry: _(
    "decided that %(name)s and %(other)s are not the same person", name=entry.subject_label,
    other=entry.data.get("other", "")))
_tell("duplicate.open", "undo", lambda entry: _(
    "opened the question again whether %(name)s and %(other)s are one", name=entry.subject_label,
    other=entry.data.get("other", "")))
