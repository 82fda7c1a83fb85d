"""The mails to a guest, one function and one folder of templates each, all in the guest's language."""

from functools import lru_cache

from babel.core import get_global

from outreach import mail
from outreach.contacts.models import Person
from outreach.contacts.services import opening
from outreach.events.emails import when_lines
from outreach.events.queries import places_of
from outreach.invitations.calendar import request_calendar
from outreach.invitations.models import Invitation
from outreach.mail.models import OutboxMail

_ZONES = {"CN": "Asia/Shanghai", "DE": "Europe/Berlin", "GB": "Europe/London", "KR": "Asia/Seoul"}
_LANGUAGE_ZONES = {"zh": "Asia/Shanghai", "de": "Europe/Berlin", "en": "Europe/London", "ko": "Asia/Seoul"}
_COUNTRY_LANGUAGES = {
    "CN": "zh", "TW": "zh", "HK": "zh", "MO": "zh", "DE": "de", "AT": "de", "CH": "de", "LI": "de", "KR": "ko",
}


def language_of(person: Person) -> str:
    """The language in which we write to a person: the stored one, else what the country suggests, else English."""
    return person.language or _COUNTRY_LANGUAGES.get(person.country or "", "en")


@lru_cache(maxsize=1)
def _single_zones() -> dict[str, str]:
    """The zone of every country that has only one."""
    found: dict[str, list[str]] = {}
    for zone, country in get_global("zone_territories").items():
        found.setdefault(country, []).append(zone)
    return {country: zones[0] for country, zones in found.items() if len(zones) == 1}


def zone_of(person: Person, language: str) -> str:
    """The zone by whose clock a guest most likely lives. An IANA name."""
    country = person.country or ""
    return person.time_zone or _ZONES.get(country) or _single_zones().get(country) or _LANGUAGE_ZONES[language]


def personal_link(invitation: Invitation, token: str, lang: str | None = None) -> str:
    """The full address at which the guest answers; it opens for whoever holds it."""
    return mail.public_url("invitations.answer", lang=lang or invitation.language, token=token)


def _send(name: str, invitation: Invitation, token: str, purpose: str, **values) -> OutboxMail:
    event, code = invitation.event, invitation.language
    shown = event.title.shown(code)
    return mail.queue(
        f"invitations/{name}", invitation.email, name=invitation.person.full_name, language=code, purpose=purpose,
        greeting=opening(code, invitation.person, invitation.person.full_name),
        subject_row=invitation, secret=True, title=shown.text, title_language=shown.language,
        place=places_of(event, lang=code), when=when_lines(event, zone_of(invitation.person, code), code),
        link=personal_link(invitation, token), **values)


def send_invitation(invitation: Invitation, token: str, reply_to: str | None = None) -> OutboxMail:
    """The question, the facts, the personal link and the calendar request. Advertising, unless the guest asked for it.

    While only the month is known there is no calendar part: no calendar could show it.
    """
    purpose = "transactional" if invitation.requested else "advertising"
    known = invitation.event.days_known
    request = ("REQUEST", request_calendar(invitation, personal_link(invitation, token))) if known else None
    return _send("invitation", invitation, token, purpose, reply_to=reply_to, calendar=request,
                 requested=invitation.requested, days_known=known)


def send_confirmation(invitation: Invitation, token: str) -> OutboxMail:
    """What the guest answered by the link, and the link to change it. Never sent for answers that came by mail, so
    that two machines cannot write to each other for ever."""
    return _send("confirmation", invitation, token, "transactional", state=invitation.state, guests=invitation.guests)
