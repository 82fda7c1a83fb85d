"""Which event contacts somebody may read, the lists made of them, and their counts. Partners see none."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from outreach.accounts.models import User
from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import Organisation, Person
from outreach.db import db
from outreach.errors import NotFound
from outreach.event_contacts.models import STATES, EventContact
from outreach.events.models import Event, TeamMember
from outreach.leads.models import Lead, LeadSource
from outreach.search import index
from outreach.web.access import STAFF

#: More than anybody ticks on a page.
MOST_CHOSEN = 200


@dataclass
class ContactFilter:
    """What a list is narrowed to: keys, codes, and words of a name; empty values narrow nothing."""

    event: int | None = None
    state: str = ""
    rating: str = ""
    captured_by: int | None = None
    organisation: int | None = None
    words: str = ""
    by_organisation: bool = False

    @property
    def narrowed(self) -> bool:
        """True where more than event and state is chosen."""
        return any((self.rating, self.captured_by, self.organisation, self.words))


@dataclass(frozen=True)
class EventCounts:
    """What came of the people met at one event. A lead counts where it began: at the event of its first source."""

    captured: int
    open: int
    converted: int
    rejected: int
    leads: int


def visible_contacts(viewer) -> Select:
    """The event contacts that the viewer may read, unordered: all for our people, none for everybody else."""
    statement = select(EventContact)
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def get_contact(viewer, contact_id: int) -> EventContact:
    """One contact. Raises NotFound where there is none, or none for this viewer."""
    # A number that no key can hold would be an error of the database, not an answer.
    found = visible_contacts(viewer).where(EventContact.id == (contact_id if contact_id < 2**31 else 0))
    contact = db.session.scalars(found).unique().one_or_none()
    if contact is None:
        raise NotFound("no_event_contact", _("There is no such event contact. Look it up in the list."))
    return contact


def chosen_contacts(viewer, ids: Iterable[int]) -> list[EventContact]:
    """Those of these contacts that the viewer may read, in the order of capture."""
    wanted = visible_contacts(viewer).where(EventContact.id.in_(list(ids)[:MOST_CHOSEN]))
    return list(db.session.scalars(wanted.order_by(EventContact.id)).unique())


def contacts_of(viewer, wanted: ContactFilter) -> Select:
    """The contacts behind the filter: newest first, or organisation by organisation in the order of names."""
    statement = _narrowed(visible_contacts(viewer), wanted, viewer).options(
        joinedload(EventContact.person).selectinload(Person.affiliations))
    if wanted.state in STATES:
        statement = statement.where(EventContact.state == wanted.state)
    newest = (EventContact.captured_at.desc(), EventContact.id.desc())
    if not wanted.by_organisation:
        return statement.order_by(*newest)
    return statement.outerjoin(EventContact.organisation).order_by(
        EventContact.organisation_id.is_(None), Organisation.sort_key, EventContact.organisation_id, *newest)


def _narrowed(statement: Select, wanted: ContactFilter, viewer) -> Select:
    """The statement with every filter but the state."""
    for column, value in (
        (EventContact.event_id, wanted.event),
        (EventContact.rating, wanted.rating),
        (EventContact.captured_by_id, wanted.captured_by),
        (EventContact.organisation_id, wanted.organisation),
    ):
        if value:
            statement = statement.where(column == value)
    return statement.where(_said(wanted.words, viewer)) if wanted.words else statement


def _said(words: str, viewer):
    """A person or organisation that the search box finds by these words."""
    return or_(index.among(EventContact.person_id, words, viewer, "person"),
               index.among(EventContact.organisation_id, words, viewer, "organisation"))


def counts_by_state(viewer, wanted: ContactFilter) -> dict[str, int]:
    """How many contacts of each state stand behind the other filters; 'all' for all of them."""
    rows = _narrowed(visible_contacts(viewer), wanted, viewer).with_only_columns(
        EventContact.state, func.count()).group_by(EventContact.state)
    found = dict.fromkeys(STATES, 0) | dict(db.session.execute(rows).all())
    return {**found, "all": sum(found.values())}


def event_counts(viewer, event: Event) -> EventCounts:
    """What came of the people met at this event."""
    counts = counts_by_state(viewer, ContactFilter(event=event.id))
    first = (
        select(LeadSource.event_id).where(LeadSource.lead_id == Lead.id, LeadSource.event_id.is_not(None))
        .order_by(LeadSource.at, LeadSource.id).limit(1).correlate(Lead).scalar_subquery())
    here = visible_contacts(viewer).where(EventContact.event_id == event.id).with_only_columns(EventContact.lead_id)
    leads = db.session.scalar(select(func.count(Lead.id)).where(Lead.id.in_(here), first == event.id))
    return EventCounts(counts["all"], counts["open"], counts["converted"], counts["rejected"], leads or 0)


def newest_of(viewer, event: Event, limit: int = 5) -> list[EventContact]:
    """The last contacts of an event, newest first."""
    return list(db.session.scalars(contacts_of(viewer, ContactFilter(event=event.id)).limit(limit)).unique())


def contacts_of_person(viewer, person_id: int) -> list[EventContact]:
    """Where and when a person was met, newest first."""
    return _all(visible_contacts(viewer).where(EventContact.person_id == person_id))


def contacts_of_organisation(viewer, organisation_id: int) -> Select:
    """The contacts of an organisation's people, newest first."""
    return contacts_of(viewer, ContactFilter(organisation=organisation_id))


