"""Writing people: create, and attach what is told of a known one. Changing them is in editing.py."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import selectinload

from outreach.activity import Actor, record
from outreach.contacts.models import (
    Affiliation,
    DuplicateCandidate,
    Organisation,
    OrganisationDuplicate,
    Person,
    PersonChannel,
    PersonKey,
    PersonName,
)
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.queries.custom_fields import custom_words
from outreach.contacts.services.matching import (
    Known,
    add_channel,
    find_matches,
    load_known,
    reasons_as_json,
)
from outreach.contacts.services.merged import refuse_one
from outreach.contacts.services.notes import notes_columns, replace_tags
from outreach.contacts.services.organisations import find_or_create_organisation
from outreach.contacts.services.reading.values import read_prefix
from outreach.contacts.services.values import PersonValues, channels_of
from outreach.db import db
from outreach.db.bulk import insert_many, pieces
from outreach.errors import Conflict, Refused
from outreach.identity import Comparison, ParsedName, handle_of, parse_name, person_keys, sort_key
from outreach.search import index
from outreach.search.content import Content


@dataclass(frozen=True)
class Attached:
    """What became of a told person.

    'same' was attached, 'new' made, 'doubtful' made and marked as a possible duplicate.
    """

    person: Person
    organisation: Organisation | None
    affiliation: Affiliation | None
    verdict: str
    comparison: Comparison | None
    created: bool


def attach_or_create(actor: Actor, values: PersonValues, source: str, *, doubtful: str = "new") -> Attached:
    """Attach what is told to the stored person it certainly belongs to, else make a new one.

    Certain are only equal personal mail or an equal mobile or direct line, with matching names. A doubtful one
    becomes a new person with a DuplicateCandidate, or with doubtful="same" joins the likeliest.
    `source` names where it came from for the log: 'intention', 'scan', 'card', 'typed' …
    """
    organisation = organisation_of(actor, values)
    best = next(iter(find_matches(values, 1)), None)
    if best and (best.comparison.certain or doubtful == "same"):
        affiliation, added = add_values(best.person, values, organisation)
        if added:
            best.person.version += 1
            refresh_person(best.person)
            record(actor, "person.attached", best.person, about=[organisation], source=source, added=added)
        return Attached(best.person, organisation, affiliation, "same", best.comparison, False)
    person, affiliation = add_person(values, organisation)
    comparison = None
    if best:
        comparison = best.comparison
        mark_duplicate(person.id, best.person.id, comparison)
    record(actor, "person.created", person, about=[organisation], source=source)
    return Attached(person, organisation, affiliation, "doubtful" if best else "new", comparison, True)


def create_person(actor: Actor, values: PersonValues, source: str = "typed") -> Person:
    """Add a person whatever may look alike; likely matches become duplicate candidates. Raises Refused."""
    organisation = organisation_of(actor, values)
    matches = find_matches(values)
    person, _affiliation = add_person(values, organisation)
    replace_tags(person, values.tags or ())
    told = notes_columns(actor, None, person.notes, values.notes_language, values.notes_in)
    for name, value in {**told, "salutation": values.salutation or None}.items():
        setattr(person, name, value)
    for match in matches:
        mark_duplicate(person.id, match.person.id, match.comparison)
    record(actor, "person.created", person, about=[organisation], source=source)
    return person


def organisation_of(actor: Actor, values: PersonValues, *, run_id: int | None = None,
                    log: bool = True) -> Organisation | None:
    """The organisation that is told of, found or made; None where none is."""
    if not (values.organisation or "").strip():
        return None
    facts = {name: getattr(values, name) for name in ("city", "street", "postcode", "website", "industry")}
    return find_or_create_organisation(
        actor, values.organisation[:300], values.organisation_country or values.country, run_id=run_id, log=log,
        **facts)


def add_person(values: PersonValues, organisation: Organisation | None,
               run_id: int | None = None) -> tuple[Person, Affiliation | None]:
    """Add person, name, channels and affiliation without looking for others and without a log entry."""
    name = checked_name(values.full_name)
    parsed = parse_name(name, values.spoken or values.language, values.family_name, values.given_name)
    person = Person(
        full_name=name, family_name=parsed.family, given_name=parsed.given, name_order=parsed.order,
        script=parsed.script, **address_of(values, parsed), language=values.language,
        country=values.where(organisation) or values.fallback_country, time_zone=values.time_zone or None,
        notes=values.notes or None, import_run_id=run_id,
        sort_key=person_sort_key(name, parsed.family, parsed.given, parsed.script))
    db.session.add(person)
    db.session.flush()
    affiliation, _added = add_values(person, values, organisation, run_id)
    refresh_person(person)
    return person, affiliation


def address_of(values: PersonValues, parsed: ParsedName) -> dict[str, str | None]:
    """Titles and gender as told; a form of address in the name tells them too: Frau Dr. is f and Dr."""
    gender, titles = read_prefix(" ".join(parsed.titles))
    return {"titles": (values.titles or titles)[:200] or None, "gender": values.gender or gender}


def add_values(person: Person, values: PersonValues, organisation: Organisation | None,
               run_id: int | None = None) -> tuple[Affiliation | None, dict]:
    """Add the names, channels, affiliation, position and department that the person lacks. Gives the affiliation and what
    was added."""
    added: dict[str, list[str]] = {}
    for name in dict.fromkeys(map(checked_name, (values.full_name, *values.other_names))):
        if name not in {item.text for item in person.names}:
            person.names.append(told_name(values, name, run_id))
            added.setdefault("names", []).append(name)
    for item in channels_of(values, organisation):
        if any(same_channel(old.kind, old.value, item.kind, item.value) for old in person.channels):
            continue
        person.channels.append(PersonChannel(
            kind=item.kind, value=item.value, raw=item.raw, extension=item.extension, import_run_id=run_id))
        added.setdefault("channels", []).append(item.value)
    affiliation = _affiliation(person, organisation, values, run_id)
    if affiliation is not None and affiliation.id is None:
        person.affiliations.append(affiliation)
        added["affiliations"] = [organisation.name]
    elif affiliation is not None:
        for name in ("job_title", "department"):
            told = (getattr(values, name) or "")[:300]
            if told and not getattr(affiliation, name):
                setattr(affiliation, name, told)
                added.setdefault("affiliations", []).append(told)
    db.session.flush()
    return affiliation, added


def told_name(values: PersonValues, text: str, run_id: int | None = None) -> PersonName:
    """One writing as told; where nothing is said of its language it is that of the person."""
    language, reading = values.writings.get(text) or (values.language, None)
    return PersonName(text=text, script=parse_name(text).script, language=language, reading=(reading or "")[:300] or None,
                      import_run_id=run_id)


def same_channel(kind: str, value: str, other_kind: str, other: str) -> bool:
    """True where two channels are one: one number is one line, whatever two lists call it, and one messenger account one,
    whichever of its letters are capitals where that does not count."""
    if kind == other_kind and kind in HANDLE_KINDS:
        return handle_of(kind, value) == handle_of(kind, other)
    return value == other and (kind == other_kind or {kind, other_kind} <= {"mobile", "direct", "work", "home"})


def _affiliation(person: Person, organisation: Organisation | None, values: PersonValues,
                 run_id: int | None) -> Affiliation | None:
    """The running affiliation with this organisation, or a new one not yet added."""
    if organisation is None:
        return None
    running = [item for item in person.affiliations if item.organisation_id == organisation.id and item.until is None]
    if running:
        return running[-1]
    return Affiliation(
        organisation_id=organisation.id, organisation=organisation, import_run_id=run_id,
        job_title=(values.job_title or "")[:300] or None, department=(values.department or "")[:300] or None)


def mark_duplicate(person_id: int, other_id: int, comparison: Comparison, run_id: int | None = None,
                   state: str = "open") -> None:
    """Note that two people may be one ('open') or are not ('not_same'), unless the pair is known already."""
    pair = select(DuplicateCandidate.id).where(or_(
        (DuplicateCandidate.person_id == person_id) & (DuplicateCandidate.other_id == other_id),
        (DuplicateCandidate.person_id == other_id) & (DuplicateCandidate.other_id == person_id)))
    if person_id != other_id and db.session.scalar(pair) is None:
        db.session.add(DuplicateCandidate(person_id=person_id, other_id=other_id, score=comparison.score,
                                          reasons=reasons_as_json(comparison), import_run_id=run_id, state=state))
        db.session.flush()


def decide_duplicate(actor: Actor, candidate: DuplicateCandidate | OrganisationDuplicate, state: str) -> None:
    """Remember that two records are not the same ('not_same'), put it off ('later') or take that back ('open').

    Raises Conflict where the two were merged, with the `kept` key and its `kind`.
    """
    if candidate.state == "merged":
        people = isinstance(candidate, DuplicateCandidate)
        refuse_one("person" if people else "organisation", candidate.person_id if people else candidate.organisation_id,
                   candidate.other_id)
        raise Conflict("pair_merged", _("The two records are one by now."))
    if candidate.state != state:
        old, candidate.state = candidate.state, state
        record(actor, f"duplicate.{state}", candidate.one, about=[candidate.other],
               changes={"state": (old, state)}, other=candidate.other.label)


def keys_of(known: Known) -> set[str]:
    """The blocking keys as they are stored."""
    return {key[:340] for key in person_keys(known.evidence())}


def refresh_person(person: Person, index_too: bool = True) -> None:
    """Bring blocking keys, and unless told otherwise the search index, up to what the record says now."""
    known = Known(names=[item.text for item in person.names], country=person.country)
    for channel in person.channels:
        add_channel(known, channel.kind, channel.value)
    wanted = keys_of(known)
    stored = set(db.session.scalars(select(PersonKey.key).where(PersonKey.person_id == person.id)))
    if stored - wanted:
        db.session.execute(
            delete(PersonKey).where(PersonKey.person_id == person.id, PersonKey.key.in_(stored - wanted)))
    db.session.add_all(PersonKey(person_id=person.id, key=key) for key in sorted(wanted - stored))
    db.session.flush()
    if index_too:
        index.put("person", person.id, person_text(person))


def refresh_people(refs: Iterable[int]) -> None:
    """The same for many, read anew from what is stored."""
    for part in pieces(refs):
        wanted = {ref: keys_of(known) for ref, known in load_known(part).items()}
        stored: dict[int, set[str]] = {}
        for ref, key in db.session.execute(select(PersonKey.person_id, PersonKey.key).where(PersonKey.person_id.in_(wanted))):
            stored.setdefault(ref, set()).add(key)
        for ref, keys in stored.items():
            if keys - wanted[ref]:
                db.session.execute(delete(PersonKey).where(PersonKey.person_id == ref, PersonKey.key.in_(keys - wanted[ref]))
                                   .execution_options(synchronize_session=False))
        insert_many(PersonKey, [{"person_id": ref, "key": key} for ref, keys in wanted.items()
                                for key in sorted(keys - stored.get(ref, set()))])
        people = select(Person).where(Person.id.in_(wanted)).execution_options(populate_existing=True).options(
            selectinload(Person.names), selectinload(Person.channels), selectinload(Person.tags),
            selectinload(Person.affiliations).joinedload(Affiliation.organisation))
        index.put_many([index.Document("person", person.id, person_text(person)) for person in db.session.scalars(people)])


def person_text(person: Person) -> Content:
    """What the search box finds a person by."""
    return person_words(
        [person.full_name, *(word for item in person.names for word in (item.text, item.reading))],
        [(item.kind, item.value) for item in person.channels],
        [*(item.organisation.name for item in person.affiliations), *(item.tag for item in person.tags), person.notes,
         *custom_words("person", person.id)],
        person.import_run_id)


def person_words(names: Iterable[str | None], channels: list[tuple[str, str]], text: Iterable[str | None],
                 import_run_id: int | None) -> Content:
    """What the search box finds a person by: names, (kind, value) of channels, and firms, tags and notes."""
    return Content.of(
        batch=f"import:{import_run_id}" if import_run_id else None,
        names=names, mails=[value for kind, value in channels if kind not in PHONE_KINDS],
        phones=[value for kind, value in channels if kind in PHONE_KINDS], text=text)


def person_sort_key(name: str, family: str | None, given: str | None, script: str) -> str:
    """Family name first where it is known; native names stand as they are."""
    return sort_key(f"{family} {given or ''}" if family and script == "latin" else name)


def check_position(values: PersonValues) -> None:
    """Raise Refused for a job title or department that is told without an organisation: it would be lost."""
    if (values.job_title or values.department) and not (values.organisation or "").strip():
        raise Refused("no_organisation", _("Enter the organisation at which the person holds this position."),
                      field="organisation")


def checked_name(name: str) -> str:
    """The name as given without NUL and outer white space. Raises Refused for over 300 characters and for none, also
    where nobody sees what was typed."""
    name = (name or "").replace("\x00", "�").strip()
    if all(unicodedata.category(sign)[0] in "CZ" for sign in name):
        raise Refused("name_missing", _("Enter the name of the person."), field="full_name")
    if len(name) > 300:
        raise Refused("name_too_long", _("Enter a name of at most 300 characters."), field="full_name")
    return name
