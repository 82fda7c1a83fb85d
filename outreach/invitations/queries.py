"""Reading invitations: of an event, of a person, by the token of a personal link, and how many answered what."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.contacts.models import Person
from outreach.db import db, now, token_hash
from outreach.errors import NotFound
from outreach.events.models import Event
from outreach.events.queries import visible_events
from outreach.invitations.models import STATES, FormerInvitation, Invitation, InvitationAnswer
from outreach.mail.models import OutboxMail
from outreach.mail.queries import reason_text

STATE_LABELS = {
    "invited": _l("No answer"), "accepted": _l("Coming"), "tentative": _l("Tentative"), "declined": _l("Declined"),
}
#: Kind of the tag in which a state is shown, and its sign.
STATE_TAGS = {
    "invited": ("none", "clock"), "accepted": ("ok", "check"), "tentative": ("warn", "info"), "declined": ("bad", "x"),
}
WAY_LABELS = {"link": _l("by the link"), "mail": _l("by mail"), "staff": _l("written down by us")}
OUTCOME_LABELS = {
    "counts": _l("Counted"), "review": _l("Waits for your look"), "stale": _l("Older than the answer in force"),
    "late": _l("Came after the event"), "set_aside": _l("Set aside"),
}
REVIEW_LABELS = {
    "sender_differs": _l("The sender is not the address that was invited."),
    "unclear": _l("The mail says neither yes, maybe nor no. Ask the guest and write the answer down."),
}
#: The tabs of a list; 'review' stands beside the states.
TABS = ("accepted", "tentative", "declined", "invited", "review")
#: The folder under templates/mail of the invitation itself.
MAIL = "invitations/invitation"


def visible_invitations(viewer) -> Select:
    """The invitations to events that the viewer may read."""
    return select(Invitation).where(Invitation.event_id.in_(visible_events(viewer).with_only_columns(Event.id)))


def invitations_of(viewer, event: Event, tab: str = "") -> Select:
    """The invitations to an event by the guests' names, all or those behind one of TABS, with what a list shows."""
    statement = visible_invitations(viewer).where(Invitation.event_id == event.id).join(Invitation.person)
    if tab in STATES:
        statement = statement.where(Invitation.state == tab)
    elif tab == "review":
        waiting = select(InvitationAnswer.invitation_id).where(InvitationAnswer.outcome == "review")
        statement = statement.where(Invitation.id.in_(waiting))
    return statement.order_by(Person.sort_key, Invitation.id).options(
        joinedload(Invitation.person).selectinload(Person.affiliations), selectinload(Invitation.answers))


def invitations_of_person(viewer, person: Person) -> list[Invitation]:
    """The invitations of a person, the latest event first."""
    return list(db.session.scalars(
        visible_invitations(viewer).join(Invitation.event).where(Invitation.person_id == person.id)
        .order_by(Event.starts_at.desc(), Invitation.id.desc()).limit(20)))


def get_invitation(viewer, invitation_id: int) -> Invitation:
    """One invitation. Raises NotFound where there is none, or none for this viewer."""
    found = db.session.scalar(visible_invitations(viewer).where(Invitation.id == invitation_id))
    if found is None:
        raise NotFound("unknown_invitation", _("There is no such invitation"))
    return found


def get_answer(invitation: Invitation, answer_id: int) -> InvitationAnswer:
    """One answer of an invitation that the viewer may see. Raises NotFound."""
    found = db.session.scalar(select(InvitationAnswer).where(
        InvitationAnswer.id == answer_id, InvitationAnswer.invitation_id == invitation.id))
    if found is None:
        raise NotFound("unknown_answer", _("There is no such answer"))
    return found


def invited_ids(event: Event) -> set[int]:
    """The people who are invited to an event, by id."""
    return set(db.session.scalars(select(Invitation.person_id).where(Invitation.event_id == event.id)))


def by_token(token: str) -> Invitation | None:
    """The invitation behind a personal link, or None."""
    return _by("token_hash", token_hash(token))


def by_uid(uid: str) -> Invitation | None:
    """The invitation behind an entry in a guest's calendar, or None."""
    return _by("ics_uid", uid)


def _by(column: str, value: str) -> Invitation | None:
    """By a mark of its own, else by that of one that was joined with it."""
    found = db.session.scalar(select(Invitation).where(getattr(Invitation, column) == value))
    return found or db.session.scalar(
        select(Invitation).join(FormerInvitation, FormerInvitation.invitation_id == Invitation.id)
        .where(getattr(FormerInvitation, column) == value))


def invited_twice(person_id: int, other_id: int) -> list[tuple[Invitation, Invitation]]:
    """Invitations of two people to the same events, as (of the first, of the other)."""
    mine = {row.event_id: row for row in db.session.scalars(select(Invitation).where(Invitation.person_id == person_id))}
    theirs = db.session.scalars(select(Invitation).where(
        Invitation.person_id == other_id, Invitation.event_id.in_(list(mine))).order_by(Invitation.id))
    return [(mine[row.event_id], row) for row in theirs]


def is_over(invitation: Invitation) -> bool:
    """True once the event has ended: nobody can answer any more."""
    return invitation.event.ends_at <= now()


def mails_of(invitations: list[Invitation]) -> dict[int, OutboxMail]:
    """The newest invitation mail of each, by the invitation's id. One question to the database."""
    rows = db.session.scalars(
        select(OutboxMail).where(
            OutboxMail.subject_kind == "invitation", OutboxMail.subject_id.in_([item.id for item in invitations]),
            OutboxMail.template == MAIL)
        .order_by(OutboxMail.id))
    return {mail.subject_id: mail for mail in rows}


def why_not_sent(invitation: Invitation, mail: OutboxMail | None) -> str:
    """Why the mail did not leave or did not arrive, in the reader's language; empty where it did or will."""
    own = {
        "no_address": _("No mail address is known. Hand the link over."),
        "bad_address": _("The mail address is none. Correct it at the person, or hand the link over."),
        "not_wanted": _("The link is handed over, no mail was wanted."),
    }
    if invitation.mail_refused:
        return own.get(invitation.mail_refused) or reason_text(invitation.mail_refused)
    return reason_text(mail.reason) if mail is not None and mail.state in ("failed", "refused", "held") else ""


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

    def of(self, tab: str) -> int:
        """The number behind one of TABS."""
        return self.no_answer if tab == "invited" else getattr(self, tab)


def guest_languages(event: Event) -> dict[str, int]:
    """How many guests of an event are written to in each language; those who declined are left out."""
    return dict(db.session.execute(
        select(Invitation.language, func.count()).where(Invitation.event_id == event.id, Invitation.state != "declined")
        .group_by(Invitation.language)).all())


def counts_of(event: Event) -> Counts:
    """The counts of one event."""
    rows = {state: (number, guests or 0) for state, number, guests in db.session.execute(
        select(Invitation.state, func.count(), func.sum(Invitation.guests))
        .where(Invitation.event_id == event.id).group_by(Invitation.state))}
    number = {state: rows.get(state, (0, 0))[0] for state in STATES}
    review = db.session.scalar(
        select(func.count(InvitationAnswer.invitation_id.distinct())).join(Invitation)
        .where(Invitation.event_id == event.id, InvitationAnswer.outcome == "review")) or 0
    return Counts(sum(number.values()), number["accepted"], number["declined"], number["tentative"], number["invited"],
                  number["accepted"] + int(rows.get("accepted", (0, 0))[1]), review)
