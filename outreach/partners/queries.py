"""Who is a partner, and which partner a user belongs to."""

from sqlalchemy import Select, select

from outreach.db import db
from outreach.partners.models import Partner, PartnerUser


def all_partners() -> Select:
    """All partners by code."""
    return select(Partner).order_by(Partner.active.desc(), Partner.code)


def partner_by_code(code: str | None) -> Partner | None:
    """The active partner with this code."""
    return db.session.scalar(select(Partner).where(Partner.code == code, Partner.active)) if code else None


def partner_of(user) -> Partner | None:
    """The partner that a user belongs to; None for our own people."""
    if user is None or user.role != "partner_user":
        return None
    return db.session.scalar(select(Partner).join(PartnerUser).where(PartnerUser.user_id == user.id))


def users_of(partner: Partner) -> list[PartnerUser]:
    """The accounts of a partner's people."""
    return list(db.session.scalars(select(PartnerUser).where(PartnerUser.partner_id == partner.id)).all())
