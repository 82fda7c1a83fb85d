"""Mails that come in: told apart, handed to the rooms that wait for them, and kept where nobody does.

Whatever the octets are, reading them raises nothing: a mail that cannot be understood is kept for a person.
"""

import hashlib
import logging
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.db import db, transaction
from outreach.mail import bounces
from outreach.mail.models import InboundMail
from outreach.web.doors import inbound_handler

log = logging.getLogger(__name__)

#: More than any relay of ours lets through.
MOST_OCTETS = 40_000_000
_AUTO_SUBJECT = re.compile(
    r"^\s*(auto(matic|matische|mated)?[ -]?(reply|antwort|response)|out of (the )?office|abwesenheits|abwesend|"
    r"自动回复|自動回覆|자동\s?(응답|회신)|부재\s?중)", re.IGNORECASE)


def receive(raw: bytes) -> dict[str, Any]:
    """Take in one RFC 5322 message; gives {"kind", "id", …}.

    `kind` is 'bounce', 'auto_reply', 'unmatched', or what a handler of the inbound door answers. The same mail
    again changes nothing and gives the first answer with "repeat": true.
    """
    message = parse(raw)
    digest = _digest(message, raw)
    try:
        with transaction():
            known = db.session.scalar(select(InboundMail).where(InboundMail.digest == digest))
            if known is not None:
                return {**known.result, "repeat": True}
            return _take(message, raw, digest)
    except IntegrityError:
        # Another process has just taken the same mail.
        with transaction():
            known = db.session.scalar(select(InboundMail).where(InboundMail.digest == digest))
            if known is None:
                raise
            return {**known.result, "repeat": True}


def parse(raw: bytes) -> EmailMessage:
    """The message; one without any header or body where the octets are no mail."""
    try:
        return message_from_bytes(raw, policy=policy.default)
    except Exception:
        log.exception("a mail could not be parsed")
        return EmailMessage()


def header(message: EmailMessage, name: str) -> str:
    """A header on one line, empty where it is missing; what the strict parser refuses is read leniently."""
    try:
        value = message.get(name)
        text = "" if value is None else str(value)
    except Exception:
        text = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").split())


def _take(message: EmailMessage, raw: bytes, digest: str) -> dict[str, Any]:
    row = InboundMail(
        digest=digest,
        message_id=header(message, "Message-ID")[:250],
        kind="unmatched",
        from_email=_address(message, "From"),
        to_email=_address(message, "To"),
        subject=header(message, "Subject")[:500],
    )
    db.session.add(row)
    db.session.flush()
    answer = _recognise(message)
    row.kind = str(answer.get("kind", "handled"))[:40]
    row.result = {"kind": row.kind, "id": row.id, "message_id": row.message_id, "from": row.from_email,
                  **{key: value for key, value in answer.items() if key != "kind"}}
    if row.kind == "unmatched":
        row.raw = raw
    return dict(row.result)


def _recognise(message: EmailMessage) -> dict[str, Any]:
    """Bounces first, since they quote our own mails; auto-replies after the handlers, since a meeting answer
    may look like one."""
    for attempt in (bounces.read, *inbound_handler):
        try:
            with db.session.begin_nested():
                answer = attempt(message)
        except Exception:
            log.exception("an incoming mail could not be read by %s", getattr(attempt, "__module__", attempt))
            continue
        if answer is not None:
            return answer
    return {"kind": "auto_reply"} if is_auto_reply(message) else {"kind": "unmatched"}


def is_auto_reply(message: EmailMessage) -> bool:
    """True for what a machine answered. We never answer these, so that two machines cannot talk for ever."""
    submitted = header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if header(message, "X-Autoreply") or header(message, "X-Autorespond"):
        return True
    if header(message, "Precedence").lower() == "auto_reply":
        return True
    return bool(_AUTO_SUBJECT.match(header(message, "Subject")))


def _address(message: EmailMessage, name: str) -> str:
    try:
        return parseaddr(header(message, name))[1][:254]
    except Exception:
        return ""


def _digest(message: EmailMessage, raw: bytes) -> str:
    """What the sender wrote: relays add lines at the top and change line ends, the rest stays."""
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip()
    said = [header(message, name) for name in ("Message-ID", "From", "To", "Date", "Subject")]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace") + b"\n\n" + (body or raw)).hexdigest()
