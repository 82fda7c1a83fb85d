"""Making and changing partners."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.contacts.services import find_or_create_organisation
from outreach.db import db
from outreach.errors import Refused
from outreach.partners.models import KINDS, Partner, PartnerUser


def create_partner(actor: Actor, *, code: str, kind: str, organisation: str, country: str, language: str = "en",
                   agreement_from: date | None = None, agreement_until: date | None = None) -> Partner:
    """Add a partner. Raises Refused for a code that is taken, an unknown kind or an end before the beginning."""
    if kind not in KINDS:
        raise Refused("unknown_kind", _("Choose the kind of partner"), field="kind")
    if db.session.scalar(select(Partner.id).where(Partner.code == code)):
        raise Refused("code_taken", _("Another partner has this code"), field="code")
    if agreement_from and agreement_until and agreement_until < agreement_from:
        raise Refused("end_before_start", _("The agreement ends before it begins"), field="agreement_until")
    found = find_or_create_organisation(actor, organisation, country)
    partner = Partner(code=code, kind=kind, organisation=found, language=language, agreement_from=agreement_from,
                      agreement_until=agreement_until)
    db.session.add(partner)
    record(actor, "partner.created", partner, about=[found])
    return partner


def change_partner(actor: Actor, partner: Partner, values: dict) -> Partner:
    """Change language, dates or whether the partner is active."""
    allowed = {"kind", "language", "agreement_from", "agreement_until", "active"}
    changes = changes_of(partner, {name: value for name, value in values.items() if name in allowed})
    if partner.agreement_from and partner.agreement_until and partner.agreement_until < partner.agreement_from:
        raise Refused("end_before_start", _("The agreement ends before it begins"), field="agreement_until")
    if changes:
        partner.version += 1
        record(actor, "partner.changed", partner, changes=changes, about=[partner.organisation])
    return partner


def add_user(actor: Actor, partner: Partner, user: User) -> PartnerUser:
    """Give a partner user to a partner. Raises Refused where the account has another role or partner."""
    if user.role != "partner_user":
        raise Refused("not_a_partner_user", _("Only accounts with the role “Partner user” can belong to a partner"), field="email")
    held = db.session.scalar(select(PartnerUser).where(PartnerUser.user_id == user.id))
    if held and held.partner_id != partner.id:
        raise Refused("has_partner", _("This account belongs to another partner"), field="email")
    if held:
        return held
    member = PartnerUser(partner=partner, user=user)
    db.session.add(member)
    record(actor, "partner.user_added", partner, about=[user], user=user.email)
    return member
