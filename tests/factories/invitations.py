"""Real invitations for tests, and calendar replies as mail servers bring them."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from icalendar import Calendar

from outreach.activity import SYSTEM
from outreach.db import now, transaction
from outreach.invitations import services
from outreach.invitations.models import Invitation
from outreach.invitations.services import Ground, Invited
from tests.factories.contacts import make_person
from tests.factories.events import make_event

GROUND = Ground(True, "At the booth, to Zhou Min")


def invite(event=None, person=None, *, actor=SYSTEM, send: bool = True, ground: Ground | None = GROUND) -> Invited:
    """A guest of an event, who asked for the invitation unless `ground` says otherwise; with the link's token."""
    event = event or make_event()
    person = person or make_person("Anna Köhler", email="anna.koehler@firma.example.org", country="DE", language="de")
    with transaction():
        return services.invite_person(actor, event, person, send=send, ground=ground)


def reply_text(invitation: Invitation, partstat: str = "ACCEPTED", *, attendee: str | None = None, sequence: int = 0,
               stamp: datetime | None = None, method: str = "REPLY", comment: str = "", extra: str = "") -> str:
    """The calendar part that Exchange writes: no ORGANIZER, one ATTENDEE."""
    stamp = stamp or now() - timedelta(seconds=5)
    lines = ["BEGIN:VCALENDAR", "PRODID:Example", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
             f"UID:{invitation.ics_uid}", f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}", f"SEQUENCE:{sequence}",
             f"ATTENDEE;PARTSTAT={partstat}{extra}:mailto:{attendee or invitation.email}",
             *([f"COMMENT:{comment}"] if comment else []), "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def reply_mail(
    invitation: Invitation,
    partstat: str = "ACCEPTED",
    *,
    sender: str | None = None,
    text: str | None = None,
    cte: str = "base64",
    message_id: str | None = None,
    **values,
) -> bytes:
    """A whole mail with such a part, as octets; `sender` stands in From."""
    message = EmailMessage()
    message["From"] = sender or f"Anna Köhler <{invitation.email}>"
    message["To"], message["Subject"] = "outreach@demo.example.org", "Angenommen: LASER"
    message["Message-ID"] = message_id or f"<{abs(hash((partstat, sender, str(values))))}@firma.example.org>"
    message["Date"] = now()
    message.set_content("Zugesagt")
    message.add_alternative(
        (text or reply_text(invitation, partstat, **values)).encode(),
        maintype="text",
        subtype="calendar",
        cte=cte,
        params={"method": values.get("method", "REPLY"), "charset": "utf-8"},
    )
    return message.as_bytes()


def calendar_of(mail) -> Calendar:
    """The calendar part of a queued mail, parsed."""
    return Calendar.from_ical(mail.calendar)
