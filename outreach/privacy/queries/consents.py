"""Reading the ledger of consents."""

from sqlalchemy import Select, or_, select

from outreach.contacts.models import PersonChannel
from outreach.db import db
from outreach.privacy.models import Consent


def consents_of(email: str) -> Select:
    """All statements of an address, newest first."""
    return select(Consent).where(Consent.email == email.strip().lower()).order_by(Consent.at.desc(), Consent.id.desc())


def consent_in_force(email: str, purpose: str, channel: str = "email") -> Consent | None:
    """The consent that holds for a purpose and channel now; None where there is none or it was withdrawn."""
    newest = db.session.scalar(
        consents_of(email).where(Consent.purpose == purpose, Consent.channel == channel).limit(1))
    return newest if newest is not None and newest.given else None


def newest_of_person(person_id: int) -> list[Consent]:
    """The statement that holds for each address, purpose and channel of a person."""
    found: dict[tuple, Consent] = {}
    addresses = select(PersonChannel.value).where(PersonChannel.person_id == person_id, PersonChannel.kind == "email")
    rows = db.session.scalars(
        select(Consent).where(or_(Consent.person_id == person_id, Consent.email.in_(addresses)))
        .order_by(Consent.at.desc(), Consent.id.desc()))
    for row in rows:
        found.setdefault((row.email, row.purpose, row.channel), row)
    return list(found.values())
