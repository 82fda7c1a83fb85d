"""Taking back what an import changed of records that were there before: each field where nobody changed it since."""

from collections import defaultdict
from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import delete, select, update

from outreach.contacts.models import (
    Affiliation,
    ImportRow,
    Organisation,
    OrganisationTag,
    Person,
    PersonChannel,
    PersonName,
    PersonTag,
)
from outreach.contacts.services.imports.finishing import MODELS, count_up
from outreach.contacts.services.imports.own import take_back_own
from outreach.contacts.services.organisations import refresh_organisation
from outreach.contacts.services.people import refresh_people
from outreach.contacts.services.reading import OWN
from outreach.db import db
from outreach.db.bulk import update_many

#: What a row adds to a person, and the column that tells one from another.
PARTS = {"person_name": (PersonName, PersonName.text), "person_channel": (PersonChannel, PersonChannel.value),
         "person_tag": (PersonTag, PersonTag.tag)}


def restore_people(run_id: int, refs: Sequence[int], done: Any) -> None:
    """Take additions back from people who were there before, and note of each row what stays because it was changed."""
    rows = _rows(ImportRow.run_id == run_id, ImportRow.person_id.in_(refs))
    kept = _restore_fields(rows)
    _remove_parts(run_id, refs, rows, kept)
    _settle(rows, kept, "undone")
    names = dict(db.session.execute(select(Person.id, Person.full_name).where(Person.id.in_(refs))).all())
    done.kept += [names[ref] for ref in dict.fromkeys(row.person_id for row in rows if kept[row.id]) if ref in names]
    # A form that was opened before must not save over what is gone now.
    count_up(Person, {row.person_id for row in rows if row.finished})
    refresh_people(names)


def restore_rows(run_id: int, refs: Sequence[int], done: Any) -> None:
    """The same for rows of new people or of nobody, which may have filled in a known organisation; `refs` are keys of rows."""
    rows = _rows(ImportRow.id.in_(refs))
    _settle(rows, _restore_fields(rows, _remove_tags(run_id, rows)), None)


def _remove_tags(run_id: int, rows: Sequence[Any]) -> set[int]:
    """Tags that the run added to known organisations; gives whose they were."""
    firms = {ref for row in rows for what, ref, *_rest in row.changes if what == "organisation_tag"}
    db.session.execute(delete(OrganisationTag).where(
        OrganisationTag.organisation_id.in_(firms), OrganisationTag.import_run_id == run_id)
        .execution_options(synchronize_session=False))
    return firms


def _rows(*where) -> list:
    columns = (ImportRow.id, ImportRow.person_id, ImportRow.finished, ImportRow.changes, ImportRow.state, ImportRow.kept)
    return db.session.execute(select(*columns).where(*where).order_by(ImportRow.number)).all()


def _restore_fields(rows: Sequence[Any], firms: Set[int] = frozenset()) -> dict[int, list]:
    """Empty again what was filled in and still says the same. Gives by row [table, field, was, is] of what does not.

    `firms` are organisations that changed otherwise.
    """
    kept: dict[int, list] = defaultdict(list)
    filled = [(row.id, *change) for row in rows for change in row.changes if change[2]]
    for table, model in MODELS.items():
        mine = [one for one in filled if one[1] == table]
        refs = {one[2] for one in mine} | (firms if model is Organisation else set())
        stored = {row.id: row for row in db.session.scalars(
            select(model).where(model.id.in_(refs)).execution_options(populate_existing=True))}
        for row_id, _table, ref, name, old, new in mine:
            if name.startswith(OWN):
                current = take_back_own(table, ref, name.removeprefix(OWN), new)
                if current is not None:
                    kept[row_id].append([table, name, new, current])
                continue
            current = getattr(stored[ref], name) if ref in stored else None
            if current == new:
                setattr(stored[ref], name, old)
            elif current:
                kept[row_id].append([table, name, new, current])
        db.session.flush()
        if model is Organisation:
            for firm in stored.values():
                refresh_organisation(firm)
            count_up(Organisation, stored)
    return kept


def _remove_parts(run_id: int, refs: Sequence[int], rows: Sequence[Any], kept: dict[int, list]) -> None:
    """Names, channels, tags and affiliations that the run added. What somebody has changed stays and is noted."""
    added = [(row, *change) for row in rows for change in row.changes if not change[2]]
    for table, (model, column) in PARTS.items():
        mine = (model.person_id.in_(refs), model.import_run_id == run_id)
        there = {(ref, value) for ref, value in db.session.execute(select(model.person_id, column).where(*mine))}
        for row, what, _ref, _field, _old, value in added:
            if what == table and (row.person_id, value) not in there:
                kept[row.id].append([table, "", value, None])
        db.session.execute(delete(model).where(*mine).execution_options(synchronize_session=False))
    mine = (Affiliation.person_id.in_(refs), Affiliation.import_run_id == run_id)
    stored = {one.id: one for one in db.session.execute(
        select(Affiliation.id, Affiliation.job_title, Affiliation.department, Affiliation.since, Affiliation.until)
        .where(*mine))}
    for row, what, ref, _field, _old, job in added:
        if what == "affiliation" and ref not in stored:
            kept[row.id].append([what, "", job[0], None])
        elif what == "affiliation":
            one = stored[ref]
            if [one.job_title, one.department] != job or one.since or one.until:
                kept[row.id].append([what, "", job[0], one.job_title])
                db.session.execute(update(Affiliation).where(Affiliation.id == ref).values(import_run_id=None)
                                   .execution_options(synchronize_session=False))
    db.session.execute(delete(Affiliation).where(*mine).execution_options(synchronize_session=False))


def _settle(rows: Sequence[Any], kept: dict[int, list], without: str | None) -> None:
    """Note what stays of each row. `without` is the state of rows of which nothing does; None leaves it."""
    update_many(ImportRow, [{
        "id": row.id, "changes": [], "finished": row.finished and without is None, "kept": [*row.kept, *kept[row.id]],
        "state": row.state if row.state != "applied" else "kept" if kept[row.id] else without or row.state} for row in rows])
