"""Taking in what a partner or visitor sends. Acknowledged means stored; sent twice means stored once."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from outreach.activity import Actor, record
from outreach.catalogue.queries import add_working_days, setting
from outreach.db import Money, db, now, today_in
from outreach.db.numbers import next_number
from outreach.errors import Conflict
from outreach.events.models import Event
from outreach.identity import parse_phone
from outreach.intentions.emails import send_receipt
from outreach.intentions.models import Intention
from outreach.intentions.queries import same_content, same_key
from outreach.intentions.services.consents import keep_consents
from outreach.partners.models import Partner
from outreach.search import index
from outreach.search.content import Content


@dataclass(frozen=True)
class Submission:
    """What was sent, validated. `consents` are pairs of purpose and text version."""

    language: str
    channel: str
    client_key: str
    partner: Partner | None
    event: Event | None
    organisation_name: str
    organisation_country: str
    contact_name: str
    contact_email: str
    contact_phone: str
    title: str
    summary: str
    industry: str
    investment: Money
    site: str
    consents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Received:
    """The stored intention; `repeated` is true where the same had been sent before."""

    intention: Intention
    repeated: bool


def content_hash(sent: Submission) -> str:
    """SHA-256, in hex, of what was said and by whom. Language, width of characters and white space do not count."""
    said = [
        sent.partner.code if sent.partner else "", sent.event.code if sent.event else "", sent.organisation_name,
        sent.organisation_country, sent.contact_name, sent.contact_email.lower(), sent.contact_phone, sent.title,
        sent.summary, sent.industry, str(sent.investment.minor), sent.investment.currency, sent.site,
    ]
    plain = [" ".join(unicodedata.normalize("NFKC", text).split()) for text in said]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def receive_intention(actor: Actor, sent: Submission, *, strict: bool = False) -> Received:
    """Store an intention, its consents and the receipt mail, or give back the one that was sent before.

    The same is: the same client key, or the same content from the same address within 24 hours. A key that comes
    again with other content makes a second intention, so that nothing is lost; with `strict` it raises Conflict.
    """
    at, digest = now(), content_hash(sent)
    # The number's row is locked first: two equal posts at once pass here one after the other on both engines.
    with db.session.begin_nested() as savepoint:
        receipt = next_number("IN", today_in("Asia/Shanghai", at).year)
        key, before = sent.client_key, same_key(sent.client_key)
        if before is not None and before.content_hash != digest:
            if strict:
                raise Conflict("idempotency_key_used", _l(
                    "This Idempotency-Key was used for another intention. Send a new key with new content."))
            key, before = f"{sent.client_key[:60]}-{digest[:32]}", None
            before = same_key(key)
        before = before or same_content(digest, at)
        if before is not None:
            savepoint.rollback()
            return Received(before, True)
    intention = _store(sent, receipt, key, digest, at)
    record(actor, "intention.received", intention, about=[intention.event, intention.partner],
           channel=sent.channel, organisation=sent.organisation_name)
    keep_consents(actor, intention, sent.consents)
    index.put("intention", intention.id, search_text(intention), search_owner(intention))
    send_receipt(intention)
    return Received(intention, False)


def _store(sent: Submission, receipt: str, key: str, digest: str, at: datetime) -> Intention:
    phone = parse_phone(sent.contact_phone, sent.organisation_country) if sent.contact_phone else None
    intention = Intention(
        receipt=receipt, client_key=key, content_hash=digest, language=sent.language, channel=sent.channel,
        partner=sent.partner, event=sent.event, organisation_name=sent.organisation_name,
        organisation_country=sent.organisation_country, contact_name=sent.contact_name,
        contact_email=sent.contact_email, contact_phone=sent.contact_phone,
        contact_phone_e164=phone.e164 if phone else None, title=sent.title, summary=sent.summary,
        industry=sent.industry, investment_minor=sent.investment.minor, investment_currency=sent.investment.currency,
        site=sent.site, state="received", received_at=at, **deadlines(at),
    )
    db.session.add(intention)
    db.session.flush()
    return intention


def deadlines(at: datetime) -> dict[str, datetime]:
    """The three clocks of an intention that came in at `at`, in working days of China, by the zone's settings."""
    return {
        "assign_due": add_working_days(at, setting("answer_acknowledge_days")),
        "verdict_due": add_working_days(at, setting("answer_verdict_days")),
        "answer_due": add_working_days(at, setting("answer_feedback_days")),
    }


def search_text(intention: Intention) -> Content:
    """What the search box finds an intention by."""
    return Content.of(
        names=[intention.title, intention.receipt], mails=[intention.contact_email],
        phones=[intention.contact_phone_e164 or intention.contact_phone],
        others=[intention.organisation_name, intention.contact_name])


def search_owner(intention: Intention) -> str | None:
    """Whose users besides our own people find an intention."""
    return f"partner:{intention.partner_id}" if intention.partner_id else None
