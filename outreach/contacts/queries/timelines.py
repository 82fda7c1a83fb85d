"""One timeline per person and organisation: their own entries and those of everything that points to them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select, union_all

from outreach.activity.field_names import room_names
from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import Organisation, Person, PersonChannel
from outreach.contacts.queries.merging import record_timeline
from outreach.contacts.queries.people import person_timeline
from outreach.db import db
from outreach.errors import NotFound
from outreach.mail.models import OutboxMail
from outreach.web import doors

#: What the record itself says was changed; merges and introductions tell of more than one record.
OWN_VERBS = {
    "person": ("person.edited", "person.attached", "person.restored", "person.fields_edited"),
    "organisation": ("organisation.edited", "organisation.attached", "organisation.restored", "organisation.fields_edited"),
}
#: Rows of one other room that a timeline follows; whoever has more is no person.
_MOST = 300


def timeline_of(row: Person | Organisation, room: str = "") -> Select:
    """The entries about a record and about what points to it, newest first, all or those of one room (room_names)."""
    statement = select(ActivityEntry).where(ActivityEntry.id.in_(_entries(row))).order_by(ActivityEntry.id.desc())
    return statement.where(ActivityEntry.verb.startswith(f"{room}.", autoescape=True)) if room in room_names() else statement


def rooms_of(row: Person | Organisation) -> dict[str, str]:
    """Code and name of the rooms that a record's timeline tells of, in the order of the log's filter."""
    verbs = db.session.scalars(select(ActivityEntry.verb).where(ActivityEntry.id.in_(_entries(row))).distinct())
    found = {verb.partition(".")[0] for verb in verbs}
    return {code: name for code, name in room_names().items() if code in found}


def _entries(row: Person | Organisation):
    """Ids of the entries, as one select."""
    own = person_timeline(row) if isinstance(row, Person) else record_timeline("organisation", row.id)
    parts = [own.with_only_columns(ActivityEntry.id).order_by(None)]
    for kind, ids in _pointing(row).items():
        parts.append(select(ActivitySubject.entry_id).where(ActivitySubject.kind == kind, ActivitySubject.ref_id.in_(ids)))
    if isinstance(row, Person):
        addresses = select(PersonChannel.value).where(PersonChannel.person_id == row.id, PersonChannel.kind == "email")
        mails = select(OutboxMail.id).where(OutboxMail.to_email.in_(addresses))
        parts.append(select(ActivitySubject.entry_id).where(
            ActivitySubject.kind == "outbox_mail", ActivitySubject.ref_id.in_(mails)))
    return union_all(*parts)


def _pointing(row: Person | Organisation) -> dict[str, list[int]]:
    """Rows of later rooms that point to the record, by table: its invitations, intentions, event contacts."""
    target, found = row.__tablename__, {}
    ours = {mapper.local_table.name for mapper in db.Model.registry.mappers
            if mapper.class_.__module__.startswith("outreach.contacts.")}
    for reference in doors.person_references:
        name, _dot, column = reference.column.partition(".")
        table = db.metadata.tables[name]
        keys = table.c[column].foreign_keys
        if name in ours or "id" not in table.c or not any(key.target_fullname == f"{target}.id" for key in keys):
            continue
        ids = db.session.scalars(select(table.c.id).where(table.c[column] == row.id).order_by(table.c.id.desc()).limit(_MOST))
        found.setdefault(name, []).extend(ids)
    return {name: ids for name, ids in found.items() if ids}


def history_of(row: Person | Organisation) -> Select:
    """The entries that changed fields of the record itself, newest first."""
    kind = row.__tablename__
    return (select(ActivityEntry).where(
        ActivityEntry.subject_kind == kind, ActivityEntry.subject_id == row.id, ActivityEntry.verb.in_(OWN_VERBS[kind]))
        .order_by(ActivityEntry.id.desc()))


def get_history_entry(row: Person | Organisation, entry_id: int) -> ActivityEntry:
    """One entry of the record's history. Raises NotFound."""
    entry = db.session.scalar(history_of(row).where(ActivityEntry.id == entry_id)) if 0 < entry_id < 2**31 else None
    if entry is None:
        raise NotFound("entry_not_found", _l("There is no such entry."))
    return entry
