"""Making keys anew for what is stored, after the way they are made has changed."""

from collections.abc import Callable

from sqlalchemy import select

from outreach.contacts.models import Organisation, Person, PersonKey
from outreach.contacts.services.matching import load_known
from outreach.contacts.services.organisations import refresh_organisation
from outreach.contacts.services.people import keys_of, person_sort_key, refresh_person
from outreach.db import db, give_way, transaction
from outreach.db.bulk import pieces
from outreach.identity import parse_organisation, sort_key

#: People whose keys are looked at to tell whether all have to be made anew, of all who are stored.
LOOKED_AT = 300
#: Records in one transaction, which holds others up on SQLite.
BATCH = 50


def refresh_keys(progress: Callable[[str, int], None] = lambda kind, done: None) -> dict[str, int]:
    """Make blocking keys and sort keys of every person and organisation anew; gives how many of each kind.

    In batches with transactions of their own: others go on working, and after an interruption it is called again.
    """
    return {kind: _each(model, refresh, progress) for kind, model, refresh in (
        ("person", Person, _refresh_person), ("organisation", Organisation, _refresh_organisation))}


def stale_people(most: int = LOOKED_AT) -> int:
    """How many of the people stored longest, at most so many, have other keys than would be made today."""
    refs = list(db.session.scalars(select(Person.id).order_by(Person.id).limit(most)))
    stored: dict[int, set[str]] = {ref: set() for ref in refs}
    for part in pieces(refs):
        for ref, key in db.session.execute(select(PersonKey.person_id, PersonKey.key).where(PersonKey.person_id.in_(part))):
            stored[ref].add(key)
    return sum(keys_of(known) != stored[ref] for ref, known in load_known(refs).items())


def _each(model: type, refresh: Callable, progress: Callable[[str, int], None]) -> int:
    after = done = 0
    while True:
        with transaction():
            rows = list(db.session.scalars(select(model).where(model.id > after).order_by(model.id).limit(BATCH)))
            for row in rows:
                refresh(row)
        if not rows:
            return done
        after, done = rows[-1].id, done + len(rows)
        db.session.expunge_all()
        progress(model.__tablename__, done)
        give_way()


def _refresh_person(row: Person) -> None:
    row.sort_key = person_sort_key(row.full_name, row.family_name, row.given_name, row.script)
    refresh_person(row)


def _refresh_organisation(row: Organisation) -> None:
    parsed = parse_organisation(row.name)
    row.key, row.legal_form, row.sort_key = parsed.key[:300], parsed.legal_form, sort_key(row.name)
    refresh_organisation(row)
