"""Reading the outbox: tabs with counts, one mail, the mails about a record, and reasons in words."""

from email import message_from_bytes, policy

from flask_babel import gettext as _
from sqlalchemy import Select, false, func, select

from outreach.db import db
from outreach.errors import NotFound
from outreach.mail.models import STATES, InboundMail, OutboxMail

#: Who may look into the outbox; the texts of other people's mails are nobody else's business.
READERS = ("administrator", "coordinator")


def outbox(viewer, state: str | None = None, text: str = "") -> Select:
    """The outbox, newest first, narrowed to one state and to a part of address or subject line."""
    statement = select(OutboxMail).order_by(OutboxMail.id.desc())
    if viewer is None or viewer.role not in READERS:
        return statement.where(False)
    if state in STATES:
        statement = statement.where(OutboxMail.state == state)
    if text:
        statement = statement.where(OutboxMail.to_email.icontains(text, autoescape=True)
                                    | OutboxMail.subject.icontains(text, autoescape=True))
    return statement


def counts(viewer) -> dict[str, int]:
    """How many mails stand in each state; every state is named."""
    if viewer is None or viewer.role not in READERS:
        return dict.fromkeys(STATES, 0)
    found = dict(db.session.execute(select(OutboxMail.state, func.count()).group_by(OutboxMail.state)).all())
    return {state: found.get(state, 0) for state in STATES}


def failed_count(viewer) -> int:
    """How many mails failed; the navigation shows it."""
    return db.session.scalar(select(func.count()).select_from(OutboxMail).where(OutboxMail.state == "failed")) or 0


def get_mail(viewer, mail_id: int) -> OutboxMail:
    """One mail. Raises NotFound where there is none, or none that this reader may see."""
    mail = db.session.scalar(outbox(viewer).where(OutboxMail.id == mail_id))
    if mail is None:
        raise NotFound("no_mail", _("There is no such mail."))
    return mail


def mails_about(kind: str, ref_id: int) -> Select:
    """The mails about a record, by table name and id, newest first."""
    return (select(OutboxMail).where(OutboxMail.subject_kind == kind, OutboxMail.subject_id == ref_id)
            .order_by(OutboxMail.id.desc()))


def unmatched(viewer) -> Select:
    """Mails that came in and that nobody knew what to do with, newest first."""
    statement = select(InboundMail).where(InboundMail.kind == "unmatched").order_by(InboundMail.id.desc())
    return statement if viewer is not None and viewer.role in READERS else statement.where(false())


def plain_text(mail: InboundMail, most: int = 2000) -> str:
    """The beginning of a kept mail's text, as far as it can be read; empty where it has none."""
    message = message_from_bytes(mail.raw or b"", policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/plain"), None)
    octets = part.get_payload(decode=True) if part is not None else None
    return octets.decode("utf-8", "replace").replace("\x00", "")[:most].strip() if isinstance(octets, bytes) else ""


def state_name(state: str) -> str:
    """A state in the reader's language."""
    return {
        "waiting": _("Waiting"), "sending": _("Being sent"), "sent": _("Sent"), "failed": _("Failed"),
        "refused": _("Refused"), "held": _("Held back"),
    }.get(state, state)


def reason_text(reason: str) -> str:
    """Why a mail did not leave, and what to do, in the reader's language. Empty for no reason."""
    return {
        "": "",
        "deferred": _("The mail server asked to try again later. This happens by itself."),
        "no_connection": _("The mail server could not be reached. Outreach goes on trying."),
        "timeout": _("The mail server did not answer in time. Outreach goes on trying."),
        "setup": _(
            "The mail server does not accept our settings. Check MAIL_SERVER, MAIL_USERNAME and MAIL_PASSWORD."
        ),
        "certificate": _(
            "The mail server's certificate does not hold, so nothing is sent to it. Tell an administrator."
        ),
        "rejected": _("The mail server refused this mail for good. Check the address."),
        "bounced": _("The mail came back: the address does not exist or takes no mail. Check the address."),
        "smtputf8": _("The address has letters that our mail server cannot carry. Ask for another address."),
        "unwritable": _("The mail could not be put together. Tell an administrator."),
        "held": _("Held back by hand. “Try again” releases it."),
        "no_gate": _("Advertising is not sent, because nobody has said who may get it."),
        "advertising_without_rules": _("Advertising is not sent: there are no confirmed consent rules yet."),
        "unknown_purpose": _("A mail without a known purpose is not sent."),
    }.get(reason, reason)
