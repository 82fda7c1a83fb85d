"""Queueing a mail: rendered at once, the gate asked, stored with the record that it is about."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import lazy_gettext as _l

from outreach.db import db, now
from outreach.errors import Refused
from outreach.i18n import LANGUAGES
from outreach.jobs import enqueue
from outreach.mail.models import PURPOSES, OutboxAttachment, OutboxMail
from outreach.mail.rendering import render
from outreach.web.doors import mail_gate

#: Mail servers refuse more; base64 makes a third more of it.
MOST_OCTETS = 15_000_000


def queue(template: str, to: str, *, name: str = "", language: str, purpose: str, subject_row: Any = None,
          attachments: Iterable[tuple[str, str, bytes]] = (), calendar: tuple[str, bytes | str] | None = None,
          reply_to: str | None = None, secret: bool = False, **context: Any) -> OutboxMail:
    """Write a mail to the outbox inside the open unit of work; it leaves after the commit.

    `template` is "room/name"; `purpose` is 'transactional' or 'advertising'; `attachments` are (file name, MIME
    type, bytes); `calendar` is (method, iCalendar text). `secret` is for mails whose text opens something.
    Raises Refused for an address that is none and for line breaks where a header is made from the value. A mail
    that the gate refuses is stored as 'refused' with the reason, and never leaves.
    """
    if purpose not in PURPOSES or language not in LANGUAGES:
        raise ValueError(f"purpose {purpose!r}, language {language!r}")
    to, reply_to = _address(to), _address(reply_to) if reply_to else None
    rendered = render(template, language, {**context, "to": to, "name": name})
    mail = OutboxMail(
        to_email=to, to_name=one_line(name, "name"), reply_to=reply_to, language=language, purpose=purpose,
        template=template, subject=one_line(rendered.subject, "subject")[:500], text=rendered.text,
        html=rendered.html, secret=secret, message_id=new_message_id(), state="waiting", next_try_at=now(),
    )
    if calendar:
        mail.calendar_method, content = calendar[0].upper(), calendar[1]
        mail.calendar = content.decode("utf-8") if isinstance(content, bytes) else content
    if subject_row is not None:
        mail.subject_kind, mail.subject_id = subject_row.__tablename__, subject_row.id
    _attach(mail, attachments)
    allowed, reason = ask_gate(to, purpose, now())
    mail.gate = "yes" if allowed else reason
    if not allowed:
        mail.state, mail.reason = "refused", reason
        mail.wipe_secret()
    db.session.add(mail)
    db.session.flush()
    if allowed:
        enqueue("mail.deliver", mail.id)
    return mail


def _attach(mail: OutboxMail, attachments: Iterable[tuple[str, str, bytes]]) -> None:
    total = 0
    for filename, mimetype, data in attachments:
        total += len(data)
        mail.attachments.append(OutboxAttachment(filename=one_line(filename, "filename")[:200],
                                                 mimetype=one_line(mimetype, "mimetype"), data=data))
    if total > MOST_OCTETS:
        raise Refused("mail_too_large", _l("The attachments are too large for a mail. Send at most 15 MB."))


def ask_gate(to: str, purpose: str, at: datetime) -> tuple[bool, str]:
    """May this leave? The first gate that says no decides; without any gate only transactional mail leaves."""
    gates = list(mail_gate)
    if not gates:
        return purpose == "transactional", "" if purpose == "transactional" else "no_gate"
    for gate in gates:
        allowed, reason = gate(to, purpose, at)
        if not allowed:
            return False, str(reason)
    return True, ""


def one_line(value: str, field: str) -> str:
    """The value, if it holds no line break or other control character; else Refused, because it becomes a header."""
    value = (value or "").strip()
    if any(ord(character) < 32 or ord(character) in (0x7F, 0x85, 0x2028, 0x2029) for character in value):
        raise Refused("mail_header", _l("A line break stands where none can be. Write it on one line."), field=field)
    return value


def _address(value: str) -> str:
    try:
        return validate_email((value or "").strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise Refused("mail_address", _l("Enter a mail address such as name@example.org"), field="to") from None


def new_message_id() -> str:
    """A Message-ID under the sender's domain, so that answers and bounces name a mail of ours."""
    sender = current_app.config["MAIL_DEFAULT_SENDER"] or ""
    domain = sender.rpartition("@")[2].strip("> ") or "outreach.invalid"
    return f"<{uuid.uuid4().hex}@{domain}>"
