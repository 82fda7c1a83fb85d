"""Writing down who brought whom, and taking it back."""

import re
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.contacts.models import Introduction, Organisation, Person, PersonName
from outreach.contacts.services.structure import named_organisation
from outreach.db import db
from outreach.errors import Refused


def named_record(text: str) -> Person | Organisation:
    """The stored person or organisation that a text names: by its number, as suggestions write it, or by the name.

    "Name [p12]" is a person, "Name [o7]" an organisation. Raises Refused where none or several fit.
    """
    number = re.search(r"\[([po])(\d{1,9})\]\s*$", text)
    if number:
        found = db.session.get(Person if number[1] == "p" else Organisation, int(number[2]))
        if found is None:
            raise Refused("record_unknown", _("There is no such record. Choose one from the suggestions."), field="who")
        return found
    people = list(db.session.scalars(select(Person).where(
        Person.id.in_(select(PersonName.person_id).where(PersonName.text == text.strip()))).limit(2)))
    if len(people) > 1:
        raise Refused("person_unclear", _("Several people have this name. Choose one from the suggestions."), field="who")
    if people:
        return people[0]
    try:
        return named_organisation(text)
    except Refused:
        raise Refused("record_unknown", _(
            "Nobody of this name is stored. Choose from the suggestions, or add the record first."), field="who") from None


def add_introduction(actor: Actor, person: Person, by: Person | Organisation, *, event_id: int | None = None,
                     on_date: date | None = None, note: str | None = None) -> Introduction:
    """Write down that `by` introduced `person` to us. Raises Refused for oneself and for what is written down already."""
    if isinstance(by, Person) and by.id == person.id:
        raise Refused("introduced_self", _("Nobody introduces themselves. Choose somebody else."), field="who")
    column = "by_person_id" if isinstance(by, Person) else "by_organisation_id"
    known = select(Introduction.id).where(Introduction.person_id == person.id, getattr(Introduction, column) == by.id)
    if db.session.scalar(known.limit(1)) is not None:
        raise Refused("introduction_known", _("%(name)s stands here already.", name=by.label), field="who")
    row = Introduction(person=person, event_id=event_id, on_date=on_date, note=(note or "")[:500] or None, **{
        "by_person" if isinstance(by, Person) else "by_organisation": by})
    db.session.add(row)
    db.session.flush()
    record(actor, "introduction.added", row, about=[person, by], person=person.label, by=by.label)
    return row


def remove_introduction(actor: Actor, row: Introduction) -> None:
    """Take an introduction out again; the log keeps it."""
    record(actor, "introduction.removed", row, about=[row.person, row.by], person=row.person.label,
           by=row.by.label if row.by else "")
    db.session.delete(row)
    db.session.flush()
