"""Changing a lead's facts and who answers for it. Two editors are told apart by the version."""

from typing import Any

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Organisation
from outreach.db import db
from outreach.errors import Refused
from outreach.leads.models import Lead
from outreach.leads.services.parts import about
from outreach.leads.services.values import check_facts, check_owner, columns_of, lock

#: Fields that edit_lead may change; stage, steps and owner have verbs of their own.
EDITABLE = (
    "title", "title_language", "industries", "country", "channel", "investment", "registered_capital", "plant_area_m2",
    "clear_height_m", "floor_load_kn_m2", "power_kva", "land_mu", "trl", "jobs", "major",
)


def edit_lead(actor: Actor, lead: Lead, values: dict[str, Any], version: int | None = None) -> Lead:
    """Change facts; fields that are not given stay. Raises Conflict for an old version, Refused for wrong facts."""
    lock(lead, version)
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable here: {sorted(unknown)}")
    columns = columns_of(values)
    check_facts(columns)
    if "industries" in columns and not columns["industries"] and lead.stage != "lead":
        raise Refused(
            "industry_missing", _("Choose at least one industry before the lead moves on"), field="industries"
        )
    if columns.get("major"):
        check_major({"major": True, "owner_id": lead.owner_id, "deputy_id": lead.deputy_id})
    changes = changes_of(lead, columns)
    if changes:
        lead.version += 1
        _index(lead)
        record(actor, "lead.changed", lead, changes=changes, about=about(lead))
    return lead


def change_organisation(actor: Actor, lead: Lead, organisation: Organisation | None) -> Lead:
    """Give the lead another investor."""
    lock(lead)
    before = lead.organisation
    if before is organisation:
        return lead
    lead.organisation = organisation
    lead.version += 1
    _index(lead)
    changes = {"organisation": (before.label if before else None, organisation.label if organisation else None)}
    record(actor, "lead.changed", lead, changes=changes, about=[*about(lead), before])
    return lead


def assign_owner(actor: Actor, lead: Lead, owner_id: int | None, deputy_id: int | None = None,
                 version: int | None = None) -> Lead:
    """Hand the lead to an owner and a deputy, at once. Raises Refused for people who cannot answer for it."""
    lock(lead, version)
    if owner_id is None:
        raise Refused("owner_missing", _("Choose who answers for this lead"), field="owner_id")
    if owner_id == deputy_id:
        raise Refused("deputy_is_owner", _("The deputy must be somebody else"), field="deputy_id")
    check_owner(owner_id, "owner_id")
    check_owner(deputy_id, "deputy_id")
    check_major({"major": lead.major, "owner_id": owner_id, "deputy_id": deputy_id})
    before = (lead.owner.label if lead.owner else None, lead.deputy.label if lead.deputy else None)
    changes = changes_of(lead, {"owner_id": owner_id, "deputy_id": deputy_id})
    if not changes:
        return lead
    lead.version += 1
    db.session.flush()
    db.session.refresh(lead, ["owner", "deputy"])
    named = {"owner": (before[0], lead.owner.label), "deputy": (before[1], lead.deputy.label if lead.deputy else None)}
    record(actor, "lead.owner_changed", lead, about=about(lead),
           changes={name: pair for name, pair in named.items() if pair[0] != pair[1]})
    return lead


def check_major(facts: dict[str, Any]) -> None:
    """A key project always has an owner and a deputy."""
    if facts.get("major") and not (facts.get("owner_id") and facts.get("deputy_id")):
        raise Refused("major_needs_deputy", _("A major project needs an owner and a deputy"), field="deputy_id")


def _index(lead: Lead) -> None:
    from outreach.leads.services.make import index_lead

    db.session.flush()
    index_lead(lead)
