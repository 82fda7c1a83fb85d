"""Reading invitations: of an event, by the token of a personal link, and how many answered what."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.contacts.models import Person
from outreach.db import db, now, token_hash
from outreach.errors import NotFound
from outreach.events.models import Event
from outreach.events.queries import visible_events
from outreach.invitations.models import STATES, Invitation, InvitationAnswer


def visible_invitations(viewer) -> Select:
    """The invitations to events that the viewer may read."""
    return select(Invitation).where(Invitation.event_id.in_(visible_events(viewer).with_only_columns(Event.id)))


def invitations_of(viewer, event: Event) -> list[Invitation]:
    """All invitations to an event by the guests' names, with what a list shows of them."""
    statement = visible_invitations(viewer).where(Invitation.event_id == event.id).join(Invitation.person)
    return list(db.session.scalars(
        statement.order_by(Person.sort_key, Invitation.id)
        .options(joinedload(Invitation.person), selectinload(Invitation.answers))))


def get_invitation(viewer, invitation_id: int) -> Invitation:
    """One invitation. Raises NotFound where there is none, or none for this viewer."""
    found = db.session.scalar(visible_invitations(viewer).where(Invitation.id == invitation_id))
    if found is None:
        from flask_babel import gettext as _

        raise NotFound("unknown_invitation", _("There is no such invitation"))
    return found


def by_token(token: str) -> Invitation | None:
    """The invitation behind a personal link, or None."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def is_over(invitation: Invitation) -> bool:
    """True once the event has ended: nobody can answer any more."""
    return invitation.event.ends_at <= now()


@dataclass(frozen=True)
class Counts:
    """How many people were invited, and what they answered. `coming` counts those who accepted and whom they bring."""

    invited: int
    accepted: int
    declined: int
    tentative: int
    no_answer: int
    coming: int
    review: int


def counts_of(event: Event) -> Counts:
    """The counts of one event."""
    rows = {state: (number, guests or 0) for state, number, guests in db.session.execute(
        select(Invitation.state, func.count(), func.sum(Invitation.guests))
        .where(Invitation.event_id == event.id).group_by(Invitation.state))}
    number = {state: rows.get(state, (0, 0))[0] for state in STATES}
    review = db.session.scalar(
        select(func.count()).select_from(InvitationAnswer).join(Invitation)
        .where(Invitation.event_id == event.id, InvitationAnswer.review != "")) or 0
    return Counts(sum(number.values()), number["accepted"], number["declined"], number["tentative"], number["invited"],
                  number["accepted"] + int(rows.get("accepted", (0, 0))[1]), review)
