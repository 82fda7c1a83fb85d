"""Inviting people, and taking their answers whichever way they come."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.activity import SYSTEM, Actor, changes_of, record
from outreach.contacts.models import Person
from outreach.db import db, new_token, now, token_hash
from outreach.errors import Conflict, Refused
from outreach.events.models import Event
from outreach.invitations import emails
from outreach.invitations.calendar import CalendarReply, organiser
from outreach.invitations.models import ANSWERS, Invitation, InvitationAnswer
from outreach.invitations.queries import by_uid, is_over
from outreach.mail.models import OutboxMail

#: How many people a guest may bring.
MOST_GUESTS = 20
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Invited:
    """What came of inviting one person. `token` opens the personal link and is known only now; it is None where the
    person was invited before and nothing was done."""

    invitation: Invitation
    token: str | None
    mail: OutboxMail | None = None

    @property
    def link(self) -> str:
        """The personal link, empty where there is no new one."""
        return emails.personal_link(self.invitation, self.token) if self.token else ""


@dataclass(frozen=True)
class Ground:
    """Why the mail is no advertising: the guest asked for it, with what was said where."""

    requested: bool = False
    words: str = ""

    def checked(self) -> "Ground":
        """With trimmed words. Raises Refused where it is claimed without a word."""
        words = self.words.strip()[:LONGEST_NOTE] if self.requested else ""
        if self.requested and not words:
            raise Refused("ground_missing", _("Write where and how the guest asked for the invitation"), field="ground")
        return Ground(self.requested, words)


def invite_person(actor: Actor, event: Event, person: Person, *, send: bool = True,
                  ground: Ground | None = None) -> Invited:
    """Invite a person to an event, once. The mail is queued; where it may not leave, the invitation says why.

    Raises Refused after the event's end, for a cancelled event, and for a request without a ground.
    """
    ground = (ground or Ground()).checked()
    _refuse_closed(event)
    stored = db.session.scalar(select(Invitation).where(
        Invitation.event_id == event.id, Invitation.person_id == person.id))
    if stored is not None:
        return Invited(stored, None)
    token = new_token()
    row = Invitation(
        event=event, person=person, state="invited", token_hash=token_hash(token), ics_uid=_new_uid(),
        language=emails.language_of(person), requested=ground.requested, ground=ground.words)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Another one of us pressed the same button a moment earlier.
        return Invited(db.session.scalars(select(Invitation).where(
            Invitation.event_id == event.id, Invitation.person_id == person.id)).one(), None)
    mail = _send(actor, row, token, send)
    record(actor, "invitation.created", row, about=[person, event], guest=person.label, event=event.label,
           requested=row.requested, mail="queued" if row.sent_at else row.mail_refused)
    return Invited(row, token, mail)


def _new_uid() -> str:
    """Random, so that nobody can answer for a guest whose mail they never saw."""
    return f"{uuid.uuid4().hex}@{organiser().rpartition('@')[2] or 'outreach.invalid'}"


def send_again(actor: Actor, invitation: Invitation, ground: Ground) -> Invited:
    """Queue the invitation mail once more with a new link, for example since the guest has asked for it now."""
    ground = ground.checked()
    _lock(invitation)
    _refuse_closed(invitation.event)
    if ground.requested:
        invitation.requested, invitation.ground = True, ground.words
    token = _new_link(invitation)
    mail = _send(actor, invitation, token, True)
    record(actor, "invitation.sent_again", invitation, about=_about(invitation), requested=invitation.requested,
           mail="queued" if invitation.sent_at else invitation.mail_refused)
    return Invited(invitation, token, mail)


def renew_link(actor: Actor, invitation: Invitation) -> Invited:
    """Make a new personal link; the old one opens nothing any more."""
    _lock(invitation)
    _refuse_closed(invitation.event)
    token = _new_link(invitation)
    record(actor, "invitation.link_renewed", invitation, about=_about(invitation))
    return Invited(invitation, token)


def _new_link(invitation: Invitation) -> str:
    token = new_token()
    invitation.token_hash = token_hash(token)
    invitation.version += 1
    return token


def _send(actor: Actor, invitation: Invitation, token: str, wanted: bool) -> OutboxMail | None:
    """Queue the mail, or write down why there is none."""
    invitation.sent_at, address = None, invitation.person.email
    invitation.mail_refused = "not_wanted" if not wanted else "" if address else "no_address"
    invitation.email = address if wanted and address else ""
    if invitation.mail_refused:
        return None
    try:
        mail = emails.send_invitation(invitation, token, actor.user.email if actor.user is not None else None)
    except Refused as error:
        invitation.email, invitation.mail_refused = "", "bad_address" if error.code == "mail_address" else error.code
        return None
    if mail.state == "refused":
        invitation.mail_refused = mail.reason
    else:
        invitation.sent_at = now()
    return mail


@dataclass(frozen=True)
class Answer:
    """An answer by the link or written down by one of us. `note_language` is the language of the page it came from."""

    state: str
    way: str
    guests: int = 0
    note: str = ""
    note_language: str | None = None

    def checked(self) -> "Answer":
        """Trimmed and possible. Raises Refused with the field at fault."""
        if self.state not in ANSWERS:
            raise Refused("answer_missing", _("Choose one of the three answers"), field="answer")
        if not 0 <= self.guests <= MOST_GUESTS:
            raise Refused("too_many_guests", _("Enter a number from 0 to %(most)s", most=MOST_GUESTS), field="guests")
        note = self.note.replace("\x00", "").strip()
        if len(note) > LONGEST_NOTE:
            raise Refused("note_too_long", _("Write at most %(most)s characters", most=LONGEST_NOTE), field="note")
        return replace(self, note=note, guests=0 if self.state == "declined" else self.guests,
                       note_language=self.note_language if note else None)


def answer(actor: Actor, invitation: Invitation, given: Answer, *, token: str = "") -> InvitationAnswer | None:
    """Keep an answer and put it in force. The same answer by the same way again changes nothing and gives None.

    With `token`, the one of the link that was used, the guest gets a confirmation by mail. Raises Refused for a
    wrong answer and once the event is over or cancelled.
    """
    given = given.checked()
    _lock(invitation)
    _refuse_closed(invitation.event)
    now_in_force = (invitation.state, invitation.answered_by, invitation.guests, invitation.note)
    if now_in_force == (given.state, given.way, given.guests, given.note):
        return None
    row = InvitationAnswer(state=given.state, way=given.way, guests=given.guests, note=given.note,
                           note_language=given.note_language, outcome="counts", at=now())
    invitation.answers.append(row)
    _put_in_force(actor, invitation, row)
    if token and invitation.email:
        emails.send_confirmation(invitation, token)
    return row


def _put_in_force(actor: Actor, invitation: Invitation, row: InvitationAnswer) -> None:
    changes = changes_of(invitation, {"state": row.state, "guests": row.guests})
    invitation.note, invitation.note_language = row.note, row.note_language
    invitation.answered_at, invitation.answered_by = row.at, row.way
    invitation.version += 1
    record(actor, "invitation.answered", invitation, about=_about(invitation), changes=changes, way=row.way,
           answer=row.state)


def take_calendar_reply(reply: CalendarReply) -> tuple[Invitation, str] | None:
    """Take a calendar's reply: None where the UID is not ours, else the invitation and what became of the reply.

    That is 'counts', 'repeat' (the same again, nothing stored), 'stale', 'late', or 'review' where it came from
    another address than the invited one or says neither yes, maybe nor no. Only 'counts' changes the invitation.
    """
    invitation = by_uid(reply.uid)
    if invitation is None:
        return None
    _lock(invitation)
    stamp = reply.stamp or now()
    # A sequence that we never sent would lock out every later reply.
    sequence = min(reply.sequence or 0, invitation.event.ics_sequence)
    row = InvitationAnswer(
        state=reply.state or "invited", way="mail", from_email=reply.sender, message_id=reply.message_id, at=now(),
        sequence=sequence, stamp=stamp, guests=_guests(invitation, reply), note=reply.note,
        note_language=invitation.language if reply.note else None)
    if _came_before(invitation, row):
        return invitation, "repeat"
    row.review = _review(invitation, reply)
    row.outcome = _outcome(invitation, row)
    invitation.answers.append(row)
    if row.outcome == "counts":
        invitation.reply_sequence, invitation.reply_stamp = sequence, stamp
        _put_in_force(Actor("visitor", invitation.person.label), invitation, row)
    elif row.outcome == "review":
        record(SYSTEM, "invitation.review_waits", invitation, about=_about(invitation), reason=row.review)
    return invitation, row.outcome


def _guests(invitation: Invitation, reply: CalendarReply) -> int:
    """Calendars say 0 without asking anybody, so only a number above it tells something new."""
    if reply.state == "declined" or reply.state is None:
        return 0
    return min(reply.guests, MOST_GUESTS) if reply.guests else invitation.guests


def _came_before(invitation: Invitation, row: InvitationAnswer) -> bool:
    said = (row.state, row.from_email, row.sequence, row.stamp, row.note)
    return any((old.state, old.from_email, old.sequence, old.stamp, old.note) == said
               for old in invitation.answers if old.way == "mail")


def _review(invitation: Invitation, reply: CalendarReply) -> str:
    invited = _same_form(invitation.email)
    if not invited or _same_form(reply.sender) != invited or invited not in map(_same_form, reply.attendees):
        return "sender_differs"
    return "" if reply.state else "unclear"


def _outcome(invitation: Invitation, row: InvitationAnswer) -> str:
    if _closed(invitation.event):
        return "late"
    if row.review:
        return "review"
    taken = (invitation.reply_sequence or 0, invitation.reply_stamp) if invitation.reply_stamp else None
    if taken and (row.sequence, row.stamp) < taken:
        return "stale"
    newer_elsewhere = invitation.answered_by in ("link", "staff") and invitation.answered_at > _end_of_second(row.stamp)
    return "stale" if newer_elsewhere else "counts"


def _end_of_second(stamp: datetime) -> datetime:
    """A DTSTAMP has no fractions: what was said within its second was not said before."""
    return stamp.replace(microsecond=999_999)


def _same_form(address: str) -> str:
    """An address as it is compared: lower case, an IDN domain in one of its two writings."""
    try:
        return validate_email(address, check_deliverability=False).normalized.casefold()
    except EmailNotValidError:
        return address.strip().casefold()


def accept_review(actor: Actor, invitation: Invitation, row: InvitationAnswer) -> None:
    """Put an answer in force that waited for a person's look. Raises Conflict for one that waits no more, Refused for
    one that is unclear and once the event is over."""
    _still_waits(invitation, row)
    if row.state not in ANSWERS:
        raise Refused("answer_unclear", _(
            "This mail gives no answer that could be taken. Ask the guest and write it down."))
    _refuse_closed(invitation.event)
    row.outcome = "counts"
    invitation.reply_sequence, invitation.reply_stamp = row.sequence, row.stamp
    _put_in_force(actor, invitation, row)


def set_aside(actor: Actor, invitation: Invitation, row: InvitationAnswer) -> None:
    """Leave an answer that waited for a person's look without effect. Raises Conflict for one that waits no more."""
    _still_waits(invitation, row)
    row.outcome = "set_aside"
    record(actor, "invitation.set_aside", invitation, about=_about(invitation), reason=row.review)


def _still_waits(invitation: Invitation, row: InvitationAnswer) -> None:
    _lock(invitation)
    db.session.refresh(row)
    if row.outcome != "review":
        raise Conflict("already_reviewed", _("Somebody has already decided about this answer"))


def _about(invitation: Invitation) -> list:
    return [invitation.person, invitation.event]


def _closed(event: Event) -> bool:
    return event.ends_at <= now() or event.state == "cancelled"


def _refuse_closed(event: Event) -> None:
    if event.state == "cancelled":
        raise Refused("event_cancelled", _(
            "The event is cancelled. Nobody is invited or answers any more."), status=409)
    if _closed(event):
        raise Refused("event_over", _("The event is over. Nobody is invited or answers any more."), status=409)


def _lock(invitation: Invitation) -> None:
    """Read the row again under a lock, so that two answers at once are taken one after the other."""
    db.session.refresh(invitation, with_for_update={"of": Invitation})


__all__ = [
    "Answer", "Ground", "Invited", "MOST_GUESTS", "accept_review", "answer", "invite_person", "is_over", "renew_link",
    "send_again", "set_aside", "take_calendar_reply",
]
