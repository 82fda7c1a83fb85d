"""Who is a partner, how long the agreement runs, and which partner a user belongs to."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, false, func, or_, select

from outreach.accounts.models import User
from outreach.contacts.models import Organisation
from outreach.db import db
from outreach.errors import NotFound
from outreach.partners.models import Partner, PartnerUser
from outreach.web.access import STAFF

#: How long before its end an agreement is worth a look, in days.
ENDING_DAYS = 60


def visible_partners(viewer) -> Select:
    """All partners for our own people, none for anybody else: partners have the portal."""
    statement = select(Partner)
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def listed_partners(viewer, kind: str | None = None, country: str | None = None) -> Select:
    """The viewer's partners by the name of their organisation, those in use first, narrowed by kind and country."""
    statement = visible_partners(viewer).join(Partner.organisation)
    if kind:
        statement = statement.where(Partner.kind == kind)
    if country:
        statement = statement.where(Organisation.country == country)
    return statement.order_by(Partner.active.desc(), Organisation.sort_key, Partner.id)


def partner_countries(viewer) -> list[str]:
    """The countries in which partners sit, by code."""
    statement = visible_partners(viewer).join(Partner.organisation).with_only_columns(Organisation.country).distinct()
    return sorted(code for code in db.session.scalars(statement) if code)


def get_partner(viewer, partner_id: int) -> Partner:
    """The partner. Raises NotFound where there is none or the viewer may not see it."""
    statement = visible_partners(viewer).where(Partner.id == partner_id)
    found = db.session.scalar(statement) if partner_id < 2**31 else None
    if found is None:
        raise NotFound("unknown_partner", _("There is no such partner. Look it up in the list of partners."))
    return found


def partners_of_organisation(viewer, organisation_id: int) -> list[Partner]:
    """The agreements with an organisation."""
    return list(db.session.scalars(
        visible_partners(viewer).where(Partner.organisation_id == organisation_id).order_by(Partner.id)))


def partner_by_code(code: str | None) -> Partner | None:
    """The active partner with this code, in capitals or not."""
    code = (code or "").strip().upper()
    return db.session.scalar(select(Partner).where(Partner.code == code, Partner.active)) if code else None


def partner_of(user) -> Partner | None:
    """The partner that a user belongs to; None for our own people."""
    if user is None or user.role != "partner_user":
        return None
    return db.session.scalar(select(Partner).join(PartnerUser).where(PartnerUser.user_id == user.id))


def users_of(partner: Partner) -> list[PartnerUser]:
    """The accounts of a partner's people in the order of their names."""
    return list(db.session.scalars(select(PartnerUser).join(PartnerUser.user).where(
        PartnerUser.partner_id == partner.id).order_by(User.sort_key, User.id)))


def user_counts() -> dict[int, int]:
    """How many accounts each partner has, by its id; partners without any are left out."""
    return dict(db.session.execute(
        select(PartnerUser.partner_id, func.count()).group_by(PartnerUser.partner_id)).all())


def free_users() -> list[User]:
    """Active accounts with the role partner user that belong to no partner yet."""
    return list(db.session.scalars(
        select(User).where(User.role == "partner_user", User.active, User.id.not_in(select(PartnerUser.user_id)))
        .order_by(User.sort_key, User.id)))


def agreement_state(partner: Partner, today: date) -> str:
    """'inactive', 'over', 'ending' (within ENDING_DAYS), 'to_come', 'running', or 'undated' without an end."""
    if not partner.active:
        return "inactive"
    if partner.agreement_until and partner.agreement_until < today:
        return "over"
    if partner.agreement_from and partner.agreement_from > today:
        return "to_come"
    if partner.agreement_until and partner.agreement_until <= today + timedelta(days=ENDING_DAYS):
        return "ending"
    return "running" if partner.agreement_until else "undated"


def count_to_renew(viewer, today: date) -> int:
    """How many partners in use have an agreement that is over or ends within ENDING_DAYS."""
    soon = visible_partners(viewer).where(
        Partner.active, Partner.agreement_until <= today + timedelta(days=ENDING_DAYS),
        or_(Partner.agreement_from.is_(None), Partner.agreement_from <= today))
    return db.session.scalar(select(func.count()).select_from(soon.subquery())) or 0


def kind_name(kind: str) -> str:
    """What a partner is, in the reader's language."""
    return {
        "offshore_incubator": _("Offshore incubator"), "fund": _("Fund institution"),
        "financial_centre": _("Financial centre"), "industry_platform": _("Industry platform"),
        "association": _("Association"), "research_institute": _("Research institute"),
    }.get(kind, kind)
