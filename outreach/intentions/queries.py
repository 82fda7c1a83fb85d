"""Which intentions a reader may see, what waits, and the link that opens a status page."""

import hashlib
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Select, and_, false, func, or_, select

from outreach.catalogue.queries import setting
from outreach.db import db, now
from outreach.errors import NotFound
from outreach.intentions.models import OPEN_STATES, Intention
from outreach.partners.queries import partner_of
from outreach.web.access import STAFF


def visible_intentions(viewer) -> Select:
    """All for our own people, their own organisation's for partner users, none for anybody else."""
    statement = select(Intention)
    if viewer is not None and viewer.role in STAFF:
        return statement
    partner = partner_of(viewer)
    return statement.where(Intention.partner_id == partner.id if partner else false())


def get_intention(viewer, intention_id: int) -> Intention:
    """The intention. Raises NotFound where there is none or the viewer may not see it."""
    # A number that no key can hold would be an error of the database, not an answer.
    statement = visible_intentions(viewer).where(Intention.id == intention_id)
    found = db.session.scalar(statement) if intention_id < 2**31 else None
    if found is None:
        raise NotFound("not_found", _l("There is no such intention"))
    return found


def in_order(statement: Select, state: str | None) -> Select:
    """The part of a list with this state, or all that waits for 'open'. What is due first stands first."""
    if state == "open":
        return statement.where(Intention.state.in_(OPEN_STATES)).order_by(Intention.answer_due, Intention.id)
    if state:
        statement = statement.where(Intention.state == state)
    if state in OPEN_STATES:
        return statement.order_by(Intention.answer_due, Intention.id)
    return statement.order_by(Intention.received_at.desc(), Intention.id.desc())


def counts_by_state(viewer) -> dict[str, int]:
    """How many the viewer sees in each state, and 'open' for all that waits."""
    inner = visible_intentions(viewer).with_only_columns(Intention.state).subquery()
    counts = dict(db.session.execute(select(inner.c.state, func.count()).group_by(inner.c.state)).all())
    return {**counts, "open": sum(counts.get(state, 0) for state in OPEN_STATES)}


def count_overdue(viewer, at: datetime | None = None) -> int:
    """How many wait too long: no officer named in time, or no answer in time."""
    moment = at or now()
    late = or_(and_(Intention.state == "received", Intention.assign_due < moment),
               and_(Intention.state.in_(OPEN_STATES), Intention.answer_due < moment))
    return db.session.scalar(select(func.count()).select_from(visible_intentions(viewer).where(late).subquery())) or 0


def same_key(client_key: str) -> Intention | None:
    """What was sent with this key before."""
    return db.session.scalar(select(Intention).where(Intention.client_key == client_key))


def same_content(content_hash: str, at: datetime) -> Intention | None:
    """The same words from the same address within the last 24 hours; the hash covers the address."""
    return db.session.scalar(
        select(Intention)
        .where(Intention.content_hash == content_hash, Intention.received_at > at - timedelta(hours=24))
        .order_by(Intention.id).limit(1))


def _serializer() -> URLSafeSerializer:
    """Signs with today's key and reads what older keys signed, so that a link outlives a change of keys."""
    keys = [*reversed(current_app.config.get("SECRET_KEY_FALLBACKS") or []), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="intention-status", signer_kwargs={"digest_method": hashlib.sha256})


def status_token(intention: Intention) -> str:
    """The token of the sender's link. It is derived, not stored, so every mail can carry it again."""
    return _serializer().dumps(intention.id)


def by_status_token(token: str) -> Intention | None:
    """The intention behind a link, or None for a forged one."""
    try:
        intention_id = _serializer().loads(token)
    except BadData:
        return None
    return db.session.get(Intention, intention_id) if isinstance(intention_id, int) else None


def status_url(intention: Intention, language: str | None = None) -> str:
    """The full address of the status page in the sender's language; mails are built where there is no request."""
    base = current_app.config["SETTINGS"].url
    return f"{base}/{language or intention.language}/intentions/status/{status_token(intention)}"


def state_name(state: str) -> str:
    """The state in the reader's language."""
    return {
        "received": _("Received"), "assigned": _("Officer assigned"), "needs_information": _("Information needed"),
        "accepted": _("Accepted"), "declined": _("Not pursued"),
    }[state]


def answer_days() -> dict[str, int]:
    """The promised working days by step, by the zone's settings."""
    return {"assign": setting("answer_acknowledge_days"), "verdict": setting("answer_verdict_days"),
            "answer": setting("answer_feedback_days")}


#: By whose clock a sender is likely to live, beside China's: the country says more than the language.
_ZONES = {"CN": "Asia/Shanghai", "DE": "Europe/Berlin", "GB": "Europe/London", "KR": "Asia/Seoul"}
_LANGUAGE_ZONES = {"zh": "Asia/Shanghai", "de": "Europe/Berlin", "en": "Europe/London", "ko": "Asia/Seoul"}


def zone_of(country: str | None, language: str) -> str:
    """The zone whose clock a reader in this country, with this language, most likely reads. An IANA name."""
    return _ZONES.get(country or "") or _LANGUAGE_ZONES[language]


def counts_of_partner(partner_id: int) -> dict[str, int]:
    """How many a partner sent, by state, and 'all'."""
    rows = db.session.execute(select(Intention.state, func.count()).where(Intention.partner_id == partner_id)
                              .group_by(Intention.state)).all()
    return {**dict(rows), "all": sum(count for _state, count in rows)}


def of_event(viewer, event_id: int) -> Select:
    """The intentions that came with an event's code, newest first."""
    return visible_intentions(viewer).where(Intention.event_id == event_id).order_by(
        Intention.received_at.desc(), Intention.id.desc())
