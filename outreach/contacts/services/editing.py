"""Changing people: what their form holds, and what they are at an organisation from one day to another."""

from datetime import date

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel, PersonName
from outreach.contacts.services.matching import find_matches
from outreach.contacts.services.people import (
    checked_name,
    mark_duplicate,
    organisation_of,
    person_sort_key,
    refresh_person,
)
from outreach.contacts.services.values import PersonValues, channels_of
from outreach.db import db, today_in
from outreach.errors import Conflict, Refused
from outreach.identity import parse_name

#: What nobody needs to read in the log.
_HIDDEN = ("sort_key", "script", "name_order")


def edit_person(actor: Actor, person: Person, values: PersonValues, version: int) -> Person:
    """Replace what the form holds: names, fields, channels; a changed organisation starts a new affiliation.

    An emptied organisation ends the newest affiliation today. New likely matches become duplicate candidates.
    Raises Conflict where somebody else changed the person since `version`, Refused for a name that is missing
    or too long; nothing is changed then.
    """
    _lock(person, version)
    name = checked_name(values.full_name)
    organisation = _organisation(actor, person, values)
    parsed = parse_name(name, values.spoken or values.language, values.family_name, values.given_name)
    changes = changes_of(person, {
        "full_name": name, "family_name": parsed.family, "given_name": parsed.given, "name_order": parsed.order,
        "script": parsed.script, "titles": values.titles or None, "gender": values.gender or None,
        "language": values.language or None, "country": values.country or None, "notes": values.notes or None,
        "time_zone": values.time_zone or None,
        "sort_key": person_sort_key(name, parsed.family, parsed.given, parsed.script)})
    changes.update(_replace_names(person, [name, *map(checked_name, values.other_names)], values.language))
    changes.update(_replace_channels(person, values, organisation))
    changes.update(_replace_affiliation(person, values, organisation))
    changes = {field: pair for field, pair in changes.items() if field not in _HIDDEN}
    if changes:
        person.version += 1
        refresh_person(person)
        record(actor, "person.edited", person, changes=changes, about=[organisation])
        for match in find_matches(values, leave_out=person.id):
            mark_duplicate(person.id, match.person.id, match.comparison)
    return person


def edit_affiliation(actor: Actor, affiliation: Affiliation, values: dict, version: int) -> Affiliation:
    """Change `job_title`, `department`, `since` and `until` (days or None) of what a person is somewhere.

    Raises Conflict where somebody else changed the person since `version`, Refused where the end is before the
    beginning.
    """
    person = affiliation.person
    _lock(person, version)
    since, until = values.get("since", affiliation.since), values.get("until", affiliation.until)
    if since and until and until < since:
        raise Refused("until_before_since", _("The last day is before the first. Enter a later one."), field="until")
    changes = changes_of(affiliation, values)
    if changes:
        db.session.flush()
        person.version += 1
        refresh_person(person)
        record(actor, "person.affiliation_changed", person, changes=changes, about=[affiliation.organisation],
               organisation=affiliation.organisation.name)
    return affiliation


def _lock(person: Person, version: int) -> None:
    if person.version != version:
        raise Conflict("person_changed", _("Somebody else changed this person meanwhile. Check what is stored now."),
                       theirs={"full_name": person.full_name, "email": person.email, "phone": person.phone})


def _organisation(actor: Actor, person: Person, values: PersonValues) -> Organisation | None:
    """The organisation that the form tells of; an unchanged name means the one the person is at."""
    current = person.organisation
    if current is not None and current.name == (values.organisation or "").strip() \
            and (values.organisation_country or current.country) == current.country:
        return current
    return organisation_of(actor, values)


def _replace_names(person: Person, wanted: list[str], language: str | None) -> dict:
    before = [item.text for item in person.names]
    wanted = list(dict.fromkeys(wanted))
    for old in list(person.names):
        if old.text not in wanted:
            person.names.remove(old)
    for text in wanted:
        if text not in before:
            person.names.append(PersonName(text=text, script=parse_name(text).script, language=language))
    db.session.flush()
    return {"names": (sorted(before), sorted(wanted))} if set(before) != set(wanted) else {}


def _replace_channels(person: Person, values: PersonValues, organisation: Organisation | None) -> dict:
    before = sorted(item.value for item in person.channels)
    wanted = channels_of(values, organisation)
    for old in list(person.channels):
        if not any(old.kind == item.kind and old.value == item.value for item in wanted):
            person.channels.remove(old)
    for item in wanted:
        if not any(old.kind == item.kind and old.value == item.value for old in person.channels):
            person.channels.append(
                PersonChannel(kind=item.kind, value=item.value, raw=item.raw, extension=item.extension))
    db.session.flush()
    after = sorted(item.value for item in person.channels)
    return {"channels": (before, after)} if before != after else {}


def _replace_affiliation(person: Person, values: PersonValues, organisation: Organisation | None) -> dict:
    """The newest running affiliation follows the form; another organisation starts a new one beside it."""
    current = person.affiliation
    before = current.organisation.name if current else None
    if organisation is None:
        if current is not None:
            current.until = _today()
        return {"organisation": (before, None)} if current is not None else {}
    running = [item for item in person.affiliations if item.organisation_id == organisation.id and item.until is None]
    if not running:
        person.affiliations.append(Affiliation(
            organisation_id=organisation.id, organisation=organisation,
            job_title=(values.job_title or "")[:300] or None, department=(values.department or "")[:300] or None))
        db.session.flush()
        return {"organisation": (before, organisation.name)}
    return changes_of(running[-1], {"job_title": values.job_title or None, "department": values.department or None})


def _today() -> date:
    """The day in the house, whose records these are."""
    return today_in("Asia/Shanghai")
