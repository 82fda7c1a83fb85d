"""Making and changing partners, and giving accounts to them."""

import re
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.contacts.services import find_or_create_organisation
from outreach.db import db
from outreach.errors import Conflict, NotFound, Refused
from outreach.i18n import LANGUAGES
from outreach.partners.models import KINDS, Partner, PartnerUser

#: Codes stand in addresses and in the API, and are read out on the telephone.
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}\Z")
#: What change_partner may be given.
CHANGEABLE = frozenset({"kind", "language", "agreement_from", "agreement_until", "active"})


def create_partner(actor: Actor, *, code: str, kind: str, organisation: str, country: str, language: str = "en",
                   agreement_from: date | None = None, agreement_until: date | None = None,
                   active: bool = True) -> Partner:
    """Add a partner; its organisation is made where none of this name and country is known.

    Raises Refused for a code that is taken or none, an unknown kind, an end before the beginning.
    """
    code = (code or "").strip().upper()
    if not _CODE.match(code):
        raise Refused("bad_code", _l(
            "Enter a code of 2 to 40 letters, digits and hyphens, such as DE-INKUBATOR"), field="code")
    _check(kind, language, agreement_from, agreement_until)
    if db.session.scalar(select(Partner.id).where(Partner.code == code)):
        raise Refused("code_taken", _l("Another partner has this code"), field="code")
    found = find_or_create_organisation(actor, organisation, country)
    partner = Partner(code=code, kind=kind, organisation=found, language=language, agreement_from=agreement_from,
                      agreement_until=agreement_until, active=active)
    db.session.add(partner)
    record(actor, "partner.created", partner, about=[found])
    return partner


def change_partner(actor: Actor, partner: Partner, values: dict, version: int | None = None) -> Partner:
    """Change kind, language, dates or whether the partner is in use; anything else in `values` is ignored.

    Raises Refused as create_partner does, Conflict where somebody else changed the partner since `version`.
    """
    row = _hold(partner)
    wanted = {name: value for name, value in values.items() if name in CHANGEABLE}
    if version is not None and row.version != version:
        theirs = {name: getattr(row, name) for name in wanted}
        raise Conflict("partner_changed", _l(
            "Somebody else changed this partner meanwhile. Check what is stored now."), theirs=theirs)
    checked = ("kind", "language", "agreement_from", "agreement_until")
    _check(*(wanted.get(name, getattr(row, name)) for name in checked))
    changes = changes_of(row, wanted)
    if changes:
        row.version += 1
        record(actor, "partner.changed", row, changes=changes, about=[row.organisation])
    return row


def _hold(partner: Partner) -> Partner:
    """The partner as it is stored now, locked for this unit of work."""
    return db.session.execute(select(Partner).where(Partner.id == partner.id).with_for_update(of=Partner)
                              .execution_options(populate_existing=True)).scalar_one()


def _check(kind: str, language: str, begins: date | None, ends: date | None) -> None:
    if kind not in KINDS:
        raise Refused("unknown_kind", _l("Choose the kind of partner"), field="kind")
    if language not in LANGUAGES:
        raise Refused("unknown_language", _l("Choose a language"), field="language")
    if begins and ends and ends < begins:
        raise Refused("end_before_start", _l("The agreement ends before it begins"), field="agreement_until")


def add_user(actor: Actor, partner: Partner, user: User) -> PartnerUser:
    """Give an account to a partner. Raises Refused where it has another role or belongs to another partner."""
    if user.role != "partner_user":
        raise Refused("not_a_partner_user", _l("Only accounts with the role “Partner user” can belong to a partner"),
                      field="user_id")
    # The account is locked, so that two people who give it to two partners pass here one after the other.
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update(of=User))
    held = db.session.scalar(select(PartnerUser).where(PartnerUser.user_id == user.id))
    if held and held.partner_id != partner.id:
        raise Refused("has_partner", _l("This account belongs to another partner"), field="user_id")
    if held:
        return held
    member = PartnerUser(partner=partner, user=user)
    db.session.add(member)
    record(actor, "partner.user_added", partner, about=[user], user=user.label)
    return member


def remove_user(actor: Actor, partner: Partner, user_id: int) -> None:
    """Take an account off a partner: it stays, but reads nothing of the partner any more. Raises NotFound."""
    _hold(partner)
    member = db.session.scalar(
        select(PartnerUser).where(PartnerUser.partner_id == partner.id, PartnerUser.user_id == user_id))
    if member is None:
        raise NotFound("unknown_partner_user", _l("This account does not belong to the partner any more"))
    record(actor, "partner.user_removed", partner, about=[member.user], user=member.user.label)
    db.session.delete(member)
