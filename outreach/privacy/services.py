"""Giving and withdrawing consent, and the one question before anything is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outreach.activity import Actor, record
from outreach.db import db, now
from outreach.privacy.models import Consent, SendRefusal
from outreach.privacy.queries import consent_text, consents_of, newest_of_person

#: Source of a withdrawal that follows from a merge of two people.
MERGED = "merge of two records"


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


def withdrawals_on_merge(kept_id: int, removed_id: int) -> list[dict]:
    """Rows of the ledger that a merge of two people needs: what one of them withdrew, the other has withdrawn too."""
    sides = {person_id: newest_of_person(person_id) for person_id in (kept_id, removed_id)}
    found = []
    for mine, other in ((kept_id, removed_id), (removed_id, kept_id)):
        refused = {(row.purpose, row.channel) for row in sides[other] if not row.given}
        found += [_withdrawal(row, kept_id) for row in sides[mine] if row.given and (row.purpose, row.channel) in refused]
    return found


def withdrawals_on_parting(kept_id: int, removed_id: int, since: datetime) -> list[dict]:
    """Rows that both people need when their merge is undone: a withdrawal since then may be the word of either."""
    sides = {person_id: newest_of_person(person_id) for person_id in (kept_id, removed_id)}
    refused = {(row.purpose, row.channel) for rows in sides.values() for row in rows
               if not row.given and row.at > since and row.source != MERGED}
    return [_withdrawal(row, person_id) for person_id, rows in sides.items() for row in rows
            if (row.given or row.source == MERGED) and (row.purpose, row.channel) in refused]


def _withdrawal(row: Consent, person_id: int) -> dict:
    """The columns of the statement that takes a consent back."""
    return {"email": row.email, "person_id": person_id, "purpose": row.purpose, "channel": row.channel, "given": False,
            "text_version": row.text_version, "language": row.language, "text": "", "source": MERGED, "at": now()}


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
