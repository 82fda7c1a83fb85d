"""Changing people: what their form holds, and what they are at an organisation from one day to another."""

from datetime import date

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel
from outreach.contacts.services.matching import find_matches
from outreach.contacts.services.notes import notes_changes, notes_columns, replace_tags
from outreach.contacts.services.people import (
    check_position,
    checked_name,
    mark_duplicate,
    organisation_of,
    person_sort_key,
    refresh_person,
    told_name,
)
from outreach.contacts.services.values import PersonValues, channels_of
from outreach.db import db, hold, today_in
from outreach.errors import Conflict, Refused
from outreach.identity import parse_name

#: What nobody needs to read in the log.
_HIDDEN = ("sort_key", "script", "name_order")


def edit_person(actor: Actor, person: Person, values: PersonValues, version: int, *,
                verb: str = "person.edited") -> Person:
    """Replace what the form holds: names, fields, channels; a changed organisation starts a new affiliation.

    An emptied organisation ends the newest affiliation today. New likely matches become duplicate candidates.
    Raises Conflict where somebody else changed the person since `version`, Refused for a name that is missing
    or too long; nothing is changed then.
    """
    _lock(person, version)
    name = checked_name(values.full_name)
    if person.affiliation is None or _new_position(person, values):
        check_position(values)
    organisation = _organisation(actor, person, values)
    parsed = parse_name(name, values.spoken or values.language, values.family_name, values.given_name)
    changes = changes_of(person, {
        "full_name": name, "family_name": parsed.family, "given_name": parsed.given, "name_order": parsed.order,
        "script": parsed.script, "titles": values.titles or None, "gender": values.gender or None,
        "language": values.language or None, "country": values.country or None,
        "time_zone": values.time_zone or None, "salutation": values.salutation or None,
        **notes_columns(actor, person, values.notes, values.notes_language, values.notes_in),
        "sort_key": person_sort_key(name, parsed.family, parsed.given, parsed.script)})
    changes = notes_changes(changes)
    changes.update(_replace_names(person, [name, *map(checked_name, values.other_names)], values))
    changes.update(replace_tags(person, values.tags) if values.tags is not None else {})
    changes.update(_replace_channels(person, values, organisation))
    changes.update(_replace_affiliation(person, values, organisation))
    changes = {field: pair for field, pair in changes.items() if field not in _HIDDEN}
    if changes:
        person.version += 1
        refresh_person(person)
        record(actor, verb, person, changes=changes, about=[organisation])
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
    _check_days(values.get("since", affiliation.since), values.get("until", affiliation.until))
    changes = changes_of(affiliation, values)
    if changes:
        db.session.flush()
        person.version += 1
        refresh_person(person)
        record(actor, "person.affiliation_changed", person, changes=changes, about=[affiliation.organisation],
               organisation=affiliation.organisation.name)
    return affiliation


def add_affiliation(actor: Actor, person: Person, values: dict, version: int) -> Affiliation:
    """Add what a person is at one more organisation: `organisation`, `organisation_country`, title and days.

    Raises Conflict where somebody else changed the person since `version`, Refused where no organisation is named or
    the end is before the beginning.
    """
    _lock(person, version)
    _check_days(values.get("since"), values.get("until"))
    organisation = organisation_of(actor, PersonValues(
        person.full_name, country=person.country, organisation=values.get("organisation"),
        organisation_country=values.get("organisation_country")))
    if organisation is None:
        raise Refused("organisation_missing", _("Enter the name of the organisation."), field="organisation")
    row = Affiliation(organisation_id=organisation.id, organisation=organisation, **{
        name: values.get(name) for name in ("job_title", "department", "since", "until")})
    person.affiliations.append(row)
    db.session.flush()
    person.version += 1
    refresh_person(person)
    record(actor, "person.affiliation_added", person, about=[organisation], organisation=organisation.name,
           changes={name: (None, getattr(row, name)) for name in ("job_title", "department", "since", "until")
                    if getattr(row, name)})
    return row


def _check_days(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise Refused("until_before_since", _("The last day is before the first. Enter a later one."), field="until")


def _lock(person: Person, version: int) -> None:
    if not hold(person, version):
        raise Conflict("person_changed", _("Somebody else changed this person meanwhile. Check what is stored now."),
                       theirs={"full_name": person.full_name, "email": person.email, "phone": person.phone})


def _new_position(person: Person, values: PersonValues) -> bool:
    """True where a job title or department is typed that the person has not got; an emptied organisation would lose it."""
    now = person.affiliation
    return any(given and given != stored for given, stored in (
        (values.job_title, now.job_title), (values.department, now.department)))


def _organisation(actor: Actor, person: Person, values: PersonValues) -> Organisation | None:
    """The organisation that the form tells of; an unchanged name means the one the person is at."""
    current = person.organisation
    if current is not None and current.name == (values.organisation or "").strip() \
            and (values.organisation_country or current.country) == current.country:
        return current
    return organisation_of(actor, values)


def _replace_names(person: Person, wanted: list[str], values: PersonValues) -> dict:
    """The writings, with what is told of the language and reading of single ones."""
    before, details = [item.text for item in person.names], _details(person)
    wanted = list(dict.fromkeys(wanted))
    for old in list(person.names):
        if old.text not in wanted:
            person.names.remove(old)
        elif old.text in values.writings:
            old.language, old.reading = values.writings[old.text]
    for text in wanted:
        if text not in before:
            person.names.append(told_name(values, text))
    db.session.flush()
    if set(before) != set(wanted):
        return {"names": (sorted(before), sorted(wanted))}
    return {"name_details": (details, _details(person))} if details != _details(person) else {}


def _details(person: Person) -> dict[str, str]:
    """Language and reading of each writing, as the log tells them."""
    return {item.text: ", ".join(filter(None, [item.language, item.reading])) for item in person.names}


def _replace_channels(person: Person, values: PersonValues, organisation: Organisation | None) -> dict:
    before, stored = _channels(person), {(item.kind, item.value): item for item in person.channels}
    wanted = {(item.kind, item.value): item for item in channels_of(values, organisation)}
    for key, old in stored.items():
        if key not in wanted:
            person.channels.remove(old)
    for key, item in wanted.items():
        if key not in stored:
            person.channels.append(
                PersonChannel(kind=item.kind, value=item.value, raw=item.raw, extension=item.extension))
        elif stored[key].extension != item.extension:
            stored[key].extension = item.extension
    db.session.flush()
    after = _channels(person)
    return {"channels": (before, after)} if before != after else {}


def _channels(person: Person) -> list[list[str]]:
    """[kind, value, extension where there is one] of every channel, as the log keeps them."""
    return sorted([item.kind, item.value, *([item.extension] if item.extension else [])] for item in person.channels)


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