def contacts_of_lead(viewer, lead_id: int) -> list[EventContact]:
    """The contacts that became this lead or joined it, in the order of capture."""
    rows = (
        visible_contacts(viewer)
        .where(EventContact.lead_id == lead_id)
        .order_by(EventContact.captured_at, EventContact.id)
    )
    return list(db.session.scalars(rows).unique())


def _all(statement: Select) -> list[EventContact]:
    rows = statement.order_by(EventContact.captured_at.desc(), EventContact.id.desc())
    return list(db.session.scalars(rows).unique())


def capturers(viewer, event_id: int | None = None) -> list[User]:
    """Colleagues who captured somebody, at this event or at any, in the order of names."""
    rows = _narrowed(visible_contacts(viewer), ContactFilter(event=event_id), viewer).with_only_columns(
        EventContact.captured_by_id
    )
    return list(db.session.scalars(select(User).where(User.id.in_(rows)).order_by(User.sort_key, User.id)).unique())


def events_with_contacts(viewer) -> list[Event]:
    """Events at which somebody was met, newest first."""
    rows = visible_contacts(viewer).with_only_columns(EventContact.event_id)
    return list(db.session.scalars(
        select(Event).where(Event.id.in_(rows)).order_by(Event.starts_on.desc(), Event.id.desc())).unique())


def open_at_my_events(viewer) -> int:
    """How many people met at the viewer's events still wait for a decision."""
    mine = select(TeamMember.event_id).where(TeamMember.user_id == viewer.id)
    rows = visible_contacts(viewer).where(EventContact.state == "open", EventContact.event_id.in_(mine))
    return db.session.scalar(rows.with_only_columns(func.count(EventContact.id))) or 0


def history(contact: EventContact) -> list[ActivityEntry]:
    """The entries of a contact and of the import that brought it and was perhaps undone, newest first."""
    mine = (ActivitySubject.kind == "event_contact") & (ActivitySubject.ref_id == contact.id)
    if contact.import_run_id:
        mine = or_(mine, (ActivitySubject.kind == "import_run") & (ActivitySubject.ref_id == contact.import_run_id)
                   & ActivityEntry.verb.in_(("import.applied", "import.undone")))
    ids = select(ActivitySubject.entry_id).join(ActivityEntry, ActivityEntry.id == ActivitySubject.entry_id).where(mine)
    return list(db.session.scalars(
        select(ActivityEntry).where(ActivityEntry.id.in_(ids)).order_by(ActivityEntry.id.desc())))
