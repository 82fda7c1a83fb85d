"""What a person may do with a mail in the outbox: try again, hold back."""

from flask_babel import gettext as _

from outreach.activity import Actor, record
from outreach.db import db, now
from outreach.errors import Conflict
from outreach.jobs import enqueue
from outreach.mail.models import OutboxMail


def retry_mail(actor: Actor, mail: OutboxMail) -> OutboxMail:
    """Send a failed, held or waiting mail as soon as possible; the count of tries starts anew.

    Raises Conflict for a mail that is out, on its way, or refused by the gate: that answer is not overruled.
    """
    _lock(mail)
    if mail.state not in ("failed", "held", "waiting") or not mail.text:
        raise Conflict("mail_not_waiting", _("This mail cannot be sent again: it is out, on its way or refused."))
    mail.state, mail.reason, mail.detail = "waiting", "", ""
    mail.attempts, mail.next_try_at, mail.tries_since, mail.bounced_at = 0, now(), now(), None
    record(actor, "mail.retried", mail)
    enqueue("mail.deliver", mail.id)
    return mail


def hold_mail(actor: Actor, mail: OutboxMail) -> OutboxMail:
    """Stop a mail that has not left yet. Raises Conflict where it is too late."""
    _lock(mail)
    if mail.state not in ("waiting", "failed"):
        raise Conflict("mail_gone", _("This mail can no longer be held back: it is out or on its way."))
    mail.state, mail.reason, mail.detail = "held", "held", actor.label[:500]
    record(actor, "mail.held", mail)
    return mail


def _lock(mail: OutboxMail) -> None:
    """Read the row again under a lock, so that no worker takes it between the check and the commit."""
    db.session.refresh(mail, with_for_update=True)
