"""Delivery: claim a row, ask the gate again, hand the mail over, write down what came of it."""

import logging
import smtplib
import ssl
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_mail import BadHeaderError
from sqlalchemy import and_, or_, select, update

from outreach.activity import SYSTEM, record
from outreach.db import db, now, transaction
from outreach.jobs import enqueue
from outreach.mail.message import Letter, UnsupportedAddressError, build, connect
from outreach.mail.models import OutboxMail
from outreach.mail.outgoing import ask_gate

log = logging.getLogger(__name__)

#: Longer than any conversation can take whose every step has its own time-out.
LEASE = timedelta(minutes=10)
#: Waits between tries; the last one repeats.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720))
GIVE_UP_AFTER = timedelta(hours=48)
#: Rows that one sweep puts back into the queue.
SWEEP = 500


@dataclass(frozen=True)
class Outcome:
    """What a try came to: 'sent', 'later' or 'failed', with a reason code and the server's own words."""

    result: str
    reason: str = ""
    detail: str = ""


def deliver(mail_id: int) -> str | None:
    """Try to send one row now. Gives its new state, or None where it is not due or another worker has it.

    However many workers call this for one row, one of them sends. No transaction is open while the server is
    spoken to.
    """
    lease = uuid.uuid4().hex
    letter = _claim(mail_id, lease)
    if letter is None:
        return None
    if isinstance(letter, str):
        return letter
    return _settle(mail_id, lease, _send(letter))


def _claim(mail_id: int, lease: str) -> Letter | str | None:
    with transaction() as session:
        won = session.execute(
            update(OutboxMail).where(OutboxMail.id == mail_id, _due(now()))
            .values(state="sending", lease=lease, leased_until=now() + LEASE, attempts=OutboxMail.attempts + 1)
            .execution_options(synchronize_session=False)
        ).rowcount
        if not won:
            return None
        mail = session.get(OutboxMail, mail_id, populate_existing=True)
        allowed, reason = ask_gate(mail.to_email, mail.purpose, now())
        mail.gate = "yes" if allowed else reason
        if allowed:
            return Letter.of(mail)
        mail.state, mail.reason, mail.lease, mail.leased_until = "refused", reason, None, None
        mail.wipe_secret()
        record(SYSTEM, "mail.refused", mail, about=[subject_of(mail)], reason=reason)
        return "refused"


def _due(at: datetime):
    return or_(
        and_(OutboxMail.state == "waiting", OutboxMail.next_try_at <= at),
        and_(OutboxMail.state == "sending", OutboxMail.leased_until < at),
    )


def _send(letter: Letter) -> Outcome:
    try:
        message = build(letter)
        with connect() as connection:
            connection.send(message)
    except UnsupportedAddressError:
        return Outcome("failed", "smtputf8")
    except ssl.SSLError as error:
        # Before ValueError, which a certificate that does not hold is as well; the mail is not to blame for it.
        return Outcome("later", "certificate", _words(error))
    except (BadHeaderError, ValueError) as error:
        return Outcome("failed", "unwritable", _words(error))
    except smtplib.SMTPNotSupportedError as error:
        return Outcome("later", "setup", _words(error))
    except (smtplib.SMTPException, OSError) as error:
        return _from_server(error)
    return Outcome("sent")


def _from_server(error: Exception) -> Outcome:
    """A 4xx answer and a lost line are tried again, a 5xx to this mail is final, a 5xx to ourselves is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _by_code(code, words)
    if isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)):
        # The mail is not to blame, and whoever corrects the settings wants it sent.
        return Outcome("later", "setup", _words(f"{error.smtp_code} {_text(error.smtp_error)}"))
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Outcome("later", "timeout", _words(error))
    return Outcome("later", "no_connection", _words(error))


def _by_code(code: int, words: bytes | str) -> Outcome:
    detail = _words(f"{code} {_text(words)}")
    if code in (530, 534, 535, 538):
        return Outcome("later", "setup", detail)
    return Outcome("failed", "rejected", detail) if 500 <= code < 600 else Outcome("later", "deferred", detail)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _words(error: object) -> str:
    """A server's words on one line, cut to what the column holds; NUL cannot be stored by PostgreSQL."""
    return " ".join((str(error) or type(error).__name__).replace("\x00", " ").split())[:500]


def _settle(mail_id: int, lease: str, outcome: Outcome) -> str:
    with transaction() as session:
        mail = session.get(OutboxMail, mail_id, populate_existing=True, with_for_update=True)
        if mail is None:
            return "gone"
        if outcome.result == "sent":
            # What went out went out, whoever holds the row by now.
            return _sent(mail)
        if mail.lease != lease or mail.state != "sending":
            return mail.state
        mail.lease, mail.leased_until = None, None
        mail.reason, mail.detail = outcome.reason, outcome.detail
        if outcome.result == "failed":
            return _failed(mail)
        mail.next_try_at = now() + WAITS[min(mail.attempts, len(WAITS)) - 1]
        if mail.next_try_at > mail.tries_since + GIVE_UP_AFTER:
            return _failed(mail)
        mail.state = "waiting"
        return mail.state


def _sent(mail: OutboxMail) -> str:
    if mail.state != "sent":
        mail.state, mail.sent_at, mail.reason, mail.detail = "sent", now(), "", ""
        record(SYSTEM, "mail.sent", mail, about=[subject_of(mail)])
    mail.lease, mail.leased_until = None, None
    mail.wipe_secret()
    return mail.state


def _failed(mail: OutboxMail) -> str:
    mail.state = "failed"
    log.warning("mail %s failed: %s %s", mail.id, mail.reason, mail.detail)
    record(SYSTEM, "mail.failed", mail, about=[subject_of(mail)], reason=mail.reason, detail=mail.detail)
    return mail.state


@dataclass(frozen=True)
class Subject:
    """The record that a mail is about, as the log wants it: table and id, without loading it."""

    __tablename__: str
    id: int


def subject_of(mail: OutboxMail) -> Subject | None:
    """The record that the mail is about, for its timeline; None where it is about none."""
    return Subject(mail.subject_kind, mail.subject_id) if mail.subject_kind and mail.subject_id else None


def due_ids(limit: int = SWEEP) -> list[int]:
    """Rows that could be sent now, the longest waiting first; those of a worker that died are among them."""
    return list(db.session.scalars(
        select(OutboxMail.id).where(_due(now())).order_by(OutboxMail.next_try_at, OutboxMail.id).limit(limit)))


def sweep() -> int:
    """Queue all rows that are due; gives their number. A row that is queued twice is still sent once."""
    ids = due_ids()
    db.session.commit()
    for mail_id in ids:
        enqueue("mail.deliver", mail_id)
    return len(ids)


def send_all() -> dict[str, int]:
    """One pass over the outbox in this process: each due row is tried once. Gives how many ended in which state."""
    counts = dict.fromkeys(("sent", "waiting", "failed", "refused"), 0)
    tried: set[int] = set()
    while True:
        ids = [mail_id for mail_id in due_ids() if mail_id not in tried]
        db.session.commit()
        if not ids:
            return counts
        for mail_id in ids:
            tried.add(mail_id)
            state = deliver(mail_id)
            if state in counts:
                counts[state] += 1
