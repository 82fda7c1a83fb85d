"""Giving and withdrawing consent, and the one question before anything is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outreach.activity import Actor, record
from outreach.db import db, now
from outreach.privacy.models import Consent, SendRefusal
from outreach.privacy.queries import consent_text, consents_of


@dataclass(frozen=True)
class Answer:
    """May it be sent? Where not, `reason` is a code that mail.queries.reason_text puts in words."""

    allowed: bool
    reason: str = ""


def give_consent(actor: Actor, email: str, purpose: str, text_version: str, language: str, source: str, *,
                 channel: str = "email", person: Any = None, at: datetime | None = None) -> Consent:
    """Write down that somebody agreed to a text, with the words as they were shown.

    Raises Refused for a text that does not exist. Rows are only added: the newest of a purpose holds.
    """
    text = consent_text(purpose, text_version, language)
    row = Consent(email=email.strip().lower(), person_id=person.id if person is not None else None, purpose=purpose,
                  channel=channel, given=True, text_version=text_version, language=language, text=text.text,
                  source=source[:200], at=at or now())
    db.session.add(row)
    record(actor, "consent.given", row, about=[person], purpose=purpose, text_version=text_version)
    return row


def withdraw_consent(actor: Actor, email: str, purpose: str, source: str, *, channel: str = "email",
                     at: datetime | None = None) -> Consent | None:
    """Write down that a consent no longer holds; None where none was ever given for this purpose and channel.

    It takes effect at once: mails that wait in the outbox are asked again before they leave.
    """
    last = db.session.scalar(consents_of(email).where(Consent.purpose == purpose, Consent.channel == channel).limit(1))
    if last is None:
        return None
    row = Consent(email=last.email, person_id=last.person_id, purpose=purpose, channel=channel, given=False,
                  text_version=last.text_version, language=last.language, text="", source=source[:200], at=at or now())
    db.session.add(row)
    record(actor, "consent.withdrawn", row, purpose=purpose)
    return row


def link_person(email: str, person: Any) -> int:
    """Tie the consents of an address to the person it was found to belong to; gives the number of rows."""
    return db.session.execute(
        db.update(Consent).where(Consent.email == email.strip().lower(), Consent.person_id.is_(None))
        .values(person_id=person.id)).rowcount


def may_send(email: str, channel: str, purpose: str, at: datetime) -> Answer:
    """May this leave for this address now? Every no is stored, inside the open unit of work.

    What answers somebody's own matter ('transactional') leaves. Advertising does not: neither a double opt-in
    nor the rules of the recipient's country are confirmed here, and without them the strictest law decides.
    """
    if purpose == "transactional":
        return Answer(True)
    reason = "advertising_without_rules" if purpose == "advertising" else "unknown_purpose"
    db.session.add(SendRefusal(at=at, email=email.strip().lower()[:254], channel=channel, purpose=str(purpose)[:20],
                               reason=reason))
    db.session.flush()
    return Answer(False, reason)
