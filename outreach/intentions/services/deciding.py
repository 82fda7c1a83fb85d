"""The verdict: an accepted intention becomes a lead, a declined one gets its reason. Always by a named user."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from outreach.activity import Actor, record
from outreach.contacts.services import PersonValues, attach_or_create, find_matches
from outreach.contacts.services.matching import Match
from outreach.db import now
from outreach.errors import Refused
from outreach.intentions.emails import send_accepted, send_declined
from outreach.intentions.models import Intention
from outreach.intentions.services.consents import tie_consents
from outreach.intentions.services.thread import LONGEST_MESSAGE, hold
from outreach.leads.models import Lead
from outreach.leads.services import LeadValues, PersonRole, SourceValues, TextValues, create_lead
from outreach.web.access import WRITERS

#: Kinds of partner that are a channel of their own; see leads.models.CHANNELS.
_CHANNEL_OF_PARTNER = {"offshore_incubator": "offshore_incubator", "fund": "fund", "financial_centre": "fund"}


@dataclass(frozen=True)
class Verdict:
    """What the officer writes: a word to the sender with its language, and the lead's next step with its day."""

    reason: str = ""
    language: str = "zh"
    next_step: str = ""
    next_step_on: date | None = None


def person_values(intention: Intention) -> PersonValues:
    """The sender as contacts/ takes people in."""
    phone = intention.contact_phone
    return PersonValues(
        full_name=intention.contact_name, language=intention.language, emails=[intention.contact_email],
        phones=[("work", phone)] if phone else [], organisation=intention.organisation_name,
        organisation_country=intention.organisation_country)


def matches_of(intention: Intention) -> list[Match]:
    """Stored people who may be the sender, the likeliest first."""
    return find_matches(person_values(intention))


def accept_intention(actor: Actor, intention: Intention, verdict: Verdict, version: int | None = None) -> Lead:
    """Make a lead of it, with the sender as its contact and the intention as its source, and tell the sender.

    Raises Conflict where it is decided or was changed since `version`, Refused for a step without a day.
    """
    _checked_reason(verdict.reason)
    row = hold(intention, version)
    at = now()
    if row.owner is None and actor.user is not None and actor.user.role in WRITERS:
        row.owner = actor.user
    attached = attach_or_create(actor, person_values(row), "intention")
    row.person, row.organisation = attached.person, attached.organisation
    source = SourceValues("intention", row.id, row.receipt, row.event_id, row.received_at)
    row.lead = create_lead(actor, _lead_values(row, verdict), [source], [PersonRole(attached.person.id)])
    _decide(row, "accepted", verdict, at)
    tie_consents(row)
    about = [row.event, row.partner, row.lead, attached.person, attached.organisation]
    record(actor, "intention.accepted", row, about=about, lead=row.lead.number)
    send_accepted(row)
    return row.lead


def _lead_values(row: Intention, verdict: Verdict) -> LeadValues:
    texts = [TextValues("summary", row.language, row.summary, row.contact_name, row.received_at)]
    if row.site:
        texts.append(TextValues("site_wishes", row.language, row.site, row.contact_name, row.received_at))
    channel = "event" if row.event else "other"
    if row.partner:
        channel = _CHANNEL_OF_PARTNER.get(row.partner.kind, "referral")
    return LeadValues(
        title=row.title, title_language=row.language,
        organisation_id=row.organisation.id if row.organisation else None,
        industries=[row.industry], owner_id=row.owner.id if row.owner else None,
        next_step=verdict.next_step.strip() or None, next_step_on=verdict.next_step_on,
        country=row.organisation_country, channel=channel, investment=row.investment,
        texts=texts)


def decline_intention(actor: Actor, intention: Intention, verdict: Verdict, version: int | None = None) -> Intention:
    """Close it with a reason that the sender reads. Raises Refused without a reason, Conflict as accept does."""
    if not verdict.reason.strip():
        raise Refused("reason_missing", _l("Write the reason. The sender reads it."), field="reason")
    _checked_reason(verdict.reason)
    row = hold(intention, version)
    _decide(row, "declined", verdict, now())
    record(actor, "intention.declined", row, about=[row.event, row.partner], reason=row.reason)
    send_declined(row)
    return row


def _decide(row: Intention, state: str, verdict: Verdict, at: datetime) -> None:
    row.state, row.decided_at = state, at
    row.reason = verdict.reason.replace("\x00", "\ufffd").strip()
    row.reason_language = verdict.language if row.reason else None
    row.version += 1


def _checked_reason(text: str) -> None:
    if len(text) > LONGEST_MESSAGE:
        raise Refused("text_too_long", _l("Write at most %(count)s characters", count=LONGEST_MESSAGE), field="reason")
