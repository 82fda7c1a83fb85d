"""What is stored of the people and organisations that a batch of rows adds to, so that nothing is added twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from outreach.contacts.models import (
    Affiliation,
    ImportRun,
    Organisation,
    Person,
    PersonChannel,
    PersonKey,
    PersonName,
    PersonTag,
)
from outreach.contacts.services.reading.mapping import LONGEST_NOTE
from outreach.db import db
from outreach.db.bulk import pieces
from outreach.i18n import LANGUAGES

JOB = ("job_title", "department")
NOTES = ("notes", "notes_language")
#: Fields of a known person or organisation that a row may fill in where they are empty.
FILLS = {"person": ("family_name", "given_name", "titles", "gender", "language", "country", *NOTES),
         "organisation": ("country", "city", "street", "postcode", "website", "industry", *NOTES)}


@dataclass(slots=True)
class Draft:
    """A person who is being written. `own` ones were made by this run, in this batch or an earlier one."""

    id: int
    own: bool
    names: set[str] = field(default_factory=set)
    #: (kind, value) of each channel.
    channels: list[tuple[str, str]] = field(default_factory=list)
    #: Organisations of running affiliations with their names, and the newest of them.
    places: dict[int, str] = field(default_factory=dict)
    current: int | None = None
    #: By organisation the running affiliation and which of JOB are empty there.
    jobs: dict[int, tuple[int, set[str]]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    tags: list[str] = field(default_factory=list)
    #: Fields that are empty and may be filled in.
    blank: set[str] = field(default_factory=set)
    #: Rows of this batch that tell of the person.
    rows: list[int] = field(default_factory=list)
    notes: str | None = None
    stored: bool = False


def load_drafts(ids: Iterable[int], run_id: int) -> dict[int, Draft]:
    """Those of these people that exist, as they are stored."""
    found: dict[int, Draft] = {}
    fills = [getattr(Person, name) for name in FILLS["person"]]
    for part in pieces(ids):
        people = select(Person.id, Person.import_run_id, *fills).where(Person.id.in_(part))
        for ref, run, *values in db.session.execute(people):
            blank = {name for name, value in zip(FILLS["person"], values, strict=True) if not value}
            notes = values[FILLS["person"].index("notes")]
            found[ref] = Draft(ref, run == run_id, blank=blank, notes=notes, stored=True)
        mine = [ref for ref in part if ref in found]
        for ref, text in db.session.execute(select(PersonName.person_id, PersonName.text).where(PersonName.person_id.in_(mine))):
            found[ref].names.add(text)
        channels = select(PersonChannel.person_id, PersonChannel.kind, PersonChannel.value)
        for ref, kind, value in db.session.execute(channels.where(PersonChannel.person_id.in_(mine))):
            found[ref].channels.append((kind, value))
        places = select(
            Affiliation.person_id, Organisation.id, Organisation.name, Affiliation.id,
            *(getattr(Affiliation, name) for name in JOB)).join(Affiliation.organisation).order_by(Affiliation.id).where(
            Affiliation.person_id.in_(mine), Affiliation.until.is_(None))
        for ref, place, name, affiliation, *job in db.session.execute(places):
            found[ref].places[place] = name
            found[ref].current = place
            found[ref].jobs[place] = affiliation, {name for name, value in zip(JOB, job, strict=True) if not value}
        for ref, key in db.session.execute(select(PersonKey.person_id, PersonKey.key).where(PersonKey.person_id.in_(mine))):
            found[ref].keys.add(key)
        for ref, tag in db.session.execute(select(PersonTag.person_id, PersonTag.tag).where(PersonTag.person_id.in_(mine))):
            found[ref].tags.append(tag)
    return found


def notes_of(run: ImportRun, mapped: Mapping) -> dict[str, str | None]:
    """Notes of a row with their language, where nobody but the person can keep them: those of an event's contact stand
    there."""
    notes = "" if run.target_kind else str(mapped.get("notes") or "").strip()[:LONGEST_NOTE]
    language = (run.found or {}).get("language")
    return {"notes": notes or None, "notes_language": language if notes and language in LANGUAGES else None}


def tags_of(mapped: Mapping, known: Mapping[str, str]) -> list[str]:
    """Tags of a row, those of the catalogue by their codes; `known` is known_tags()."""
    return list(dict.fromkeys(known.get(tag.casefold(), tag) for tag in mapped.get("tags") or ()))


def blank_fields(ids: Iterable[int]) -> dict[int, tuple[int | None, set[str]]]:
    """Of these organisations the run that made each, and which of its fields are empty."""
    found = {}
    columns = [getattr(Organisation, name) for name in FILLS["organisation"]]
    for part in pieces(ids):
        rows = select(Organisation.id, Organisation.import_run_id, *columns).where(Organisation.id.in_(part))
        for ref, run_id, *values in db.session.execute(rows):
            found[ref] = run_id, {name for name, value in zip(FILLS["organisation"], values, strict=True) if not value}
    return found
