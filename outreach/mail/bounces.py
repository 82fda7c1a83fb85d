"""Bounces: a delivery report (RFC 3464) or a mail server's own words about a mail of ours."""

import re
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from outreach.activity import SYSTEM, record
from outreach.db import db, now
from outreach.mail.delivery import subject_of
from outreach.mail.models import OutboxMail

_ID = re.compile(r"<[0-9a-f]{32}@[^<>\s]+>")
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_SENDERS = ("mailer-daemon", "postmaster")


def read(message: EmailMessage) -> dict[str, Any] | None:
    """Take a bounce of a mail of ours, or None for everything else.

    A hard bounce (status 5, action failed) marks the row as failed; a soft one (4, or only delayed) changes
    nothing, since the servers on the way go on trying. Gives {"kind": "bounce", "hard", "status", "mail_id",
    "recipient"}; `mail_id` is None where the report names no mail of ours.
    """
    report = _report(message)
    if report is None:
        return None
    action, status, recipient, diagnosis = report
    hard = status.startswith("5") and action in ("failed", "")
    mail = _mail_of(message)
    if mail is not None and hard and mail.bounced_at is None:
        mail.state, mail.reason, mail.bounced_at = "failed", "bounced", now()
        mail.detail = " ".join(f"{status} {diagnosis}".replace("\x00", " ").split())[:500]
        mail.lease = mail.leased_until = None
        record(SYSTEM, "mail.bounced", mail, about=[subject_of(mail)], detail=mail.detail)
    return {"kind": "bounce", "hard": hard, "status": status, "mail_id": mail.id if mail else None,
            "recipient": recipient}


def _report(message: EmailMessage) -> tuple[str, str, str, str] | None:
    """(action, status, recipient, diagnosis), from the report's own part or from a mail server's prose."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            return _from_status(part)
    sender = str(message.get("From", "")).lower()
    if not any(name in sender for name in _SENDERS):
        return None
    text = _all_text(message)
    status = _STATUS.search(text)
    if status is None or not _ID.search(text):
        return None
    return "", status[0], "", text[max(0, status.start() - 80):status.end() + 160]


def _from_status(part: EmailMessage) -> tuple[str, str, str, str]:
    fields: dict[str, str] = {}
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else []:
        for name, value in block.raw_items():
            fields.setdefault(name.lower(), " ".join(str(value).split()))
    recipient = (fields.get("final-recipient") or fields.get("original-recipient", "")).rpartition(";")[2].strip()
    return (
        fields.get("action", "").lower(),
        fields.get("status", "")[:20],
        recipient[:254],
        fields.get("diagnostic-code", ""),
    )


def _mail_of(message: EmailMessage) -> OutboxMail | None:
    """The mail that is quoted. Its Message-ID is random, so nobody can name a mail that they never got."""
    for found in dict.fromkeys(_ID.findall(_all_text(message))):
        mail = db.session.scalar(select(OutboxMail).where(OutboxMail.message_id == found).with_for_update())
        if mail is not None:
            return mail
    return None


def _all_text(message: EmailMessage) -> str:
    """All headers and text parts, quoted mails included; the report's own Message-ID is not of our form."""
    pieces = []
    for part in message.walk():
        pieces += [f"{name}: {value}" for name, value in part.raw_items()]
        if part.get_content_maintype() == "text":
            octets = part.get_payload(decode=True) or b""
            pieces.append(octets.decode("utf-8", "replace"))
    return "\n".join(pieces)
