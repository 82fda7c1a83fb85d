"""Reading the ledger of consents."""

from sqlalchemy import Select, select

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
