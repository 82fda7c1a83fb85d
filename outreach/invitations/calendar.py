"""Invitations as iCalendar messages (RFC 5546): the request that goes out, and the reply that comes back.

Each guest has a UID of their own, so a reply names its invitation even where client or server rewrites addresses.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from flask import current_app
from icalendar import Calendar, vCalAddress

from outreach.catalogue.queries import setting
from outreach.db import now
from outreach.events.calendar import clean, finish, new_calendar, vevent
from outreach.i18n import in_language
from outreach.invitations.models import Invitation
from outreach.mail.inbound import header

log = logging.getLogger(__name__)

#: A reply is a few kB; whoever sends more sends no reply.
MOST_OCTETS = 300_000
PARTSTATS = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
#: Methods by which a guest speaks to the organiser. All others are not about an answer.
METHODS = frozenset({"REPLY", "COUNTER"})
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"^(METHOD|UID)(?:;[^:\r\n]*)?:([^\r\n]{1,300})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class CalendarReply:
    """What a calendar said. `state` is one of ANSWERS, or None where it is neither yes, maybe nor no.

    Addresses are in lower case; `stamp` is an aware UTC instant or None; `guests` is None where nothing is said.
    """

    uid: str
    state: str | None
    sender: str
    attendees: tuple[str, ...] = ()
    sequence: int | None = None
    stamp: datetime | None = None
    guests: int | None = None
    note: str = ""
    message_id: str = ""


def organiser() -> str:
    """The address to which calendars reply: the system's own sender."""
    return parseaddr(current_app.config["MAIL_DEFAULT_SENDER"] or "")[1]


def request_calendar(invitation: Invitation, link: str) -> bytes:
    """The request with the guest as its one attendee, in the guest's language; `link` is the personal link."""
    with in_language(invitation.language) as chosen:
        from flask_babel import gettext as _

        calendar = new_calendar("", "REQUEST")
        part = vevent(invitation.event, chosen.code, link, uid=invitation.ics_uid, public=True)
        # What stands in our own feeds, such as who confirmed the dates, is no guest's business.
        for name in ("description", "dtstamp", "created", "last-modified", "transp", "color"):
            part.pop(name, None)
        part.add("dtstamp", now())
        part.add("description", clean(_("Reply in your calendar or here: %(link)s", link=link)))
        part.add("organizer", vCalAddress.new(organiser(), cn=_name(setting("centre_name").shown(chosen.code).text)))
        part.add("attendee", vCalAddress.new(
            invitation.email, cn=_name(invitation.person.full_name), cutype="INDIVIDUAL", role="REQ-PARTICIPANT",
            partstat="NEEDS-ACTION", rsvp=True))
        if invitation.event.all_day:
            part.add("transp", "TRANSPARENT")
        calendar.add_component(part)
        return finish(calendar)


def _name(text: str) -> str:
    """A name as a parameter can carry it: one line, no double quotes."""
    return clean(text, one_line=True).replace('"', "'")


def read_replies(message: EmailMessage) -> list[CalendarReply]:
    """What a mail's calendar parts say to us as organiser, the clear ones first; empty where there is nothing.

    Raises nothing for whatever the parts hold: a broken one gives a reply without a state if it names a UID.
    """
    found: dict[str, CalendarReply] = {}
    for text in _calendar_texts(message):
        said = {key.upper(): value.strip() for key, value in reversed(_LINE.findall(_FOLD.sub("", text)))}
        if said.get("METHOD", "").upper() not in METHODS or not said.get("UID"):
            continue
        for reply in _read(message, text, said["METHOD"].upper()) or [_unclear(message, said["UID"])]:
            if reply.uid not in found or found[reply.uid].state is None:
                found[reply.uid] = reply
    return sorted(found.values(), key=lambda reply: reply.state is None)


def _calendar_texts(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() not in ("text/calendar", "application/ics"):
            continue
        octets = part.get_payload(decode=True)
        if not isinstance(octets, bytes) or len(octets) > MOST_OCTETS:
            continue
        try:
            text = octets.decode(part.get_content_charset() or "utf-8", "replace")
        except LookupError:
            text = octets.decode("utf-8", "replace")
        method = part.get_param("method")
        if isinstance(method, str) and method and not re.search(r"^METHOD[;:]", text, re.IGNORECASE | re.MULTILINE):
            text = f"METHOD:{method}\r\n{text}"
        yield text


def _read(message: EmailMessage, text: str, method: str) -> list[CalendarReply]:
    try:
        calendar = Calendar.from_ical(text[text.upper().find("BEGIN:VCALENDAR"):])
        return [_reply(message, part, method) for part in calendar.walk("VEVENT") if part.get("uid")]
    except Exception as error:
        # Exchange cuts parts off, others invent properties; a person looks at what cannot be read.
        log.info("a calendar part could not be read: %s", type(error).__name__)
        return []


def _reply(message: EmailMessage, part: Any, method: str) -> CalendarReply:
    listed = part.get("attendee")
    attendees = listed if isinstance(listed, list) else [listed] if listed is not None else []
    attendee = attendees[0] if len(attendees) == 1 else None
    params = attendee.params if attendee is not None else {}
    clear = method == "REPLY" and "recurrence-id" not in part
    stamp = part.get("dtstamp")
    return CalendarReply(
        uid=str(part["uid"])[:200], state=PARTSTATS.get(str(params.get("PARTSTAT", "")).upper()) if clear else None,
        sender=_sender(message), attendees=tuple(_address(str(item)) for item in attendees),
        sequence=_whole(part.get("sequence")), stamp=_instant(getattr(stamp, "dt", None)) or _sent_at(message),
        guests=_whole(params.get("X-NUM-GUESTS")), note=_note(part, params), message_id=_message_id(message))


def _unclear(message: EmailMessage, uid: str) -> CalendarReply:
    return CalendarReply(uid[:200], None, _sender(message), stamp=_sent_at(message), message_id=_message_id(message))


def _message_id(message: EmailMessage) -> str:
    return header(message, "Message-ID")[:250]


def _sender(message: EmailMessage) -> str:
    return parseaddr(header(message, "From"))[1].lower()[:254]


def _address(value: str) -> str:
    return value.strip().lower().removeprefix("mailto:").strip()[:254]


def _note(part: Any, params: Any) -> str:
    comment = part.get("comment")
    if isinstance(comment, list):
        comment = comment[0] if comment else None
    return clean(comment or params.get("X-RESPONSE-COMMENT") or "").replace("\x00", "")[:2000]


def _whole(value: Any) -> int | None:
    text = str(value if value is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _instant(value: Any) -> datetime | None:
    """A UTC instant of a DTSTAMP; clocks that run ahead count as now, so that they block no later answer."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else None
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return min(aware, now())


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        return _instant(parsedate_to_datetime(header(message, "Date")))
    except (ValueError, TypeError, OverflowError):
        return None
